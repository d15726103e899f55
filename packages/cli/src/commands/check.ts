import { checkLessons, lessonNames, parseConfig, type LessonReport } from "@data-surgery/server";
import type { Command } from "commander";
import { basename } from "node:path";

interface CheckOptions {
  readonly all?: boolean;
  readonly json?: boolean;
}

export function registerCheck(program: Command): void {
  program
    .command("check")
    .description(
      "prove that a lesson works: solution, start, known mistakes, hidden tests, data, no network, nothing hidden in the release",
    )
    .argument("[lesson...]", "folder names in notebooks/, or paths to lesson folders such as data/files/lessons/ours")
    .option("--all", "every lesson and curriculum")
    .option("--json", "print one JSON line")
    .action(check);
}

async function check(lessons: readonly string[], options: CheckOptions, command: Command): Promise<void> {
  if ((lessons.length === 0) === (options.all !== true)) command.error("Name a lesson, or use --all.", { exitCode: 2 });
  const { paths } = parseConfig({ env: process.env });
  const names = options.all === true ? await lessonNames(paths) : lessons.map(withoutSlash);
  const reports: LessonReport[] = [];
  for await (const report of checkLessons(paths, names, options.all === true)) {
    reports.push(report);
    if (options.json !== true) process.stdout.write(reportText(report));
  }
  const ok = reports.every((report) => report.ok);
  if (options.json === true) process.stdout.write(`${JSON.stringify({ ok, lessons: reports })}\n`);
  if (!ok) process.exitCode = 1;
}

/** Names that were completed by Tab end with one. `notebooks/first-look` is the same as its name. */
function withoutSlash(lesson: string): string {
  const path = lesson.replace(/[/\\]+$/, "");
  return /^(?:\.\/)?notebooks\/[^/]+$/.test(path) ? basename(path) : path;
}

/** Mistakes first, each with its cell and code on one line and what to do below. */
function reportText({ lesson, ok, faults }: LessonReport): string {
  const inOrder = faults.toSorted((a, b) => Number(a.level === "advice") - Number(b.level === "advice"));
  const lines = inOrder.flatMap(({ level, code, cell, message, remedy }) => [
    `    ${level === "error" ? "✗" : "–"} ${cell === undefined ? "the lesson" : `cell ${cell}`} · ${code}`,
    `      ${message}`,
    `      → ${remedy}`,
  ]);
  return [`${ok ? "✓" : "✗"} ${lesson}${summaryOf(faults)}`, ...lines, ""].join("\n");
}

function summaryOf(faults: LessonReport["faults"]): string {
  const errors = faults.filter(({ level }) => level === "error").length;
  const advice = faults.length - errors;
  const parts = [
    ...(errors === 0 ? [] : [`${errors} to mend`]),
    ...(advice === 0 ? [] : [`${advice} could be better`]),
  ];
  return parts.length === 0 ? "" : ` (${parts.join(", ")})`;
}
