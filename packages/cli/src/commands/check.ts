import { faultText } from "@data-surgery/grading";
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
    .description("prove that a lesson works: solution, starting point, known mistakes, hidden tests, release")
    .argument("[lesson...]", "folder names in notebooks/")
    .option("--all", "every lesson and curriculum")
    .option("--json", "print one JSON line")
    .action(check);
}

async function check(lessons: readonly string[], options: CheckOptions, command: Command): Promise<void> {
  if ((lessons.length === 0) === (options.all !== true)) command.error("Name a lesson, or use --all.", { exitCode: 2 });
  const { paths } = parseConfig({ env: process.env });
  const names = options.all === true ? await lessonNames(paths) : lessons.map((name) => basename(name));
  const reports: LessonReport[] = [];
  for await (const report of checkLessons(paths, names, options.all === true)) {
    reports.push(report);
    if (options.json !== true) process.stdout.write(reportText(report));
  }
  const ok = reports.every((report) => report.ok);
  if (options.json === true) process.stdout.write(`${JSON.stringify({ ok, lessons: reports })}\n`);
  if (!ok) process.exitCode = 1;
}

function reportText({ lesson, ok, faults }: LessonReport): string {
  const lines = faults.map((fault) => `    ${fault.level === "error" ? "✗" : "–"} ${faultText(fault)}`);
  return [`${ok ? "✓" : "✗"} ${lesson}`, ...lines, ""].join("\n");
}
