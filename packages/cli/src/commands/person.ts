import {
  erasePerson,
  exportPerson,
  findPerson,
  listPeople,
  parseConfig,
  type Counted,
  type ListedPerson,
  type PersonErased,
  type PersonTaken,
} from "@data-surgery/server";
import type { Command } from "commander";
import { resolve } from "node:path";

interface PersonOptions {
  readonly data?: string;
  readonly json?: boolean;
}

export function registerPerson(program: Command): void {
  const person = program
    .command("person")
    .description("what is kept about somebody: who is here, take it out, erase it; stop the server first");
  const subcommand = (name: string, description: string): Command =>
    person
      .command(name)
      .description(description)
      .option("--data <folder>", "where everything is kept (default: ./data); no server may run on it")
      .option("--json", "print one JSON line");
  subcommand("list", "who is here: name, learner or trainer, when they joined, id").action(list);
  subcommand("export", "write everything that is kept about one person into a folder")
    .argument("<who>", "name or id")
    .option("--out <folder>", "a new folder (default: person-<their folder's name>)")
    .action(exportOne);
  subcommand("erase", "erase everything that is kept about one person; it can't be taken back")
    .argument("<who>", "name or id")
    .option("--yes", "really; without it nothing is changed")
    .action(eraseOne);
}

async function list(options: PersonOptions): Promise<void> {
  const people = await listPeople(configOf(options));
  say(options, people, people.length === 0 ? "Nobody has joined yet." : people.map(line).join("\n"));
}

async function exportOne(who: string, options: PersonOptions & { readonly out?: string }): Promise<void> {
  const out = (home: string): string => resolve(options.out ?? `person-${home}`);
  const taken = await exportPerson(configOf(options), who, out);
  say(options, taken, exportText(taken));
}

async function eraseOne(who: string, options: PersonOptions & { readonly yes?: boolean }): Promise<void> {
  if (options.yes !== true) {
    const found = await findPerson(configOf(options), who);
    const text = `${line(found)}\nNothing was erased. It can't be taken back; to do it: add --yes`;
    say(options, { ...found, erased: false }, text);
    process.exitCode = 1;
    return;
  }
  const report = await erasePerson(configOf(options), who);
  say(options, report, eraseText(report));
}

const configOf = ({ data }: PersonOptions): ReturnType<typeof parseConfig> => parseConfig({ data, env: process.env });

function say({ json }: PersonOptions, value: unknown, text: string): void {
  process.stdout.write(`${json === true ? JSON.stringify(value) : text}\n`);
}

function line({ name, kind, joinedAt, personId }: ListedPerson): string {
  return `${name}  ${kind}  joined ${new Date(joinedAt).toISOString().slice(0, 16).replace("T", " ")} UTC  ${personId}`;
}

function exportText({ name, folder, files, skipped }: PersonTaken): string {
  const left = skipped.length === 0 ? "" : `\nNot followed, since they lead elsewhere: ${skipped.join(", ")}`;
  return `Everything that is kept about ${name} is in ${folder}: person.json, and ${files} ${files === 1 ? "file" : "files"}.${left}`;
}

function eraseText({ name, erased, stays }: PersonErased): string {
  const rows = (counts: readonly Counted[]): string[] => counts.map(({ what, count }) => `    ${count} × ${what}`);
  return [
    `${name} is erased:`,
    ...rows(erased),
    ...(stays.length === 0 ? [] : ["What stays, without the name:", ...rows(stays)]),
    "Not within reach of this command: your backups, tables that a trainer downloaded, files people took home, files in the",
    "shared folder and lessons (neither says whose it is), and what others wrote about them in their own words.",
  ].join("\n");
}
