import type { EvidenceCheck, EvidenceFiles } from "@data-surgery/opendata/publish";
import type { Command } from "commander";
import { rerunEvidence, type Rerun } from "../rerun-evidence.js";

interface EvidenceOptions {
  readonly check?: boolean;
  readonly run?: boolean;
  readonly json?: boolean;
}

export function registerEvidence(program: Command): void {
  program
    .command("evidence")
    .description(
      "check an evidence zip (or the folder it was unpacked to): is it whole, and do the figures come out again?",
    )
    .argument("<zip-or-folder>", "what evidencePack saved")
    .option("--check", "compare every file with its checksum (this is always done)")
    .option("--run", "run its notebook anew, in a folder of its own, and compare what it finds")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExit codes: 0 whole, and with --run the same findings; 1 something differs or could not be run; 2 the command was not understood.",
    )
    .action(checkCommand);
}

async function checkCommand(path: string, options: EvidenceOptions): Promise<void> {
  const { checkEvidence, readEvidence } = await import("@data-surgery/opendata/publish");
  const files: EvidenceFiles = await readEvidence(path);
  const { record, faults }: EvidenceCheck = checkEvidence(files);
  // What is not whole is not run: somebody may have changed it.
  const rerun = options.run === true && faults.length === 0 ? await rerunEvidence(files, record) : undefined;
  const ok = faults.length === 0 && (rerun === undefined || rerun.type === "same");
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ ok, question: record.question, sentences: record.findings.map(({ sentence }) => sentence), faults, ...(rerun === undefined ? {} : { run: rerun }) })}\n`
      : [
          `“${record.question}”`,
          ...(faults.length === 0
            ? [`✓ Whole: each of its ${files.size - 1} files is the one that was packed.`]
            : faults.map((fault) => `✗ ${fault}`)),
          ...(rerun === undefined ? [] : rerunLines(rerun)),
          ...(options.run === true && rerun === undefined ? ["– It was not run, since it is not whole."] : []),
          "",
        ].join("\n"),
  );
  if (!ok) process.exitCode = 1;
}

function rerunLines(rerun: Rerun): string[] {
  if (rerun.type === "not-run") return [`✗ It could not be run: ${rerun.why}`];
  if (rerun.type === "different")
    return [
      "✗ Run anew, it finds something else:",
      ...rerun.differences.flatMap(({ before, now }) => [`    before: ${before}`, `    now:    ${now}`]),
    ];
  const many = rerun.findings === 1 ? "1 finding" : `${rerun.findings} findings`;
  const { files, answers } = rerun.copies;
  const copies = [
    ...(files === 0 ? [] : [files === 1 ? "1 file" : `${files} files`]),
    ...(answers === 0 ? [] : [answers === 1 ? "1 answer of a portal" : `${answers} answers of portals`]),
  ];
  return [
    `✓ Run anew, it finds the same: ${many}, word for word, and the same figures in the charts.`,
    ...(copies.length === 0
      ? []
      : [`– Without the internet: ${copies.join(" and ")} came from the copies in it, as they were on the web then.`]),
  ];
}
