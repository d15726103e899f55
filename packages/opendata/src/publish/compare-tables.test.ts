import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareTables } from "./compare-tables.js";
import { differenceWords } from "./difference-words.js";
import { columnOf, type PublishedTable } from "./published-table.js";
import { tableOfText } from "./test-set.js";

const lines = (many: number, line: (at: number) => string): string =>
  Array.from({ length: many }, (_, at) => line(at)).join("\n");

describe("two versions of a table", () => {
  test("that are the same, are told to be", async () => {
    const text = `id,n\n${lines(20, (at) => `K${at},${at}`)}`;
    const difference = compareTables(await tableOfText(text), await tableOfText(text));
    expect(difference.same).toBe(true);
    expect(differenceWords(difference)).toEqual(["Nothing is different: 20 rows, the same in both."]);
  });

  test("rows are found again by their key, in any order: new, gone and changed, with the cells", async () => {
    const before = await tableOfText(`id,ward,n\n${lines(20, (at) => `K${at},W${at % 2},${at}`)}`);
    const after = await tableOfText(
      `id,ward,n\n${lines(20, (at) => `K${21 - at},W${(21 - at) % 2},${21 - at === 7 ? 99 : 21 - at}`)}`,
    );
    const difference = compareTables(before, after);
    expect(difference).toMatchObject({
      key: ["id"],
      keyFrom: "found",
      rows: { added: 2, removed: 2, changed: 1 },
      examples: [{ key: ["K7"], column: "n", from: "7", to: "99" }],
    });
    expect(differenceWords(difference)[0]).toBe("Rows: 2 new, 2 gone, 1 changed (rows found again by “id”).");
  });

  test("columns that came, went, were renamed, or changed their kind are named", async () => {
    const before = await tableOfText(
      `id,Ward Name,old,amount,word\n${lines(20, (at) => `K${at},W${at % 5},x,${at},${at}`)}`,
    );
    const after = await tableOfText(
      `id,ward_name,fresh,amount,word\n${lines(20, (at) => `K${at},W${at % 5},y${at % 3},${at},w${at}`)}`,
    );
    const difference = compareTables(before, after);
    expect(difference.columns).toEqual({
      added: ["fresh"],
      removed: ["old"],
      renamed: [{ from: "Ward Name", to: "ward_name" }],
      retyped: [{ name: "word", from: "integer", to: "string" }],
    });
    expect(differenceWords(difference)).toContain("“word” held whole numbers and now holds text.");
  });

  test("new words in a list of codes are told", async () => {
    const before = await tableOfText(`id,kind\n${lines(30, (at) => `K${at},${"ABC"[at % 3]}`)}`);
    const after = await tableOfText(`id,kind\n${lines(30, (at) => `K${at},${"ABD"[at % 3]}`)}`);
    expect(differenceWords(compareTables(before, after))).toContain(
      "The words in “kind” changed: new are “D”; gone are “C”.",
    );
  });

  test("jumps that look like another unit or half a file, missing cells and missing months deserve a look", async () => {
    const month = (at: number): string => `${2024 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}-01`;
    const before = await tableOfText(`day,pounds,note\n${lines(24, (at) => `${month(at)},${100 + at},n${at}`)}`);
    const after = await tableOfText(
      `day,pounds,note\n${lines(30, (at) => (at === 26 ? "" : `${month(at)},${(100 + at) * 100},${at % 2 === 0 ? "" : `n${at}`}`)).replaceAll("\n\n", "\n")}`,
    );
    const words = differenceWords(compareTables(before, after));
    expect(words).toContain("Look again: the mean of “pounds” went from 112 to 11,400. Is it still the same unit?");
    expect(words).toContain("Look again: in “note” 48 % of the cells are missing, 0 % before.");
    expect(words).toContain("A month is missing in “day”: 2026-03.");
    const half = compareTables(
      before,
      await tableOfText(`day,pounds,note\n${lines(8, (at) => `${month(at)},${100 + at},n${at}`)}`),
    );
    expect(differenceWords(half).join(" ")).toContain("the number of rows fell to less than half");
  });

  test("one figure far above all before deserves a look, though it moves no mean; a little above is life", async () => {
    const before = `day,loans\n${lines(40, (at) => `2024-01-${10 + (at % 20)},${20 + (at % 20)}`)}`;
    const wordsWith = async (loans: number): Promise<string> =>
      differenceWords(
        compareTables(await tableOfText(before), await tableOfText(`${before}\n2024-02-01,${loans}`)),
      ).join(" ");
    expect(await wordsWith(410)).toContain("Look again: the highest “loans” is 410 now; before, it was 39.");
    expect(await wordsWith(60)).not.toContain("Look again");
  });

  test("a key that is given is used where it tells rows apart in both", async () => {
    const text = `a,b,n\n${lines(20, (at) => `A${at % 4},B${Math.floor(at / 4)},${at % 3}`)}`;
    const table = await tableOfText(text);
    expect(compareTables(table, table, { key: ["a", "b"] })).toMatchObject({ key: ["a", "b"], keyFrom: "given" });
    expect(compareTables(table, table, { key: ["a"] }).keyFrom).not.toBe("given");
  });

  test("for any two tables: new and gone rows add up, the same are the same, and turned round new is gone", () => {
    const cells = fc.array(fc.tuple(fc.integer({ min: 0, max: 12 }), fc.constantFrom("x", "y", "")), { maxLength: 14 });
    const tableOf = (rows: readonly (readonly [number, string])[]): PublishedTable => {
      const column = (name: string, texts: readonly string[]) =>
        columnOf(
          name,
          "text",
          Uint32Array.from(texts, (_, at) => at),
          texts,
        );
      return {
        name: "any",
        length: rows.length,
        columns: [
          column(
            "id",
            rows.map(([id]) => String(id)),
          ),
          column(
            "word",
            rows.map(([, word]) => word),
          ),
        ],
        disarmed: 0,
      };
    };
    fc.assert(
      fc.property(cells, cells, (one, other) => {
        const [before, after] = [tableOf(one), tableOf(other)];
        const there = compareTables(before, after);
        const back = compareTables(after, before);
        expect(before.length + there.rows.added - there.rows.removed).toBe(after.length);
        expect(compareTables(before, before).same).toBe(true);
        if (there.keyFrom === back.keyFrom)
          expect([back.rows.added, back.rows.removed]).toEqual([there.rows.removed, there.rows.added]);
      }),
      { seed: 20_261_129, numRuns: 300 },
    );
  });
});
