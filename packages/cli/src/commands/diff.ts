import type { CompareOptions, Difference } from "@data-surgery/opendata/publish";
import type { Command } from "commander";

interface DiffOptions {
  readonly key?: string;
  readonly json?: boolean;
}

export function registerDiff(program: Command): void {
  program
    .command("diff")
    .description("say what is different between two versions of a data file")
    .argument("<before>", "a CSV, Excel or JSON file, or its web address")
    .argument("<after>", "the newer one")
    .option(
      "--key <columns>",
      "the columns that tell one row from another, with commas between; found if you don't say",
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExit codes: 0 they are the same, 1 they differ, 2 the command was not understood, 3 a file could not be read.",
    )
    .action(diff);
}

async function diff(before: string, after: string, options: DiffOptions): Promise<void> {
  const { readSource, OpenDataError } = await import("@data-surgery/opendata");
  const { compareTables, differenceWords, publishedTable } = await import("@data-surgery/opendata/publish");
  const key = options.key?.split(",").map((name) => name.trim());
  let difference: Difference;
  try {
    const [old, now] = [await readSource(before), await readSource(after)];
    const wishes: CompareOptions = key === undefined ? {} : { key };
    difference = compareTables(publishedTable(old, before), publishedTable(now, after), wishes);
  } catch (error) {
    if (!(error instanceof OpenDataError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 3;
    return;
  }
  const words = differenceWords(difference);
  if (key !== undefined && difference.keyFrom !== "given")
    words.push(`The key ${key.join(", ")} does not tell the rows of both files apart, so it was not used.`);
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ ...difference, words })}\n`
      : `${[...words, ...difference.examples.map(exampleLine)].join("\n")}\n`,
  );
  if (!difference.same) process.exitCode = 1;
}

function exampleLine({ key, column, from, to }: Difference["examples"][number]): string {
  return `  ${key.join(", ")}: “${column}” was ${from === "" ? "missing" : `“${from}”`}, is ${to === "" ? "missing" : `“${to}”`}`;
}
