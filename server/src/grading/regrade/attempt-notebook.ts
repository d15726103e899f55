/** The cells that ran for an attempt, as a notebook again, so that it is planned and judged exactly as a check is. */
import type { CheckPlan } from "@data-surgery/grading";
import type { Cell, Notebook } from "@data-surgery/jupyter";
import type { ReadyLesson } from "../lesson-catalogue.js";

/** @param cellId the exercise's cell in the lesson */
export function attemptNotebook(
  ready: ReadyLesson,
  plan: Extract<CheckPlan, { type: "run" }>,
  cellId: string,
): Notebook {
  const { released } = ready;
  const metadataOf = (id: string): Cell["metadata"] => released.cells.find((cell) => cell.id === id)?.metadata ?? {};
  const cells = plan.cells.map((planned): Cell => {
    // In the learner's notebook the exercise may have had another id; its place in the plan says which it is.
    const own = planned.id === plan.cellId ? cellId : planned.id;
    return {
      cell_type: "code",
      id: own,
      source: planned.source,
      metadata: metadataOf(own),
      outputs: [],
      execution_count: null,
    };
  });
  return { ...released, cells };
}
