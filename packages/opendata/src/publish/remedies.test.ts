import { describe, expect, test } from "vitest";
import { groupSizes } from "./group-sizes.js";
import { applyRemedy, previewRemedy, remedyOffer, remedyWords, type Remedy } from "./remedies.js";
import { privacyFindings } from "./singling-out.js";
import { tableOfText } from "./test-set.js";
import type { PublishedTable } from "./published-table.js";

const cellsOf = (table: PublishedTable, name: string): string[] => {
  const column = table.columns.find((one) => one.name === name);
  return column === undefined ? [] : Array.from(column.codes, (code) => column.texts[code] ?? "");
};

/** Invented people. */
const people = `age,sex,postcode,benefit_start,answer\n${Array.from(
  { length: 60 },
  (_, at) =>
    `${20 + ((at * 7) % 50)},${at % 2 === 0 ? "F" : "M"},AB1${at % 3} ${at % 10}CD,2024-0${1 + (at % 9)}-1${at % 10},${at % 4}`,
).join("\n")}`;

describe("remedies", () => {
  test.each<[Remedy, string, readonly string[]]>([
    [{ type: "group", column: "age", by: "band", width: 10 }, "age", ["20 to 29", "20 to 29", "30 to 39"]],
    [{ type: "group", column: "postcode", by: "district" }, "postcode", ["AB10", "AB11", "AB12"]],
    [{ type: "group", column: "benefit_start", by: "year" }, "benefit_start", ["2024", "2024", "2024"]],
    [{ type: "group", column: "benefit_start", by: "month" }, "benefit_start", ["2024-01", "2024-02", "2024-03"]],
    [{ type: "round", columns: ["age"], to: 5 }, "age", ["20", "25", "35"]],
    [{ type: "suppress", columns: ["answer"], below: 3 }, "answer", ["0", "", "", "3"]],
  ])("%j", async (remedy, name, cells) => {
    const table = await tableOfText(people);
    expect(cellsOf(applyRemedy(table, remedy), name).slice(0, cells.length)).toEqual(cells);
  });

  test("a preview says how many rows and values would change, with examples, and changes nothing", async () => {
    const table = await tableOfText(people);
    const before = cellsOf(table, "answer");
    expect(previewRemedy(table, { type: "suppress", columns: ["answer"], below: 5 })).toEqual({
      words: "Emptied counts from 1 to 4 in “answer”. 45 values in 45 rows change.",
      offer: "Empty counts from 1 to 4 in “answer”. 45 values in 45 rows change.",
      rows: 45,
      values: 45,
      examples: [
        { column: "answer", from: "1", to: "" },
        { column: "answer", from: "2", to: "" },
        { column: "answer", from: "3", to: "" },
      ],
    });
    expect(cellsOf(table, "answer")).toEqual(before);
  });

  test("PB54 where somebody is named here and there, those cells can be emptied alone; next month's too; and the record names nobody", async () => {
    const notes = (names: readonly string[]): string =>
      `place,note\n${Array.from({ length: 20 }, (_, at) => `Place ${at},${names[at] ?? (at % 2 === 0 ? "open on Mondays" : "ask at the desk")}`).join("\n")}`;
    const table = await tableOfText(notes(["Mrs Quillfeather", "quill.ax@invented.example", "07700 900123"]));
    const [found] = privacyFindings(table, { decisions: [] });
    expect(found?.remedies).toEqual([
      { type: "drop", columns: ["note"] },
      { type: "blank-people", columns: ["note"] },
    ]);
    const remedy: Remedy = { type: "blank-people", columns: ["note"] };
    expect(previewRemedy(table, remedy)).toMatchObject({
      offer: "Empty only the cells of “note” in which somebody is named. 3 values in 3 rows change.",
      examples: [
        { column: "note", from: "Mrs Quillfeather", to: "" },
        { column: "note", from: "quill.ax@invented.example", to: "" },
        { column: "note", from: "07700 900123", to: "" },
      ],
    });
    const after = applyRemedy(table, remedy);
    expect(cellsOf(after, "note").slice(0, 5)).toEqual(["", "", "", "ask at the desk", "open on Mondays"]);
    expect(privacyFindings(after, { decisions: [] })).toEqual([]);
    const next = applyRemedy(await tableOfText(notes(["", "", "", "Mr Somebody Else"])), remedy);
    expect(cellsOf(next, "note")[3]).toBe("");
    expect(JSON.stringify(remedy)).not.toMatch(/quill/i);
  });

  test("PB54 a preview of several columns shows some of each", async () => {
    const table = await tableOfText(people);
    const { examples } = previewRemedy(table, { type: "drop", columns: ["age", "sex", "postcode"] });
    expect([...new Set(examples.map(({ column }) => column))]).toEqual(["age", "sex", "postcode"]);
  });

  test("a column that is not there is told with those that are", async () => {
    const table = await tableOfText(people);
    expect(() => applyRemedy(table, { type: "drop", columns: ["aeg"] })).toThrow(
      /no column called “aeg”.*The columns are: age, sex/,
    );
    expect(remedyWords({ type: "drop", columns: ["age"] })).toBe("Left out “age”.");
    expect(remedyOffer({ type: "drop", columns: ["age"] })).toBe("Leave out “age”.");
  });

  test("people who are almost alone in what others know of them block; emptied where they are rare, nobody is", async () => {
    const table = await tableOfText(people);
    const [found, ...others] = privacyFindings(table, { rowIs: "person", decisions: [] });
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: "singling-out",
      level: "blocks",
      columns: ["age", "sex", "postcode", "benefit_start"],
    });
    let safe = table;
    for (const remedy of found?.remedies ?? []) if (remedy.type !== "drop") safe = applyRemedy(safe, remedy);
    expect(privacyFindings(safe, { rowIs: "person", decisions: [] })).toEqual([]);
    expect(Math.min(...groupSizes(safe, found?.columns ?? []))).toBeGreaterThanOrEqual(5);
  });

  test("counts of people from 1 to 4 block, those of parcels don't, and a reason that is published may let them stand", async () => {
    const table = await tableOfText(
      `ward,people,parcels\n${Array.from({ length: 12 }, (_, at) => `W${at},${at},${at}`).join("\n")}`,
    );
    const [found] = privacyFindings(table, { decisions: [] });
    expect(found).toMatchObject({
      code: "small-numbers",
      columns: ["people"],
      what: "4 counts in “people” are between 1 and 4.",
      remedies: [{ type: "suppress" }, { type: "round" }],
    });
    const decisions = [
      { code: "small-numbers", columns: ["people"], reason: "They are councillors, who are public." },
    ] as const;
    expect(privacyFindings(table, { decisions })).toEqual([]);
    expect(privacyFindings(table, { rowIs: "place", decisions: [] })).toEqual([]);
  });

  test("a list of places or grants is not taken for people", async () => {
    const grants = await tableOfText(
      `grant,ward,amount\n${Array.from({ length: 20 }, (_, at) => `G${at},Ward ${at},${at * 100}`).join("\n")}`,
    );
    expect(privacyFindings(grants, { decisions: [] })).toEqual([]);
  });
});
