/** What seeds of the simulation found once, each as the smallest notebook that shows it (test/simulation/damaged-notebooks.test.ts). */
import type { Cell, Notebook } from "@data-surgery/jupyter";
import { expect, test } from "vitest";
import { planCheck } from "./plan-check.js";
import { repairNotebook } from "./repair-notebook.js";
import { learnerNotebook, ownCell, tinyLesson } from "./test-lesson.js";

const lesson = tinyLesson();
const total = "// Add all the numbers.\nlet total = 6;\nconsole.log(total);";
const rate = "function rate(part: number, whole: number): number {\n  return 50;\n}";
const base = learnerNotebook(lesson, { "ex-total": total, "ex-rate": rate });
const cell = (id: string): Cell => base.cells.find((one) => one.id === id)!;
const withCells = (cells: readonly Cell[]): Notebook => ({ ...base, cells });
const codes = (notebook: Notebook): string[] =>
  repairNotebook(lesson, notebook).repairs.map((one) => `${one.code} ${one.cell}`);
const ran = (notebook: Notebook, exercise: string): string[] => {
  const plan = planCheck(lesson, notebook, exercise);
  return plan.type === "run" ? plan.cells.map(({ source }) => source) : [plan.type];
};

test("DN7 an answer that swallowed tests, which are there a second time, runs without them", () => {
  const merged = { ...cell("ex-rate"), source: `${rate}\n\n${cell("test-rate").source}` };
  const notebook = withCells(base.cells.map((one) => (one.id === "ex-rate" ? merged : one)));
  expect(ran(notebook, "rate").at(-1)).toBe(rate);
});

test("DN7 two answers merged into one cell, with the tags of neither, are both found", () => {
  const merged = ownCell("both", `${total}\n\n${rate}`);
  const rest = base.cells.filter(({ id }) => id !== "ex-total" && id !== "ex-rate");
  const notebook = withCells([...rest, merged]);
  expect([ran(notebook, "total").at(-1), ran(notebook, "rate").at(-1)]).toEqual([total, rate]);
  expect(codes(notebook)).toEqual(expect.arrayContaining(["cell.merged ex-rate"]));
});

test("DN7 an answer merged with the example above it and copied runs once, with the lesson's own before it", () => {
  const merged = { ...cell("ex-total"), source: `${cell("example-read").source}\n\n${total}` };
  const [title, , , ...rest] = base.cells;
  const notebook = withCells([title!, merged, { ...merged, id: "copy" }, ...rest]);
  const sources = ran(notebook, "total");
  expect(sources.filter((source) => source.includes("let total"))).toEqual([total]);
  expect(sources).toContain(cell("example-read").source);
});

test("DN6 a copy beside an answer without its last line is no part of it", () => {
  const shorter = { ...cell("ex-total"), source: "// Add all the numbers.\nlet total = 7;" };
  const notebook = withCells(
    base.cells.flatMap((one) => (one.id === "ex-total" ? [shorter, { ...one, id: "copy" }] : [one])),
  );
  expect(ran(notebook, "total").at(-1)).toBe(shorter.source);
});

test("DN3 an untouched original gives way to the first copy with an answer, and says so", () => {
  const untouched = learnerNotebook(lesson).cells.find(({ id }) => id === "ex-total")!;
  const copies = ["one", "two"].map((id, at): Cell => ({
    ...cell("ex-total"),
    id,
    source: total.replace("6", `${at}`),
  }));
  const notebook = withCells(base.cells.flatMap((one) => (one.id === "ex-total" ? [untouched, ...copies] : [one])));
  expect(ran(notebook, "total").at(-1)).toBe(copies[0]!.source);
  const plan = planCheck(lesson, notebook, "total");
  expect(plan.type === "run" && plan.repairs).toEqual([
    "“Add them up” is there more than once; the original counts, or the first copy with an answer.",
  ]);
});

test("PL6 tags exchanged between two answers exchange nothing", () => {
  const tags = (from: string, to: string): Cell => ({ ...cell(to), id: from, metadata: cell(from).metadata });
  const swapped = new Map([
    ["ex-total", tags("ex-rate", "ex-total")],
    ["ex-rate", tags("ex-total", "ex-rate")],
  ]);
  const notebook = withCells(base.cells.map((one) => swapped.get(one.id) ?? one));
  expect([ran(notebook, "total").at(-1), ran(notebook, "rate").at(-1)]).toEqual([total, rate]);
});
