import { gradeFiles, parseConfig, type SubmissionGrade } from "@data-surgery/server";
import { InvalidArgumentError, type Command } from "commander";
import { availableParallelism } from "node:os";
import { setFlagsFromString } from "node:v8";
import { gradeTable } from "../grade-table.js";
import { notebooksIn } from "../notebooks-in.js";
import { openProgressBar } from "../progress-bar.js";

interface GradeOptions {
  readonly json?: boolean;
  readonly out?: string;
  readonly jobs: number;
  readonly seed?: number;
}

export function registerGrade(program: Command): void {
  program
    .command("grade")
    .description("grade notebooks that people handed in, without changing them")
    .argument("<lesson>", "folder name in notebooks/, or path of a lesson's folder")
    .argument("<files or folders...>", "notebooks, or folders that hold them")
    .option("--json", "print one JSON line a notebook")
    .option("--out <results.jsonl>", "keep the results in this file; a run that was stopped goes on from it")
    .option("--jobs <number>", "how many at once", wholeNumber, availableParallelism())
    .option("--seed <number>", "what the tests' made-up inputs come from, to have the same again", wholeNumber)
    .addHelpText("after", "\nExit code: 0 all were graded, 1 some were refused or need their lesson mended.")
    .action(grade);
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new InvalidArgumentError("It must be a whole number from 0 up.");
  return value;
}

async function grade(
  lesson: string,
  given: readonly string[],
  { json, out, jobs, seed }: GradeOptions,
  command: Command,
): Promise<void> {
  const { files, missing } = await notebooksIn(given);
  if (missing.length > 0) command.error(`There is no such file or folder: ${missing.join(", ")}`, { exitCode: 2 });
  if (files.length === 0) command.error("There is no notebook (.ipynb) in what you named.", { exitCode: 2 });
  const { paths } = parseConfig({ env: process.env });
  // As `serve` does: from here on memory may grow with the work (see bin/surgery.js).
  setFlagsFromString("--semi-space-growth-factor=2");
  const stopping = new AbortController();
  process.once("SIGINT", () => stopping.abort());
  const results: SubmissionGrade[] = [];
  const bar = openProgressBar(process.stderr, files.length);
  try {
    const steps = gradeFiles(paths, {
      lesson,
      files,
      jobs: Math.max(1, jobs),
      signal: stopping.signal,
      ...(out === undefined ? {} : { out }),
      ...(seed === undefined ? {} : { seed }),
    });
    for await (const { result, isKnown } of steps) {
      results.push(result);
      if (json === true) process.stdout.write(`${JSON.stringify(result)}\n`);
      bar.step(isKnown);
    }
  } finally {
    bar.close();
  }
  if (json !== true) process.stdout.write(`${gradeTable(results, files.length)}\n`);
  if (results.length < files.length || results.some((result) => needsSomebody(result))) process.exitCode = 1;
}

function needsSomebody(result: SubmissionGrade): boolean {
  return result.type === "refused" || result.exercises.some(({ outcome }) => outcome === "not-judged");
}
