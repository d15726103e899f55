/** One file of a batch, whatever it holds: a grade, or a refusal that names what it is instead of a notebook of this lesson. */
import { lessonKey } from "@data-surgery/contract";
import { matchCells } from "@data-surgery/grading";
import { NotebookError, parseNotebook, type Notebook } from "@data-surgery/jupyter";
import { createHash } from "node:crypto";
import { open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { fileContents } from "../jupyter/index.js";
import type { CheckBench } from "./check-bench.js";
import { gradeNotebook, type NotebookGrade } from "./grade-notebook.js";
import type { ReadyLesson } from "./lesson-catalogue.js";

export type RefusalCode =
  | "unreadable"
  | "empty"
  | "too-large"
  | "not-json"
  | "not-a-notebook"
  | "other-lesson"
  /** Something of ours went wrong; worth another try. */
  | "could-not-grade";

interface About {
  readonly file: string;
  /** Of the file's bytes; empty where it could not be read. */
  readonly sha256: string;
  readonly lesson: string;
  readonly lessonHash: string;
  readonly seed: number;
}

export type SubmissionGrade = About &
  (
    | ({ readonly type: "graded" } & NotebookGrade)
    | { readonly type: "refused"; readonly code: RefusalCode; readonly message: string }
  );

/** With the outputs of its cells a notebook may be large; one that is larger than this is not somebody's answers. */
const largestNotebook = 20 * 1024 * 1024;

const reasons: ReadonlyMap<string, string> = new Map([
  ["ENOENT", "it is not there any more"],
  ["EISDIR", "it is a folder"],
  ["EACCES", "you may not read it"],
  ["EPERM", "you may not read it"],
]);

class Refusal extends Error {
  readonly code: RefusalCode;

  constructor(code: RefusalCode, message: string) {
    super(message);
    this.code = code;
  }
}

export interface Submission {
  /** As results name it. */
  readonly file: string;
  /** Undefined where it could not be read, or is too large to be. */
  readonly bytes: Buffer | undefined;
  readonly sha256: string;
  readonly refusal?: { readonly code: RefusalCode; readonly message: string };
}

/** Reads one file. Never throws: what can't be read is refused. */
export async function readSubmission(file: string): Promise<Submission> {
  try {
    await using handle = await open(file, "r");
    const { size } = await handle.stat();
    if (size > largestNotebook) {
      const message = `It has ${Math.round(size / 1024 / 1024)} MB; a notebook may have ${largestNotebook / 1024 / 1024}. Clear its outputs.`;
      return { file, bytes: undefined, sha256: "", refusal: { code: "too-large", message } };
    }
    const bytes = await handle.readFile();
    return { file, bytes, sha256: createHash("sha256").update(bytes).digest("hex") };
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? reasons.get(String(error.code)) : undefined;
    const message = `It could not be read${reason === undefined ? "" : `, because ${reason}`}.`;
    return { file, bytes: undefined, sha256: "", refusal: { code: "unreadable", message } };
  }
}

/** Never throws: one broken notebook must not end a batch. */
export async function gradeSubmission(
  ready: ReadyLesson,
  submission: Submission,
  bench: CheckBench,
  seed: number,
): Promise<SubmissionGrade> {
  const { file, sha256, bytes, refusal } = submission;
  const about: About = { file, sha256, lesson: ready.lesson.id, lessonHash: ready.lesson.hash, seed };
  if (refusal !== undefined || bytes === undefined) {
    return { ...about, type: "refused", code: "unreadable", message: "It could not be read.", ...refusal };
  }
  try {
    const notebook = readNotebook(bytes, ready);
    // What somebody handed in beside the notebook is their own data.
    const own = { folder: "", shelf: fileContents({ root: dirname(resolve(file)) }), may: () => true };
    return { ...about, type: "graded", ...(await gradeNotebook(ready, notebook, bench, seed, own)) };
  } catch (error) {
    const code = error instanceof Refusal ? error.code : "could-not-grade";
    return { ...about, type: "refused", code, message: error instanceof Error ? error.message : String(error) };
  }
}

function readNotebook(bytes: Buffer, ready: ReadyLesson): Notebook {
  const text = bytes.toString("utf8").replace(/^\uFEFF/, "");
  if (text.trim() === "") throw new Refusal("empty", "The file is empty.");
  let made = 0;
  let notebook: Notebook;
  try {
    notebook = parseNotebook(JSON.parse(text), () => `unnamed-${++made}`);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal("not-json", "It is not a notebook: it can't be read as JSON.");
    if (error instanceof NotebookError) throw new Refusal("not-a-notebook", `It is not a notebook: ${error.message}.`);
    throw error;
  }
  assertSameLesson(notebook, ready);
  return notebook;
}

function assertSameLesson(notebook: Notebook, { lesson }: ReadyLesson): void {
  const ours = notebook.metadata[lessonKey];
  const named = typeof ours === "object" && ours !== null ? (ours as { lesson?: unknown }).lesson : undefined;
  if (typeof named === "string" && named !== lesson.id) {
    throw new Refusal("other-lesson", `It is a notebook of the lesson ${named}, not of ${lesson.id}.`);
  }
  const matches = matchCells(lesson, notebook);
  if (typeof named !== "string" && !lesson.exercises.some(({ cellId }) => matches.has(cellId))) {
    throw new Refusal("other-lesson", `There is no exercise of the lesson ${lesson.id} in it.`);
  }
}
