/** What a badge may show of somebody's work: from the attempts that grading keeps, and the notebook that rooms keep. */
import { AppError } from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";
import { lessonPath, type Grading } from "./grading/index.js";
import type { OwnWork } from "./progress/index.js";

export interface OwnWorkSources {
  readonly grading: Pick<Grading, "exportPerson">;
  readonly notebooks: { readNotebook(path: string): Promise<Notebook> };
}

export function ownWork({ grading, notebooks }: OwnWorkSources): OwnWork {
  return {
    answer: async ({ personId }, lesson, exercise) => {
      const attempts = await grading.exportPerson(personId);
      const done = attempts.findLast(
        (one) =>
          one.lesson === lesson &&
          one.exercise === exercise &&
          (one.result.type === "pass" || one.result.type === "handed-in"),
      );
      if (done?.plan.type !== "run") return undefined;
      const { cells, cellId } = done.plan;
      return cells.find(({ id }) => id === cellId)?.source;
    },
    notebook: async ({ home }, lesson) => {
      try {
        return notebookText(await notebooks.readNotebook(lessonPath(home, lesson)));
      } catch (error) {
        // Renamed or deleted by its owner, or it can't be read any more: then it is not shown.
        if (error instanceof AppError && error.code.startsWith("contents.")) return undefined;
        throw error;
      }
    },
  };
}

/** What a person reads in it: words as they are, code between fences; results stay behind. */
function notebookText({ cells }: Notebook): string {
  const parts = cells.map((cell) => {
    const { source } = cell;
    return cell.cell_type === "code" ? `\`\`\`ts\n${source}\n\`\`\`` : source;
  });
  return parts.join("\n\n");
}
