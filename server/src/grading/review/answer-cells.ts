/**
 * What somebody handed in, taken out of their notebook at that moment: the text or code, and for code what stood below it, so
 * that a chart can be seen as its author saw it. Notebooks change afterwards; this does not.
 */
import { lessonKey } from "@data-surgery/contract";
import type { CheckPlan, ReviewedExercise } from "@data-surgery/grading";
import type { Cell, Notebook, Output } from "@data-surgery/jupyter";

export interface AnswerCell {
  readonly type: "code" | "markdown";
  readonly source: string;
  /** What a program put below the cell. Nobody vouches for it: it is only shown closed off. */
  readonly outputs: readonly Output[];
}

/** Characters of output that are kept for one answer; larger ones are left out, and the source stays. */
const mostOutput = 1_000_000;
/** Characters of one cell's source. */
const mostSource = 200_000;
/** Cells of an answer that stands below its task. */
const mostCells = 40;

export function answerCells(exercise: ReviewedExercise, plan: CheckPlan, notebook: Notebook): AnswerCell[] {
  if (plan.type !== "run") return [];
  const at = notebook.cells.findIndex(({ id }) => id === plan.cellId);
  const cell = notebook.cells[at];
  if (cell === undefined) return [];
  const cells = exercise.answer === "cell" ? [cell] : cellsBelow(notebook, at);
  let room = mostOutput;
  return cells.slice(0, mostCells).map((one) => {
    const outputs = (one.cell_type === "code" ? one.outputs : []).filter((output) => {
      room -= JSON.stringify(output).length;
      return room >= 0;
    });
    const type = one.cell_type === "code" ? "code" : "markdown";
    return { type, source: one.source.slice(0, mostSource), outputs };
  });
}

/** The learner's own cells, up to the next one of the lesson. */
function cellsBelow({ cells }: Notebook, at: number): Cell[] {
  const below = cells.slice(at + 1);
  const end = below.findIndex(({ metadata }) => metadata[lessonKey] !== undefined);
  return end === -1 ? below : below.slice(0, end);
}
