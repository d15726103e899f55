import type { ReviewedExercise } from "@data-surgery/grading";
import type { Cell, Notebook, Output } from "@data-surgery/jupyter";
import { expect, test } from "vitest";
import { answerCells } from "./answer-cells.js";

const shown = (size: number): Output => ({
  output_type: "display_data",
  data: { "text/plain": "x".repeat(size) },
  metadata: {},
});
const code = (id: string, source: string, outputs: readonly Output[] = []): Cell => ({
  cell_type: "code",
  id,
  source,
  metadata: {},
  outputs,
  execution_count: null,
});
const prose = (id: string, source: string, ours?: object): Cell => ({
  cell_type: "markdown",
  id,
  source,
  metadata: ours === undefined ? {} : { data_surgery: ours },
});
const notebook = (cells: readonly Cell[]): Notebook => ({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
const plan = { type: "run", cells: [], cellId: "it", repairs: [] } as const;
/** Only what decides where an answer stands. */
const asked = (answer: "cell" | "below"): ReviewedExercise => ({ answer }) as ReviewedExercise;

test("the answer is the cell that was handed in, with what stood under it", () => {
  const cells = [prose("a", "before"), code("it", "show(1);", [shown(3)]), code("b", "after")];
  expect(answerCells(asked("cell"), plan, notebook(cells))).toEqual([
    { type: "code", source: "show(1);", outputs: [shown(3)] },
  ]);
  expect(answerCells(asked("cell"), plan, notebook([prose("it", "Six.")]))).toEqual([
    { type: "markdown", source: "Six.", outputs: [] },
  ]);
});

test("the answer to a task is what its learner put below it, up to the lesson's next cell", () => {
  const task = prose("it", "Do this.", { role: "task" });
  const own = [prose("own-1", "First."), code("own-2", "let a = 1;", [shown(1)])];
  const next = prose("next", "Read on.", { role: "reading" });
  const after = answerCells(asked("below"), plan, notebook([task, ...own, next, prose("own-3", "Later.")]));
  expect(after.map(({ source }) => source)).toEqual(["First.", "let a = 1;"]);
  expect(answerCells(asked("below"), plan, notebook([task, ...own])).map(({ type }) => type)).toEqual([
    "markdown",
    "code",
  ]);
  expect(answerCells(asked("below"), plan, notebook([task, next]))).toEqual([]);
});

test("what is too large is left out and the source stays; nothing attempted is nothing handed in", () => {
  const [cell] = answerCells(asked("cell"), plan, notebook([code("it", "huge();", [shown(10), shown(2_000_000)])]));
  expect(cell).toEqual({ type: "code", source: "huge();", outputs: [shown(10)] });
  expect(answerCells(asked("cell"), { type: "cell-missing" }, notebook([]))).toEqual([]);
  expect(answerCells(asked("cell"), plan, notebook([]))).toEqual([]);
});
