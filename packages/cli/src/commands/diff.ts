import type { Difference, PublishedTable } from "@data-surgery/opendata/publish";
import type { Command } from "commander";

interface DiffOptions {
  readonly key?: string;
  readonly json?: boolean;
}

interface TableDifference extends Difference {
  readonly table: string;
  readonly words: readonly string[];
}

export function registerDiff(program: Command): void {
  program
    .command("diff")
    .description("say what is different between two versions of a data file or of a published data set")
    .argument("<before>", "a CSV, Excel or JSON file, its web address, or the folder of a published version")
    .argument("<after>", "the newer one")
    .option(
      "--key <columns>",
      "the columns that tell one row from another, with commas between; found if you don't say",
    )
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExit codes: 0 they are the same, 1 they differ, 2 the command was not understood, 3 one of them could not be read.",
    )
    .action(diff);
}

async function diff(before: string, after: string, options: DiffOptions): Promise<void> {
  const { OpenDataError } = await import("@data-surgery/opendata");
  const { loadTables } = await import("@data-surgery/opendata/publish");
  const key = options.key?.split(",").map((name) => name.trim());
  let old: readonly PublishedTable[];
  let now: readonly PublishedTable[];
  try {
    [old, now] = [await loadTables(before), await loadTables(after)];
  } catch (error) {
    if (!(error instanceof OpenDataError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 3;
    return;
  }
  const pairs = pairsOf(old, now);
  const tables = await Promise.all(pairs.map(([from, to]) => compared(from, to, key)));
  const namesWithout = (list: readonly PublishedTable[], side: 0 | 1): string[] =>
    list.filter((table) => !pairs.some((pair) => pair[side] === table)).map(({ name }) => name);
  const [tablesRemoved, tablesAdded] = [namesWithout(old, 0), namesWithout(now, 1)];
  const same = tablesRemoved.length + tablesAdded.length === 0 && tables.every((table) => table.same);
  const lines = [
    ...tables.flatMap(({ table, words, examples }) => [
      ...(tables.length > 1 ? [`${table}:`] : []),
      ...words,
      ...examples.map(exampleLine),
    ]),
    ...tablesAdded.map((name) => `The table “${name}” is new.`),
    ...tablesRemoved.map((name) => `The table “${name}” is gone.`),
  ];
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({ same, tables, tablesAdded, tablesRemoved })}\n`
      : `${lines.join("\n")}\n`,
  );
  if (!same) process.exitCode = 1;
}

type Pair = readonly [PublishedTable, PublishedTable];

/** Two files are compared whatever they are called; of folders, the tables with the same name. */
function pairsOf(old: readonly PublishedTable[], now: readonly PublishedTable[]): Pair[] {
  const [from, to] = [old[0], now[0]];
  if (old.length === 1 && now.length === 1 && from !== undefined && to !== undefined) return [[from, to]];
  return old.flatMap((table): Pair[] => {
    const partner = now.find(({ name }) => name === table.name);
    return partner === undefined ? [] : [[table, partner]];
  });
}

async function compared(
  from: PublishedTable,
  to: PublishedTable,
  key: readonly string[] | undefined,
): Promise<TableDifference> {
  const { compareTables, differenceWords } = await import("@data-surgery/opendata/publish");
  const difference = compareTables(from, to, key === undefined ? {} : { key });
  const words = differenceWords(difference);
  if (key !== undefined && difference.keyFrom !== "given")
    words.push(`The key ${key.join(", ")} does not tell the rows of both apart, so it was not used.`);
  return { table: to.name, ...difference, words };
}

function exampleLine({ key, column, from, to }: Difference["examples"][number]): string {
  return `  ${key.join(", ")}: “${column}” was ${from === "" ? "missing" : `“${from}”`}, is ${to === "" ? "missing" : `“${to}”`}`;
}
