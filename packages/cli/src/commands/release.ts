import { faultText } from "@data-surgery/grading";
import { parseConfig, releaseTo } from "@data-surgery/server";
import type { Command } from "commander";
import { resolve } from "node:path";

interface ReleaseOptions {
  readonly out: string;
  readonly json?: boolean;
}

export function registerRelease(program: Command): void {
  program
    .command("release")
    .description("write the learner's version of a lesson: no solutions, no hidden tests")
    .argument("<lesson>", "folder name in notebooks/, or the path to a lesson folder")
    .option("--out <folder>", "where to write it", "release")
    .option("--json", "print one JSON line")
    .action(release);
}

async function release(lesson: string, options: ReleaseOptions): Promise<void> {
  const { paths } = parseConfig({ env: process.env });
  const report = await releaseTo(paths, lesson.replace(/[/\\]+$/, ""), resolve(options.out));
  if (options.json === true) process.stdout.write(`${JSON.stringify(report)}\n`);
  else if (report.ok) process.stdout.write(`${report.files.join("\n")}\n`);
  else process.stderr.write(`${report.faults.map((fault) => `✗ ${faultText(fault)}`).join("\n")}\n`);
  if (!report.ok) process.exitCode = 1;
}
