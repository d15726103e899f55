/** The secrets of a lesson, and whether any of them stands in what somebody could read, however it is written there. */
import { parseLesson } from "@data-surgery/grading";
import { parseConfig } from "@data-surgery/server";
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";

export interface Secret {
  readonly exercise: string;
  readonly kind: "hint" | "why" | "solution" | "mistake" | "words for a mistake" | "hidden test" | "rubric";
  readonly text: string;
}

/** Everything that a learner gets by a try, a question or not at all, without what the lesson shows in any case. */
export async function lessonSecrets(name: string): Promise<readonly Secret[]> {
  const source = await readFile(join(parseConfig({ env: {} }).paths.notebooks, name, `${name}.ipynb`), "utf8");
  const parsed = parseLesson(name, source);
  if (parsed.type === "broken") throw new Error(JSON.stringify(parsed.faults));
  return parsed.lesson.exercises.flatMap((exercise): Secret[] => {
    const secret = (kind: Secret["kind"], text: string): Secret => ({ exercise: exercise.id, kind, text });
    const shown = new Set(linesOf(exercise.starting));
    const solution = linesOf(exercise.solution).filter((line) => !shown.has(line));
    const common = [
      ...exercise.hints.map((text) => secret("hint", text)),
      secret("why", exercise.why),
      ...solution.map((text) => secret("solution", text)),
    ];
    if (exercise.type === "reviewed") return [...common, ...exercise.rubric.map(({ text }) => secret("rubric", text))];
    const open = new Set(linesOf(exercise.test.visible));
    const hidden = linesOf(exercise.test.source).filter((line) => !open.has(line) && !line.includes("### "));
    return [
      ...common,
      ...exercise.misconceptions.map(({ when }) => secret("mistake", when)),
      ...exercise.misconceptions.map(({ say }) => secret("words for a mistake", say)),
      ...hidden.flatMap((line) => [line, ...tellingParts(line)]).map((text) => secret("hidden test", text)),
    ];
  });
}

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => /\w.{6}/.test(line));

/** A test's title, and the rows of the data that it tries: what a line holds that no message repeats. */
function tellingParts(line: string): string[] {
  const title = /^test\((["'`])(.*?)\1,/.exec(line)?.[2];
  const rows = /withData\(\{ "[^"]+": ".*?\\n(.{20})/.exec(line)?.[1];
  return [title, rows].filter((part) => part !== undefined);
}

/** Bytes as text in which every byte is a character, so that text and binary frames are searched alike. */
export function asBytes(value: string | Uint8Array): string {
  return Buffer.from(value as string).toString("latin1");
}

/** The secrets that stand in these bytes: as they are, in JSON, in JSON within JSON, or in a page. */
export function secretsIn(bytes: string, secrets: readonly Secret[]): readonly Secret[] {
  return secrets.filter(({ text }) => waysToWrite(text).some((written) => bytes.includes(asBytes(written))));
}

function waysToWrite(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const page = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  return [...new Set([text, json, JSON.stringify(json).slice(1, -1), page, encodeURIComponent(text)])];
}

/** By which a line can be recognised by somebody who may not know it. */
export function fingerprint(text: string): string {
  return createHash("sha256").update(text.trim()).digest("hex").slice(0, 16);
}
