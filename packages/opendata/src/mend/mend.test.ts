import { describe, expect, test } from "vitest";
import { profile } from "../profile/profile.js";
import { readBytes } from "../read/read-bytes.js";
import type { SourceTable } from "../read/source-table.js";
import { previewFix } from "./apply-fix.js";
import { fixCode } from "./fix-words.js";
import type { Fix } from "./fix.js";
import { createMending, mend, mendStep, undoStep } from "./mending.js";

const readText = (text: string): Promise<SourceTable> => readBytes(new TextEncoder().encode(text), { name: "x.csv" });
const cells = (table: SourceTable): (string | number | boolean | null)[][] =>
  table.columns.map(({ values }) => [...values]);

const messy = [
  "Spending",
  "Payee,Paid,Town,Score",
  " Acme ,5.0,Leeds,1",
  "ACME,6.0,Leeds,n/a",
  "Acme,7.0,Leeds,3",
  "Smithâ€™s,8.0,York,4",
  "Grand Total,26.0,,",
].join("\n");

describe("every step", () => {
  test.each<[Fix, string, unknown[]]>([
    [{ type: "trim-cells", columns: ["Payee"] }, "Payee", ["Acme", "ACME", "Acme", "Smithâ€™s"]],
    [{ type: "repair-text", columns: ["Payee"] }, "Payee", [" Acme ", "ACME", "Acme", "Smith’s"]],
    [
      { type: "replace-values", column: "Payee", changes: [{ from: "ACME", to: "Acme" }] },
      "Payee",
      [" Acme ", "Acme", "Acme", "Smithâ€™s"],
    ],
    [{ type: "blank-values", columns: ["Score"], words: ["n/a"] }, "Score", [1, null, 3, 4]],
    [{ type: "set-type", columns: ["Paid"], as: "text" }, "Paid", ["5.0", "6.0", "7.0", "8.0"]],
    [{ type: "leave-out-rows", rows: [4] }, "Town", ["Leeds", "Leeds", "York"]],
    [{ type: "put-back-rows", rows: [7] }, "Town", ["Leeds", "Leeds", "Leeds", "York", null]],
  ])("$type does what it says and leaves the old table alone", async (fix, column, expected) => {
    const table = await readText(messy);
    const before = structuredClone(cells(table));
    const after = mend(table, fix);
    expect(after.columns.find(({ name }) => name === column)?.values).toEqual(expected);
    expect(cells(table)).toEqual(before);
  });

  test("columns are renamed and left out, and types go with the name", async () => {
    const table = mend(
      await readText(messy),
      { type: "set-type", columns: ["Score"], as: "text" },
      { type: "rename-columns", names: [{ from: "Score", to: "Mark" }] },
      { type: "leave-out-columns", columns: ["Town"] },
    );
    expect(table.columns.map(({ name, type }) => `${name}:${type}`)).toEqual([
      "Payee:text",
      "Paid:integer",
      "Mark:text",
    ]);
  });

  test("two headings that are swapped are swapped back", async () => {
    const table = await readText("place,long,lat\nA,51.5,-0.1\nB,53.4,-2.2\nC,52.5,-1.9\n");
    const [fault] = profile(table).faults.filter(({ code }) => code === "swapped-columns");
    const mended = mend(table, fault?.fix.fix as Fix);
    expect(mended.columns.map(({ name, values }) => [name, values[0]])).toEqual([
      ["place", "A"],
      ["lat", 51.5],
      ["long", -0.1],
    ]);
    expect(profile(mended).faults).toEqual([]);
  });

  test("fused rows are cut and broken ones joined, and rows below keep their marks", async () => {
    const fused = await readText("A,B\nx,1\ny,2,z,3\nw,4\nGrand Total,10\n");
    const cut = mend(fused, profile(fused).faults.find(({ code }) => code === "fused-rows")?.fix.fix as Fix);
    expect(cells(cut)).toEqual([
      ["x", "y", "z", "w"],
      [1, 2, 3, 4],
    ]);
    expect(cut.leftOut).toMatchObject([{ row: 6, reason: "total" }]);
    const broken = await readText("Id,Address,Amount\n1,High St,3\n2,Low\nStreet,4\n3,Mid St,5\n");
    const joined = mend(broken, profile(broken).faults.find(({ code }) => code === "broken-rows")?.fix.fix as Fix);
    expect(joined.columns[1]?.raw).toEqual(["High St", "Low\nStreet", "Mid St"]);
    expect(joined.columns[2]?.values).toEqual([3, 4, 5]);
  });

  test("a column that is not there is named, with the one that was meant", async () => {
    const table = await readText(messy);
    expect(() => mend(table, { type: "trim-cells", columns: ["Paye"] })).toThrow(/Did you mean "Payee"/);
  });
});

