import type { ReadOptions } from "@data-surgery/opendata";
import type { Command } from "commander";

interface ProfileOptions {
  readonly json?: boolean;
  readonly encoding?: string;
  readonly delimiter?: string;
  readonly headerRow?: string;
  readonly sheet?: string;
}

export function registerProfile(program: Command): void {
  program
    .command("profile")
    .description("say what is in a data file and what is wrong with it")
    .argument("<file>", "a CSV, Excel, JSON or GeoJSON file, or its web address")
    .option("--encoding <name>", "read it in this encoding, for instance windows-1252")
    .option("--delimiter <mark>", "the mark between cells, for instance ; or tab")
    .option("--header-row <number>", "the row with the headings, counted from 1; 0 for none")
    .option("--sheet <name>", "the sheet of a spreadsheet")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExit codes: 0 it was read (whatever was found in it), 1 it could not be read, 2 the command was not understood.",
    )
    .action(profileFile);
}

async function profileFile(file: string, options: ProfileOptions, command: Command): Promise<void> {
  const headerRow = options.headerRow === undefined ? undefined : Number(options.headerRow);
  if (headerRow !== undefined && (!Number.isInteger(headerRow) || headerRow < 0))
    command.error("--header-row takes a number: 1, 2 … or 0 for none.", { exitCode: 2 });
  if (options.delimiter !== undefined && options.delimiter !== "tab" && options.delimiter.length !== 1)
    command.error("--delimiter takes one sign, or the word tab.", { exitCode: 2 });
  const wishes: ReadOptions = {
    ...(options.encoding === undefined ? {} : { encoding: options.encoding }),
    ...(options.delimiter === undefined ? {} : { delimiter: options.delimiter === "tab" ? "\t" : options.delimiter }),
    ...(headerRow === undefined ? {} : { headerRow }),
    ...(options.sheet === undefined ? {} : { sheet: options.sheet }),
  };
  // Only here: a server that runs for months has no use for what reads spreadsheets.
  const { profile, profileObject, profileText, readSource } = await import("@data-surgery/opendata");
  const table = await readSource(file, wishes);
  const found = profile(table);
  process.stdout.write(
    options.json === true ? `${JSON.stringify(profileObject(table, found))}\n` : profileText(table, found),
  );
}
