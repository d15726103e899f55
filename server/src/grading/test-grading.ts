/** The frozen lesson, with real runners, in the smallest house that can check it; for tests. */
import { AppError, type ExerciseProgress, type ProgressFact, type Visitor } from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";
import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSandbox, type IsolationLevel } from "../sandbox/index.js";
import { openCheckBench, type CheckBench } from "./check-bench.js";
import { readLesson, type ReadyLesson } from "./lesson-catalogue.js";
import type { OwnShelf } from "./own-files.js";
import { runCheck, type CheckRun } from "./run-check.js";

const root = join(import.meta.dirname, "..", "..", "..");

export const fixtures: string = join(root, "packages", "grading", "fixtures", "format-1");

export const ada: Visitor = {
  personId: "ada",
  name: "Ada",
  role: "learner",
  workshopId: "w1",
  home: "ada-k7m2",
  color: "#0f766e",
};

/** At the strongest level that this computer offers, or at this one, with the rights that files of a server have. */
export async function openTestBench(wanted: IsolationLevel | "auto" = "auto"): Promise<CheckBench> {
  const nodeModules = join(root, "node_modules");
  process.umask(0o077);
  const files = await mkdtemp(join(tmpdir(), "surgery-bench-"));
  await using opening = new AsyncDisposableStack();
  opening.defer(() => rm(files, { recursive: true }));
  const sandbox = opening.use(await openSandbox({ wanted, files, hidden: [], nodeModules, env: process.env }));
  const bench = openCheckBench({
    runner: join(root, "kernel", "dist", "node", "runner.js"),
    nodeModules,
    visible: [nodeModules, ...["kernel", "packages/contract", "packages/opendata"].map((path) => join(root, path))],
    sandbox,
    onError: (error) => {
      throw error;
    },
  });
  opening.use(bench);
  const opened = opening.move();
  return { ...bench, [Symbol.asyncDispose]: () => opened.disposeAsync() };
}

export async function tinyLesson(): Promise<ReadyLesson> {
  const read = await readLesson(fixtures, "tiny");
  if (read.type === "broken") throw new Error(JSON.stringify(read.faults));
  return read.ready;
}

/** The learner's copy with these sources in these cells. */
export function answered({ released }: ReadyLesson, sources: Readonly<Record<string, string>>): Notebook {
  return { ...released, cells: released.cells.map((cell) => ({ ...cell, source: sources[cell.id] ?? cell.source })) };
}

export function checkTiny(
  ready: ReadyLesson,
  bench: CheckBench,
  exerciseId: "total" | "rate",
  sources: Readonly<Record<string, string>>,
  timeLimit?: number,
): Promise<CheckRun> {
  const exercise = ready.lesson.exercises.find(({ id }) => id === exerciseId)!;
  const input = { lesson: ready.lesson, exercise, notebook: answered(ready, sources), files: ready.files };
  return runCheck(input, bench, timeLimit);
}

/** Nobody has files of their own. */
export const noOwnFiles: OwnShelf = {
  stat: (path) => Promise.reject(new AppError("contents.not-found", { path })),
  readFile: (path) => Promise.reject(new AppError("contents.not-found", { path })),
};

/** Progress that remembers what it was told, and nothing else. */
export function rememberingProgress(): {
  facts: ProgressFact[];
  record: (who: unknown, fact: ProgressFact, also?: (inside: never) => Promise<void>) => Promise<never>;
  exercise: (who: unknown, lesson: string, exercise: string) => Promise<ExerciseProgress>;
  mine: () => Promise<{ lessons: []; help: "fine" }>;
} {
  const facts: ProgressFact[] = [];
  return {
    facts,
    record: async (_who, fact, also) => {
      await also?.(undefined as never);
      facts.push(fact);
      return { id: randomUUID() } as never;
    },
    exercise: (_who, _lesson, exercise) =>
      Promise.resolve({
        exercise,
        state: "tried",
        tries: facts.filter(({ type }) => type === "check-recorded").length,
        hints: new Set(facts.flatMap((fact) => (fact.type === "hint-shown" ? [fact.number] : []))).size,
        solutionSeen: false,
      }),
    mine: () => Promise.resolve({ lessons: [], help: "fine" }),
  };
}
