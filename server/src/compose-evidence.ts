/** A notebook that somebody sent is run anew, apart from this computer as far as it can be: what the command line asks for. */
import type { ProjectPaths } from "./config.js";
import { openBench } from "./compose-lessons.js";
import { usualPreload } from "./grading/index.js";

export interface NotebookRun {
  /** The files that it needs, by their place below the folder that it runs in. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** Where among them it lies: "" or "folder/". */
  readonly folder: string;
  readonly cells: readonly { readonly id: string; readonly source: string }[];
  /** What is asked when all cells have run. */
  readonly expression: string;
}

export type NotebookRunResult =
  | { readonly type: "ran"; readonly value: unknown }
  | { readonly type: "failed"; readonly cell: string; readonly said: string };

const memoryMb = 768;
/** Until then it has found an answer or it never will. */
const patience = 10 * 60 * 1000;

export async function runNotebook(paths: ProjectPaths, run: NotebookRun): Promise<NotebookRunResult> {
  const signal = AbortSignal.timeout(patience);
  await using bench = await openBench(paths, { atOnce: 1, preload: usualPreload });
  await using runner = await bench.runners.take(run.files, memoryMb);
  const start = run.folder === "" ? [] : [{ id: "folder", source: `process.chdir(${JSON.stringify(run.folder)});` }];
  for (const cell of [...start, ...run.cells]) {
    const reply = await runner.process.ask({ type: "run", cells: [cell] }, signal);
    if (reply.type === "failed") return { type: "failed", cell: cell.id, said: `${reply.name}: ${reply.message}` };
  }
  const reply = await runner.process.ask({ type: "evaluate", expression: run.expression }, signal);
  if (reply.type === "value") return { type: "ran", value: reply.value };
  return { type: "failed", cell: "", said: reply.type === "error" ? reply.message : "It gave no answer." };
}
