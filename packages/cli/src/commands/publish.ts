import type {
  DataSetRecord,
  LinkFinding,
  MetWish,
  Release,
  ReleaseFinding,
  SiteCommit,
} from "@data-surgery/opendata/publish";
import type { Command } from "commander";

interface PublishOptions {
  readonly out?: string;
  readonly title?: string;
  readonly draft?: boolean;
  readonly check?: boolean;
  readonly zip?: string;
  readonly gitCommit?: boolean;
  readonly gitInit?: boolean;
  readonly gitWithin?: boolean;
  readonly links?: boolean;
  readonly json?: boolean;
}

export function registerPublish(program: Command): void {
  program
    .command("publish")
    .description("make open data of a folder with data files and a record (publish.json)")
    .argument("<package-dir>", "the folder with publish.json and the data files")
    .option("--out <dir>", "the folder of the published site; earlier versions in it stay")
    .option("--title <words>", "what the catalogue is called")
    .option("--draft", "write a publish.json to fill in, with what can be guessed")
    .option("--check", "say what stands in the way, and write nothing")
    .option("--links", "look whether the web addresses of sources still lead somewhere")
    .option("--zip <file>", "put the whole site into one zip file as well")
    .option("--git-commit", "commit what was published to the site's Git repository: each version one commit")
    .option("--git-init", "with --git-commit: begin a repository there if there is none")
    .option("--git-within", "with --git-commit: the site may be a folder of a larger repository")
    .option("--json", "print one JSON object")
    .addHelpText(
      "after",
      "\nExit codes: 0 it was published, or nothing had changed; 1 something stands in the way (what, why and what to do is said) and nothing was written; 2 the command was not understood.",
    )
    .action(publish);
}

async function publish(folder: string, options: PublishOptions, command: Command): Promise<void> {
  const {
    commitSite,
    draftRecord,
    loadPackage,
    parquetOf,
    planRelease,
    publishToFolder,
    readLatest,
    readPublished,
    zipSite,
  } = await import("@data-surgery/opendata/publish");
  if (options.draft === true) {
    const path = await draftRecord(folder);
    process.stdout.write(
      options.json === true
        ? `${JSON.stringify({ draft: path })}\n`
        : `Wrote ${path}. Fill in what is empty, then: surgery publish ${folder} --out site\n`,
    );
    return;
  }
  if (options.out === undefined) command.error("Say with --out where the published site stands.", { exitCode: 2 });
  const out = options.out;
  const { record, tables } = await loadPackage(folder);
  const plan = (previous: Awaited<ReturnType<typeof readPublished>>): Promise<Release> =>
    planRelease(tables, record, previous, { now: new Date(), parquet: parquetOf });
  const commits = options.gitCommit === true && options.check !== true;
  const inGit = {
    ...(options.gitInit === undefined ? {} : { init: options.gitInit }),
    ...(options.gitWithin === undefined ? {} : { within: options.gitWithin }),
  };
  // A version that was published and not committed, since something stopped it, gets a commit of its own.
  const before = commits && (await readLatest(out, record.id)) !== undefined ? await commitSite(out, inGit) : undefined;
  const reading = tables.flatMap(({ table, wishes }) => wishes.map((wish) => ({ table: table.name, ...wish })));
  const release =
    options.check === true
      ? await plan(await readPublished(out, record.id))
      : await publishToFolder(
          out,
          record.id,
          plan,
          options.title === undefined ? {} : { words: { title: options.title } },
        );
  const unchanged =
    !release.ready && release.findings.every(({ level, code }) => level === "warns" || code === "nothing-new");
  const published = release.ready && options.check !== true;
  if (options.zip !== undefined && (published || unchanged)) await zipSite(out, options.zip);
  const links = options.links === true ? await lookAtLinks(record) : undefined;
  const after = commits && (published || unchanged) ? await commitAfter(() => commitSite(out, inGit)) : undefined;
  const made = [before, after].filter((one) => one !== undefined);
  const { summary, findings, files } = release;
  process.stdout.write(
    options.json === true
      ? `${JSON.stringify({
          published,
          unchanged,
          id: record.id,
          version: unchanged ? summary.previous : summary.version,
          changes: unchanged ? [] : summary.changes,
          openness: summary.openness,
          findings,
          ...(reading.length === 0 ? {} : { reading }),
          files: files.map(({ path, sha256, bytes }) => ({ path, sha256, bytes: bytes.length })),
          ...(links === undefined ? {} : { links }),
          ...(commits ? { commits: made } : {}),
        })}\n`
      : [
          ...reading.flatMap(readingLines),
          ...findings.filter(({ code }) => code !== "nothing-new").flatMap(findingLines),
          ...(links ?? []).flatMap(({ words }) => (words === undefined ? [] : [`– ${words}`])),
          ...(links?.every(({ words }) => words === undefined) === true
            ? [
                links.length === 0
                  ? "– No web address is named as a source."
                  : "✓ Every web address of the sources leads somewhere.",
              ]
            : []),
          published
            ? `✓ Published version ${summary.version.slice(1)} of “${record.title}” in ${out}/${record.id}. Open ${out}/index.html.`
            : unchanged
              ? `✓ Nothing has changed since version ${summary.previous?.slice(1) ?? ""}: nothing was written.`
              : release.ready
                ? `✓ It can be published as version ${summary.version.slice(1)}. Nothing was written.`
                : "✗ Not published yet. Mend what is marked ✗ and try again; nothing was written.",
          ...(published ? summary.changes.map((sentence) => `  ${sentence}`) : []),
          ...made.map(({ id, subject }) => `✓ Committed ${id}: ${subject}`),
          ...(published ? summary.openness.next.map((sentence) => `  ${sentence}`) : []),
          ...summary.tables.flatMap(codeLines),
          "",
        ].join("\n"),
  );
  if (!release.ready && !unchanged) process.exitCode = 1;
}

