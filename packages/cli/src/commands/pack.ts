import { parseConfig } from "@data-surgery/server";
import type { Command } from "commander";
import { join, resolve } from "node:path";

interface BuildOptions {
  readonly out: string;
  readonly from?: readonly string[];
  readonly date: string;
  readonly where?: readonly string[];
}

interface AddOptions {
  readonly data?: string;
  readonly replace?: boolean;
}

const dataOption = [
  "--data <folder>",
  "where everything of the workshop is kept (default: ./data); a server may run on it",
] as const;

/** Packs of areas and postcodes, which notebooks open by name and which work without a network. */
export function registerPack(program: Command): void {
  const pack = program
    .command("pack")
    .description("packs of areas and postcodes: make one from official files, install it, list, check");
  pack
    .command("build")
    .description("make a pack from files that you downloaded; it says which, and from where")
    .argument("<recipe>", "the name of a recipe that ships (surgery pack list names them), or a recipe's JSON file")
    .requiredOption("--out <folder>", "the folder of the new pack")
    .requiredOption("--date <edition>", 'the edition of the files, as their publisher calls it: "May 2025"')
    .option("--from <paths...>", "the files, folders or zips that you downloaded")
    .option("--where <choices...>", "only a part, for instance local_authority=E08000025 (several: with commas)")
    .action(build);
  pack
    .command("add")
    .description("install a pack for everybody in the workshop")
    .argument("<source>", "the folder of a pack, or a zip of one")
    .option(...dataOption)
    .option("--replace", "in the place of one of the same name")
    .action(add);
  pack
    .command("list")
    .description("the packs that notebooks of this workshop find, and the recipes that ship")
    .option(...dataOption)
    .option("--json", "print one JSON line")
    .action(list);
  pack
    .command("check")
    .description("read all of a pack: every checksum, table, outline and postcode")
    .argument("<folder>", "the folder of a pack")
    .action(check);
}

async function build(nameOrPath: string, options: BuildOptions, command: Command): Promise<void> {
  const where = new Map<string, readonly string[]>();
  for (const choice of options.where ?? []) {
    const [, column, values] = /^([\w-]+)=(.+)$/.exec(choice) ?? [];
    if (column === undefined || values === undefined)
      command.error("--where takes a column and a value: local_authority=E08000025", { exitCode: 2 });
    else where.set(column, values.split(","));
  }
  const { buildPack, checkPack, readRecipe } = await import("@data-surgery/opendata/packs");
  const out = resolve(options.out);
  await buildPack({ recipe: readRecipe(nameOrPath), from: options.from ?? [], out, date: options.date, where });
  const checked = checkPack(out);
  say(`${described(checked)}\nIt is in ${out}. To install it: surgery pack add ${options.out}`);
}

async function add(source: string, options: AddOptions): Promise<void> {
  const { installPack } = await import("@data-surgery/opendata/packs");
  const checked = await installPack(resolve(source), packsOf(options.data), options.replace);
  const { id } = checked.about;
  say(`${described(checked)}\nInstalled. Notebooks open it with: await openPack("${id}")`);
}

async function list({ data, json }: { readonly data?: string; readonly json?: boolean }): Promise<void> {
  const { listPacks, shippedPacks, shippedRecipes } = await import("@data-surgery/opendata/packs");
  const [installed, shipped, recipes] = [listPacks(packsOf(data)), listPacks(shippedPacks), shippedRecipes()];
  if (json === true) {
    say(JSON.stringify({ installed, shipped, recipes }));
    return;
  }
  const line = ({ name, about, fault }: (typeof installed)[number]): string =>
    about === undefined ? `  ${name}: ${fault ?? ""}` : `  ${name}: ${about.title}, ${about.publisher}, ${about.date}`;
  const part = (title: string, packs: typeof installed): string[] => [
    title,
    ...(packs.length === 0 ? ["  none"] : packs.map(line)),
  ];
  say(
    [
      ...part("Installed:", installed),
      ...part("Shipped:", shipped),
      `Recipes for surgery pack build: ${recipes.join(", ")}`,
    ].join("\n"),
  );
}

async function check(folder: string): Promise<void> {
  const { checkPack } = await import("@data-surgery/opendata/packs");
  const checked = checkPack(resolve(folder));
  const { strangers } = checked;
  say(
    `${described(checked)}${strangers.length === 0 ? "" : `\nNot part of it, and never read: ${strangers.join(", ")}`}`,
  );
}

interface Described {
  readonly about: {
    readonly id: string;
    readonly title: string;
    readonly date: string;
    readonly publisher: string;
    readonly licence: { readonly name: string };
    readonly attribution: readonly string[];
    readonly boundaries: readonly { readonly areas: number; readonly level: string }[];
    readonly tables: readonly { readonly rows: number; readonly name: string }[];
    readonly lookups: readonly { readonly rows: number; readonly name: string }[];
  };
  readonly files: number;
  readonly bytes: number;
}

function described({ about, files, bytes }: Described): string {
  const count = (many: number): string => many.toLocaleString("en-GB");
  const holds = [
    ...about.boundaries.map(({ areas, level }) => `${count(areas)} outlines (${level})`),
    ...about.tables.map(({ rows, name }) => `${count(rows)} rows (${name})`),
    ...about.lookups.map(({ rows, name }) => `${count(rows)} places (${name})`),
  ].join(", ");
  return [
    `${about.id}: ${about.title}. ${about.publisher}, ${about.date}, ${about.licence.name}.`,
    `  ${holds}; ${files} files, ${count(Math.ceil(bytes / 1024))} KB, all as packed.`,
    ...about.attribution.map((sentence) => `  ${sentence}`),
  ].join("\n");
}

function packsOf(data: string | undefined): string {
  return join(parseConfig({ data, env: process.env }).dataDir, "packs");
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
