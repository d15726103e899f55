import { parseConfig, regradeOffline, type RegradeChange, type RegradeReport } from "@data-surgery/server";
import type { Command } from "commander";
import { basename } from "node:path";

interface RegradeOptions {
  readonly data?: string;
  readonly apply?: boolean;
  readonly takePasses?: boolean;
  readonly json?: boolean;
}

export function registerRegrade(program: Command): void {
  program
    .command("regrade")
    .description("judge kept attempts again after a lesson's tests were mended; shows who would change")
    .argument("<lesson>", "folder name in notebooks/")
    .option("--data <folder>", "where everything is kept (default: ./data); no server may run on it")
    .option("--apply", "write the changes; without it nothing is written")
    .option("--take-passes", "also where a pass is lost; without it whoever passed stays passed")
    .option("--json", "print one JSON line")
    .action(regrade);
}

async function regrade(lesson: string, options: RegradeOptions): Promise<void> {
  const config = parseConfig({ data: options.data, env: process.env });
  const shows = options.json !== true && process.stderr.isTTY;
  const report = await regradeOffline(config, {
    lesson: basename(lesson),
    apply: options.apply === true,
    keepPasses: options.takePasses !== true,
    onProgress: ({ judged, all }) => {
      if (shows) process.stderr.write(`\r${judged} of ${all} attempts looked at`);
    },
  });
  if (shows) process.stderr.write("\n");
  process.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : reportText(report));
  if (report.state === "failed") process.exitCode = 1;
}

function reportText({ lesson, state, attempts, changes, problem }: RegradeReport): string {
  if (state === "failed")
    return `✗ ${lesson}: the lesson's own tests stop, so nothing was changed (${problem ?? ""}).\n`;
  const lines = changes.map(changeText);
  const verb = state === "applied" ? "changed" : "would change";
  const head = `${lesson}: ${attempts} ${attempts === 1 ? "attempt" : "attempts"} looked at again, ${changes.length} ${verb}.`;
  const next =
    state === "applied"
      ? "Taken back on the trainer's page /board/regrade."
      : "Nothing was written. To write it: add --apply";
  return [head, ...lines, ...(changes.length === 0 && state === "applied" ? [] : [next]), ""].join("\n");
}

function changeText({ name, exercise, before, after, kept }: RegradeChange): string {
  return `    ${name}, ${exercise}: ${before} → ${after}${kept ? " (the pass was kept)" : ""}`;
}