/** By then it is published: that must not be taken for undone. */
async function commitAfter(commit: () => Promise<SiteCommit | undefined>): Promise<SiteCommit | undefined> {
  const { OpenDataError } = await import("@data-surgery/opendata");
  try {
    return await commit();
  } catch (error) {
    if (!(error instanceof OpenDataError)) throw error;
    const words = `It is published, and not committed. ${error.message} Then give the same command again: it only commits.`;
    throw new OpenDataError(error.code, words, { cause: error });
  }
}

interface LookedLink extends LinkFinding {
  readonly what: string;
  readonly words?: string;
}

/** A source that vanished does not stop a release: its data are here, and readers are told where they came from. */
async function lookAtLinks(record: DataSetRecord): Promise<LookedLink[]> {
  const { checkLinks, linkWords, sourceLinks } = await import("@data-surgery/opendata/publish");
  const links = sourceLinks(record);
  const found = await checkLinks(
    links.map(({ url }) => url),
    // On one's own computer a source in one's own network is nobody's trick.
    { allows: () => true, onLink: (url) => void process.stderr.write(`Looking at ${url} …\n`) },
  );
  return links.flatMap((link, at) => {
    const finding = found[at];
    if (finding === undefined) return [];
    const words = linkWords(link, finding);
    return [{ ...finding, what: link.what, ...(words === undefined ? {} : { words }) }];
  });
}

/** Code is shown to readers only where the keeper says so, and so the keeper is told that there is some. */
function codeLines({ name, lineage: { made, notebook } }: Release["summary"]["tables"][number]): string[] {
  if (made === undefined || notebook === undefined) return [];
  const { earlier = [] } = made;
  const before =
    earlier.length === 0
      ? ""
      : `, and before it ${earlier.map(({ file, notebook: theirs }) => `${file} by ${theirs?.cell ?? "a cell"} of ${theirs?.path ?? "a notebook"}`).join(", ")}`;
  const wrote = `  “${name}” was written by ${notebook.cell} of ${notebook.path}${before}: readers see the steps in words`;
  const all = [...earlier, made];
  const kept = all.flatMap(({ withheld }) => (withheld === undefined ? [] : [withheld]));
  const cells = all.reduce((sum, one) => sum + (one.cells?.length ?? 0), 0);
  if (cells > 0) return [`${wrote}, and the code of ${cells} cells.`, ...kept.map((words) => `  ${words}`)];
  return kept.length > 0
    ? [`${wrote}. ${[...new Set(kept)].join(" ")}`]
    : [`${wrote}. To show the code as well, put "showCode": true into the table’s record.`];
}

/** What of “read” in the record somebody should look at; what was done as written needs no word. */
function readingLines(wish: MetWish): string[] {
  if (wish.outcome === "idle" || (wish.outcome === "done" && wish.note === "")) return [];
  return [`– ${wish.words} ${wish.outcome === "lost" ? `Not possible with this file: ${wish.why}` : wish.note}`];
}

function findingLines({ level, what, why, toDo, remedies }: ReleaseFinding): string[] {
  return [
    `${level === "blocks" ? "✗" : "–"} ${what}`,
    `    Why it matters: ${why}`,
    `    To do: ${toDo}`,
    ...(remedies.length === 0
      ? []
      : [
          "    Or let it be done, with one of these under “remedies”:",
          ...remedies.map((remedy) => `      ${JSON.stringify(remedy)}`),
        ]),
  ];
}
