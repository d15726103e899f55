/**
 * Many files graded, several at once, each result told as soon as it is there. Results can be kept in a file, one JSON line each:
 * a batch that was killed goes on after the last whole line.
 */
import { open, readFile, truncate, type FileHandle } from "node:fs/promises";
import type { CheckBench } from "./check-bench.js";
import { gradeSubmission, readSubmission, type SubmissionGrade } from "./grade-submission.js";
import type { ReadyLesson } from "./lesson-catalogue.js";

export interface BatchOptions {
  readonly ready: ReadyLesson;
  readonly bench: CheckBench;
  readonly files: readonly string[];
  readonly seed: number;
  /** How many at once. */
  readonly jobs: number;
  /** Results of earlier: a file that has not changed since is not graded again. */
  readonly known?: readonly SubmissionGrade[];
  /** No more files are begun once it is aborted. */
  readonly signal?: AbortSignal;
}

export interface BatchStep {
  readonly result: SubmissionGrade;
  /** It was among the known ones. */
  readonly isKnown: boolean;
}

/** In the order in which they are ready. */
export async function* gradeBatch(options: BatchOptions): AsyncGenerator<BatchStep> {
  const { files, jobs, signal } = options;
  const known = new Map(options.known?.map((result) => [result.file, result]));
  const waiting = [...files];
  const running = new Set<Promise<void>>();
  const done: BatchStep[] = [];
  const begin = (file: string): void => {
    const task = gradeOne(file, known.get(file), options).then((step) => {
      running.delete(task);
      done.push(step);
    });
    running.add(task);
  };
  for (;;) {
    if (signal?.aborted === true) waiting.length = 0;
    for (const file of waiting.splice(0, jobs - running.size)) begin(file);
    if (running.size === 0) return;
    await Promise.race(running);
    yield* done.splice(0);
  }
}

async function gradeOne(
  file: string,
  known: SubmissionGrade | undefined,
  { ready, bench, seed }: BatchOptions,
): Promise<BatchStep> {
  const submission = await readSubmission(file);
  const isSame =
    known !== undefined &&
    known.sha256 === submission.sha256 &&
    known.sha256 !== "" &&
    known.lessonHash === ready.lesson.hash &&
    !(known.type === "refused" && known.code === "could-not-grade");
  if (isSame) return { result: known, isKnown: true };
  return { result: await gradeSubmission(ready, submission, bench, seed), isKnown: false };
}

export interface ResultFile extends AsyncDisposable {
  /** What earlier runs wrote, the last line of each file. */
  readonly known: readonly SubmissionGrade[];
  add(result: SubmissionGrade): Promise<void>;
}

/** The file named for results can't be used. */
export class ResultFileError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ResultFileError";
  }
}

/**
 * Opens or makes it. A last line that a killed run left unfinished is cut off.
 * @throws ResultFileError when it holds something else, or can't be written
 */
export async function openResultFile(path: string): Promise<ResultFile> {
  const handle = await open(path, "a+").catch((cause: unknown) => {
    const message = `${path} can't be written. Name a file in a folder that is there and that you may write to.`;
    throw new ResultFileError(message, { cause });
  });
  try {
    const known = await readResults(path);
    return {
      known,
      add: (result) => handle.appendFile(`${JSON.stringify(result)}\n`),
      [Symbol.asyncDispose]: () => closeSynced(handle),
    };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

async function readResults(path: string): Promise<SubmissionGrade[]> {
  const bytes = await readFile(path);
  const whole = bytes.lastIndexOf(0x0a) + 1;
  const results = new Map<string, SubmissionGrade>();
  for (const line of bytes.subarray(0, whole).toString("utf8").split("\n")) {
    if (line.trim() === "") continue;
    const result = parseResult(line);
    if (result === undefined) {
      throw new ResultFileError(`${path} holds something else than results of grading. Name another file with --out.`);
    }
    results.set(result.file, result);
  }
  if (whole < bytes.length) await truncate(path, whole);
  return [...results.values()];
}

function parseResult(line: string): SubmissionGrade | undefined {
  try {
    const value: unknown = JSON.parse(line);
    const isResult = typeof value === "object" && value !== null && "file" in value && "lessonHash" in value;
    // Written by this file, from the same type.
    return isResult ? (value as SubmissionGrade) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

async function closeSynced(handle: FileHandle): Promise<void> {
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
