import type { CkanPushed } from "@data-surgery/opendata/publish";
import type { Command } from "commander";
import { readFile } from "node:fs/promises";

interface PushOptions {
  readonly portal: string;
  readonly organization?: string;
  readonly name?: string;
  readonly linkBase?: string;
  readonly keyFile?: string;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function registerCkan(program: Command): void {
  const ckan = program.command("ckan").description("put published data sets on a CKAN portal");
  ckan
    .command("push")
    .description(
      "bring the latest version of a published data set to a CKAN portal; what was changed there by hand stays",
    )
    .argument("<site>", "the folder of the published site")
    .argument("<set-id>", "the name of the data set's folder in it")
    .requiredOption("--portal <url>", "the portal's first page, such as https://data.example.org")
    .option("--organization <name>", "the organisation there; not needed where your key belongs to one alone")
    .option("--name <name>", "what it is called in the portal's addresses, if not as here")
    .option("--link-base <url>", "where the site is published: the portal links to the files instead of keeping copies")
    .option("--key-file <file>", "a file with your API key in it")
    .option("--dry-run", "say what would be done, and change nothing")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nThe key (portal: your name, “API Tokens”) is read from the environment variable SURGERY_CKAN_KEY or from --key-file; it is never given as an argument, kept, or printed.\nExit codes: 0 the portal has this version; 1 it could not be done (what, and what to do, is said); 2 the command was not understood.",
    )
    .action(push);
}

async function push(site: string, id: string, options: PushOptions, command: Command): Promise<void> {
  const { pushToCkan } = await import("@data-surgery/opendata/publish");
  const key = await keyOf(options.keyFile);
  if (key === "")
    command.error(
      "Put your API key into the environment variable SURGERY_CKAN_KEY, or into a file that you name with --key-file.",
      { exitCode: 2 },
    );
  const { portal, organization, name, linkBase, dryRun, json } = options;
  const pushed = await pushToCkan(
    {
      site,
      id,
      portal,
      key,
      ...(organization === undefined ? {} : { organisation: organization }),
      ...(name === undefined ? {} : { name }),
      ...(linkBase === undefined ? {} : { linkBase }),
      ...(dryRun === undefined ? {} : { dryRun }),
    },
    {
      // On one's own computer a portal in one's own network is nobody's trick.
      allows: () => true,
      onStep: (step) => void (json === true || dryRun === true || process.stderr.write(`${step} …\n`)),
    },
  );
  process.stdout.write(
    json === true ? `${JSON.stringify({ ...pushed, dryRun: dryRun === true })}\n` : words(pushed, dryRun === true),
  );
}

async function keyOf(file: string | undefined): Promise<string> {
  const text = file === undefined ? (process.env["SURGERY_CKAN_KEY"] ?? "") : await readFile(file, "utf8");
  return text.trim();
}

function words({ address, version, done, kept, isPublic }: CkanPushed, isDry: boolean): string {
  const which = `version ${version.slice(1)}`;
  return [
    ...kept.map((sentence) => `– ${sentence}`),
    ...(isDry
      ? done.length === 0
        ? [`✓ The portal has ${which} already: nothing would be done.`]
        : [...done.map((call, at) => `${at + 1}. ${call}`), "Nothing was changed: this was a dry run."]
      : [
          done.length === 0
            ? `✓ The portal has ${which} already: nothing was changed. ${address}`
            : `✓ The portal has ${which} now: ${address}${isPublic ? "" : " (private)"}`,
        ]),
    "",
  ].join("\n");
}
