import fc from "fast-check";
import { expect, test } from "vitest";
import { findOnList, plain } from "./find-on-list.js";

const list = ["Ada Lovelace", "Ada Byron", "Zoë O’Hara-Smith", "Mohammed", "Bo", "ਗੁਰਪ੍ਰੀਤ", "Mary Ann"].map((name) => ({
  name,
}));
const found = (typed: string): string => {
  const answer = findOnList(typed, list);
  return answer.type === "one" ? answer.one.name : answer.type;
};

test("capitals, accents, dashes, a missing surname and one slip don't matter", () => {
  expect(found("ada lovelace")).toBe("Ada Lovelace");
  expect(found("  ADA   LOVELACE ")).toBe("Ada Lovelace");
  expect(found("zoe ohara smith")).toBe("Zoë O’Hara-Smith");
  expect(found("Zoe")).toBe("Zoë O’Hara-Smith");
  expect(found("Mohamed")).toBe("Mohammed");
  expect(found("Mohammde")).toBe("Mohammed");
  expect(found("Mohammed Khan")).toBe("Mohammed");
  expect(found("ਗੁਰਪ੍ਰੀਤ")).toBe("ਗੁਰਪ੍ਰੀਤ");
});

test("two who are equally close are not guessed at, and who is not there is not found", () => {
  expect(found("Ada")).toBe("several");
  expect(found("Be")).toBe("nobody");
  expect(found("Eve")).toBe("nobody");
  expect(found("")).toBe("nobody");
  expect(found("<script>")).toBe("nobody");
  expect(found("a")).toBe("nobody");
});

test("whoever types their own name as they gave it is found, or shares it with somebody, seeded", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 12 }), (names) => {
      const all = names.map((name, id) => ({ id, name }));
      for (const { id, name } of all.filter((one) => plain(one.name) !== "")) {
        const answer = findOnList(name, all);
        const ids =
          answer.type === "one" ? [answer.one.id] : answer.type === "several" ? answer.all.map((one) => one.id) : [];
        expect(ids).toContain(id);
      }
    }),
    { seed: 711, numRuns: 300 },
  );
});
