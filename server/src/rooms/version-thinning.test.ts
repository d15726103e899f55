import fc from "fast-check";
import { expect, test } from "vitest";
import { thinByAge, thinByOne } from "./version-thinning.js";
import type { StoredVersion } from "./version-store.js";

const minute = 60_000;
const day = 24 * 60 * minute;
const now = 1_795_000_000_000;

function version(number: number, age: number, person: string, kind: StoredVersion["kind"] = "edit"): StoredVersion {
  const changes = [{ cellId: `cell-${number % 3}`, change: "changed", place: 1, people: [person] } as const];
  return {
    version: number,
    kind,
    since: now - age - minute,
    at: now - age,
    people: [person],
    changes,
    parts: { type: "file", own: "x" },
  };
}

test("RO34 the older, the fewer: two hours whole, a day by five minutes, a week by the hour, a month by the day", () => {
  const ages = Array.from({ length: 60 * 24 * 40 }, (_, index) => index * minute).toReversed();
  const all = ages.map((age, index) => version(index + 1, age, "ann"));
  const kept = thinByAge(all, now);
  const between = (from: number, to: number): number =>
    kept.filter(({ at }) => now - at > from && now - at <= to).length;
  expect(between(-1, 120 * minute)).toBe(121);
  expect(between(120 * minute, day)).toBeLessThanOrEqual(12 * 24);
  expect(between(day, 7 * day)).toBeLessThanOrEqual(24 * 6 + 1);
  expect(between(7 * day, 30 * day)).toBeLessThanOrEqual(24);
  expect(kept.at(0)?.version).toBe(1);
  expect(kept.at(-1)).toEqual(all.at(-1));
});

test("RO34 what goes leaves its people, its time and its changes to the next; what somebody asked for stays", () => {
  const old = 3 * day;
  const all = [
    version(1, old + 5 * minute, "start", "start"),
    version(2, old + 4 * minute, "ann"),
    version(3, old + 3 * minute, "tom", "restore"),
    version(4, old + 2 * minute, "cem"),
    version(5, old + minute, "dee"),
    version(6, 0, "eve"),
  ];
  const kept = thinByAge(all, now);
  expect(kept.map((each) => each.version)).toEqual([1, 3, 5, 6]);
  expect(kept[1]?.people).toEqual(["ann", "tom"]);
  expect(kept[2]).toMatchObject({ since: all[3]?.since, people: ["cem", "dee"] });
  expect(kept[2]?.changes.map((change) => change.cellId).toSorted()).toEqual(["cell-1", "cell-2"]);
});

test("RO34 one by one all may go but the first and the newest, and nobody is forgotten", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(10_000), { minLength: 2, maxLength: 30 }), (minutes) => {
      const ages = minutes.toSorted((a, b) => b - a);
      let versions = ages.map((age, index) =>
        version(index + 1, age * minute, `p${index % 4}`, index % 5 === 4 ? "merge" : "edit"),
      );
      const people = new Set(versions.flatMap((each) => each.people));
      const ends = [versions[0]!.version, versions.at(-1)!.version];
      while (versions.length > 2) {
        const fewer = thinByOne(versions, now);
        expect(fewer).toHaveLength(versions.length - 1);
        versions = fewer;
      }
      expect(versions.map((each) => each.version)).toEqual(ends);
      expect(new Set(versions.flatMap((each) => each.people))).toEqual(people);
    }),
    { seed: 8, numRuns: 100 },
  );
});
