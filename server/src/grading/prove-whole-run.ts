/**
 * Runs the whole lesson with its solutions, from top to bottom, twice: cells below the last exercise run in no check, the runner
 * has no network, and what is different the second time can't be checked fairly.
 */
import type { Lesson, LessonFault, LessonCell, PlannedCell } from "@data-surgery/grading";
import { isDeepStrictEqual } from "node:util";
import type { CheckBench } from "./check-bench.js";
import { CheckSession, type StoppedCell } from "./check-session.js";
import { errorWords } from "./error-words.js";
import type { ReadyLesson } from "./lesson-catalogue.js";
import { checkTimeLimit } from "./run-check.js";

export async function proveWholeRun({ lesson, files }: ReadyLesson, bench: CheckBench): Promise<LessonFault[]> {
  const cells = lesson.cells.flatMap((cell) => plannedCell(cell, lesson));
  if (cells.length === 0) return [];
  const names = namesIn(cells);
  const { milliseconds, memoryMb } = limitsOf(lesson);
  const runOnce = async (): Promise<{ stopped?: StoppedCell; values: Map<string, unknown> }> => {
    const signal = AbortSignal.timeout(milliseconds);
    await using session = new CheckSession({ pool: bench.runners, cells, files, signal, memoryMb });
    const stopped = await session.start();
    const values = new Map<string, unknown>();
    if (stopped !== undefined) return { stopped, values };
    for (const name of names) {
      const outcome = await session.answer({ type: "answer", expression: name, original: true });
      // Functions and large tables are no plain values: nothing is said of them.
      if (outcome.type === "value") values.set(name, outcome.value);
    }
    return { values };
  };
  const first = await runOnce();
  if (first.stopped !== undefined) return [stopFault(first.stopped)];
  const second = await runOnce();
  if (second.stopped !== undefined) return [stopFault(second.stopped)];
  const tests = lesson.cells.filter(({ ours }) => ours?.role === "test").map(({ cell }) => cell.source);
  return [...first.values].flatMap(([name, value]) =>
    isDeepStrictEqual(value, second.values.get(name)) ? [] : [changingFault(name, cells, tests)],
  );
}

/** Of the exercise that is allowed most, and twice the time: here all of them run. */
function limitsOf({ exercises }: Lesson): { milliseconds: number; memoryMb: number | undefined } {
  const limits = exercises.flatMap((exercise) => (exercise.type === "code" ? [exercise.limits] : []));
  const seconds = limits.map((limit) => limit?.seconds ?? checkTimeLimit / 1000);
  const memory = limits.flatMap((limit) => limit?.memoryMb ?? []);
  return {
    milliseconds: 2000 * Math.max(checkTimeLimit / 1000, ...seconds),
    memoryMb: memory.length === 0 ? undefined : Math.max(...memory),
  };
}

function plannedCell({ cell, ours }: LessonCell, lesson: Lesson): PlannedCell[] {
  if (cell.cell_type !== "code" || ours?.role === "test") return [];
  const exercise = lesson.exercises.find(({ cellId }) => cellId === cell.id);
  const source = exercise?.solution ?? cell.source;
  return source.trim() === "" ? [] : [{ id: cell.id, source, mayFail: false, restored: false }];
}

/** Names that cells make at their beginning of a line. */
function namesIn(cells: readonly PlannedCell[]): string[] {
  const found = cells.flatMap(({ source }) => [
    ...source.matchAll(/^(?:export )?(?:let|const|var)\s+([\p{L}_$][\w$]*)/gmu),
  ]);
  return [...new Set(found.map((match) => match[1] ?? ""))];
}

const aboutNetwork = /fetch failed|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ENETUNREACH|getaddrinfo|network/i;

function stopFault({ cell, name, message, line }: StoppedCell): LessonFault {
  const where = line === undefined ? "" : ` at line ${line}`;
  const words = `${errorWords(name, message)} (${name}: ${message})`;
  if (aboutNetwork.test(message)) {
    return {
      code: "lesson.needs-network",
      level: "error",
      cell: cell.id,
      message: `This cell stops${where} without a network: ${words}`,
      remedy: "Put the data into the lesson's data folder and read it from there.",
    };
  }
  return {
    code: "proof.cell-stops",
    level: "error",
    cell: cell.id,
    message: `With all solutions in place this cell stops${where}: ${words}`,
    remedy: "Mend it, or move it below the cell that it needs.",
  };
}

function changingFault(name: string, cells: readonly PlannedCell[], tests: readonly string[]): LessonFault {
  const maker = cells.findLast(({ source }) =>
    new RegExp(`^(?:let|const|var)\\s+${escaped(name)}\\b`, "m").test(source),
  );
  const isAsked = tests.some((source) => new RegExp(`\\b${escaped(name)}\\b`).test(source));
  return {
    code: "proof.not-deterministic",
    level: isAsked ? "error" : "advice",
    ...(maker === undefined ? {} : { cell: maker.id }),
    message: `“${name}” is different each time the lesson runs.`,
    remedy: "Use no chance and no clock (Math.random, Date.now, new Date()), or give them a fixed start.",
  };
}

const escaped = (name: string): string => name.replaceAll("$", "\\$");
