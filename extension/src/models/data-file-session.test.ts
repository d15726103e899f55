import {
  createMending,
  mendStep,
  readBytes,
  writeCsv,
  type Fix,
  type SourceTable,
} from "@data-surgery/opendata/browser";
import { describe, expect, test } from "vitest";
import { answerQuestion, DistantDataFile, type Answer, type Question } from "./data-file-questions.js";
import { DataFileSession } from "./data-file-session.js";
import type { DataFileTool, DataFileView } from "./data-file-view.js";
import { PlainError } from "./plain-error.js";

/** Invented for this test. */
const messy = [
  "Tool library loans (invented)",
  "Printed 3 May 2024",
  "",
  "Member,Ward,Lent,Deposit",
  " Ada , Docks ,03/04/2024,£10.00",
  "Ben,docks,13/04/2024,£5.50",
  'Cy,Elm Park,15/04/2024,"£1,200.00"',
  "Dee,Elm Park,16/04/2024,n/a",
  "Total,,,£1215.50",
].join("\r\n");
const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** A session behind a line, as the page has it: everything is copied on its way. */
function distant(session: DataFileTool): DistantDataFile {
  let listener: (answer: Answer) => void = () => undefined;
  return new DistantDataFile({
    post: (question: Question, handedOver) => {
      const sent = structuredClone(question, { transfer: [...handedOver] });
      void answerQuestion(session, sent).then((answer) => listener(structuredClone(answer)));
    },
    onAnswer: (given) => (listener = given),
    onEnd: () => undefined,
    close: () => undefined,
  });
}

const offered = (view: DataFileView, code: string): NonNullable<DataFileView["faults"][number]["fix"]["fix"]> => {
  const fix = view.faults.find((fault) => fault.code === code)?.fix.fix;
  if (fix === undefined || fix === null) throw new Error(`No fix is offered for ${code}.`);
  return fix;
};

describe.each([
  ["in the same place", () => new DataFileSession()],
  ["behind a line", () => distant(new DataFileSession())],
] as const)("a data file %s", (_where, openTool) => {
  test("is read and told about, with what was left out and the first rows as they are read", async () => {
    const view = await openTool().open(bytesOf(messy), "loans.csv");
    expect(view).toMatchObject({ name: "loans.csv", headerRow: 4, rows: 4, leftOutCount: 3, wish: {} });
    expect(view.leftOut.map(({ row, reason }) => [row, reason])).toEqual([
      [1, "preamble"],
      [2, "preamble"],
      [9, "total"],
    ]);
    expect(view.columns.map(({ name, type }) => [name, type])).toEqual([
      ["Member", "text"],
      ["Ward", "text"],
      ["Lent", "date"],
      ["Deposit", "currency"],
    ]);
    expect(view.head.at(3)).toEqual({ row: 8, cells: ["Dee", "Elm Park", "2024-04-16", null] });
    expect(view.choices.some(({ about }) => about === "type")).toBe(false);
  });

  test("is mended step by step, each step can be taken back and done again, and the code does the same in a notebook", async () => {
    const tool = openTool();
    const view = await tool.open(bytesOf(messy), "loans.csv");
    const trim = offered(view, "padded-cells");
    expect(await tool.preview(trim)).toMatchObject({
      cells: 2,
      changes: [{ row: 5, column: "Member", before: " Ada ", after: "Ada" }, {}],
    });
    const trimmed = await tool.apply(trim);
    expect(trimmed.done.map(({ fix }) => fix)).toEqual([trim]);
    const mended = await tool.apply(offered(trimmed, "inconsistent-category"));
    expect(mended.faults.map(({ code }) => code)).not.toContain("inconsistent-category");
    const back = await tool.undo(0);
    expect(back.done).toHaveLength(1);
    expect(back.undone.map(({ fix }) => fix)).toEqual([trim]);
    const again = await tool.redo(0);
    expect(again.undone).toEqual([]);
    expect(again.done).toHaveLength(2);

    const code = await tool.code({ path: "loans.csv" });
    expect(code).toMatch(/^import \{ mend, read \} from "@data-surgery\/opendata";/);
    expect(code).toMatch(/\n\nloans$/);
    // oxlint-disable-next-line typescript/no-implied-eval -- the code is what is tested
    const run = new Function(
      "read",
      "mend",
      `return (async () => {${code.replace(/^import.*$/m, "").replace(/\n\nloans$/, "\nreturn loans;")}})()`,
    ) as (
      read: (path: string, options?: object) => Promise<SourceTable>,
      mend: (table: SourceTable, fix: Fix) => SourceTable,
    ) => Promise<SourceTable>;
    const table = await run(
      (name, options) => readBytes(bytesOf(messy), { name }, options),
      (given, fix) => mendStep(createMending(given), fix).table,
    );
    expect(writeCsv(table)).toBe(await tool.csv());
    const { cells } = await tool.notebook({ path: "loans.csv" });
    expect(cells.map(({ source }) => source).join("\n")).toContain("mend(loans,");
  });

  test("is read again as a person wishes, and a step that no longer fits is laid aside and not lost", async () => {
    const tool = openTool();
    const view = await tool.open(bytesOf(messy), "loans.csv");
    await tool.apply(offered(view, "padded-cells"));
    const reread = await tool.reread({ headerRow: 0 });
    expect(reread).toMatchObject({
      headerRow: null,
      wish: { headerRow: 0 },
      kept: { wish: { headerRow: 0 } },
      done: [],
    });
    expect(reread.undone).toHaveLength(1);
    expect(await tool.code({ path: "loans.csv" })).toContain('read("loans.csv", { headerRow: 0 })');
    const restored = await tool.reread({});
    expect(restored.headerRow).toBe(4);
    expect(restored.kept).toEqual({ wish: {}, headings: ["Member", "Ward", "Lent", "Deposit"], sheets: [] });
    expect((await tool.redo(0)).done).toHaveLength(1);
  });

  test("that is no table is refused in the toolkit's words", async () => {
    const refused = openTool().open(bytesOf("%PDF-1.7"), "report.pdf");
    await expect(refused).rejects.toThrow(PlainError);
    await expect(refused).rejects.toThrow(/is a PDF/);
  });
});

test("a bug comes to the page as a bug with its stack, and not as words for people", async () => {
  const tool = distant(new DataFileSession());
  await expect(tool.csv()).rejects.toThrow(/No data file is open[\s\S]*data-file-session/);
  await expect(tool.csv()).rejects.not.toThrow(PlainError);
});

test("an answer that is being worked out when the line ends is refused in words", async () => {
  const tool = new DistantDataFile({
    post: () => undefined,
    onAnswer: () => undefined,
    onEnd: () => undefined,
    close: () => undefined,
  });
  const waiting = tool.csv();
  tool[Symbol.dispose]();
  await expect(waiting).rejects.toThrow("Reading was stopped.");
  await expect(tool.csv()).rejects.toThrow("Reading was stopped.");
});