describe("every fix that a profile offers", () => {
  const file = [
    "Payee,Ref,When,Amount,Note",
    " Acme ,001,45296,£5.00,a  b",
    "ACME,002,45297,-,x\u00A0y",
    "Smithâ€™s,003,45298,#REF!,Redacted",
    "Best Ltd,004,45299,£8.00,?1,200.00".replace("?1,200.00", '"?1,200.00"'),
    "Best Limited,005,45300,£9.00,plain",
    "Best Ltd,006,45301,£10.00,plain",
    "",
  ].join("\n");

  test("can be previewed and applied, and then the fault is gone or no larger", async () => {
    const table = await readText(file.replaceAll("When", "Paid date"));
    const offered = profile(table).faults.filter(({ fix }) => fix.fix !== null && !fix.done);
    expect(offered.length).toBeGreaterThan(6);
    for (const fault of offered) {
      const fix = fault.fix.fix as Fix;
      const preview = previewFix(table, fix);
      const after = profile(mend(table, fix)).faults.find(
        ({ code, columns }) => code === fault.code && columns[0] === fault.columns[0],
      );
      expect({ code: fault.code, left: after?.count ?? 0 }).toEqual({ code: fault.code, left: 0 });
      expect({
        code: fault.code,
        changes:
          preview.cells + preview.columnsBefore.length - preview.columnsAfter.length > 0 ||
          preview.rowsBefore !== preview.rowsAfter,
      }).toEqual({ code: fault.code, changes: true });
    }
  });
});

describe("a list of what was done", () => {
  test("each step can be taken back, also one in the middle", async () => {
    const start = createMending(await readText(messy));
    const trim: Fix = { type: "trim-cells", columns: ["Payee"] };
    const drop: Fix = { type: "leave-out-rows", rows: [4] };
    const repair: Fix = { type: "repair-text", columns: ["Payee"] };
    const done = [trim, drop, repair].reduce(mendStep, start);
    expect(done.table.columns[0]?.values).toEqual(["Acme", "Acme", "Smith’s"]);
    expect(undoStep(done, 1).table.columns[0]?.values).toEqual(["Acme", "ACME", "Acme", "Smith’s"]);
    expect(cells(undoStep(undoStep(undoStep(done))).table)).toEqual(cells(start.table));
  });

  test("the same as code does the same", async () => {
    const fixes: Fix[] = [
      { type: "trim-cells", columns: ["Payee"] },
      { type: "replace-values", column: "Payee", changes: [{ from: "ACME", to: "Acme" }] },
    ];
    const code = fixCode(fixes);
    expect(code).toBe(
      [
        "// Took away the space at both ends of cells in “Payee”.",
        'table = mend(table, { type: "trim-cells", columns: ["Payee"] });',
        "// Replaced 1 spelling in “Payee”.",
        'table = mend(table, { type: "replace-values", column: "Payee", changes: [{ from: "ACME", to: "Acme" }] });',
      ].join("\n"),
    );
    const table = await readText(messy);
    // oxlint-disable-next-line typescript/no-implied-eval -- the code is what this package wrote, and running it is the proof
    const run = new Function("mend", "table", `${code}\nreturn table;`) as (
      apply: typeof mend,
      from: SourceTable,
    ) => SourceTable;
    expect(cells(run(mend, table))).toEqual(cells(mend(table, ...fixes)));
  });

  test("a preview shows the cells as they are and as they would be", async () => {
    expect(previewFix(await readText(messy), { type: "trim-cells", columns: ["Payee"] })).toMatchObject({
      cells: 1,
      changes: [{ row: 3, column: "Payee", before: " Acme ", after: "Acme" }],
    });
  });
});
