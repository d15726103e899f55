/**
 * A release into a folder, all of it or nothing. The files are written aside, waited for until the disk has them, and moved into place by
 * one rename; `latest.json` is the switch, written last; pages, feeds and the catalogue are made again from what the switches say. Whoever
 * is stopped in between leaves the old version or the new one, and the next who publishes finishes or sweeps up. The steps are numbered
 * for a test that stops at each.
 */
import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, statfs, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OpenDataError } from "../../open-data-error.js";
import type { CatalogueWords } from "../dcat.js";
import { sizeWords } from "../page-frame.js";
import type { PreviousRelease } from "../plan-release.js";
import type { Release } from "../release.js";
import type { Latest, Site } from "../site.js";
import { nothingThere, replaceDurably, syncFolder, writeDurably } from "./durable-files.js";
import { takePublishingLock } from "./publishing-lock.js";
import { readLatest, readPublished, readSiteWords } from "./read-site.js";
import { renewCatalogue, renewSet } from "./renew-pages.js";
import { dropUnswitched, readRetired, sweepUp } from "./sweep-up.js";

export interface PublishOptions {
  /** What the catalogue is called from now on. */
  readonly words?: Partial<CatalogueWords>;
  /** What it is called where the folder does not say so yet. */
  readonly firstWords?: CatalogueWords;
  /** Called before each step that changes the disk. What it throws stops publishing there. */
  readonly onStep?: (step: string) => void;
}

/** Makes the release once the version before is known, under the lock. */
export type Planner = (previous: PreviousRelease | undefined) => Promise<Release>;

/** Gives the release; where it is not ready, nothing was written. @throws OpenDataError `publishing-busy`, `disk-full`, `broken-site` */
export async function publishToFolder(
  folder: string,
  id: string,
  plan: Planner,
  { words = {}, firstWords, onStep = () => undefined }: PublishOptions = {},
): Promise<Release> {
  const progress: Progress = { switched: false };
  try {
    await refuseForeignFolder(folder);
    const work = join(folder, ".publishing");
    await mkdir(work, { recursive: true });
    await using _lock = await takePublishingLock(work);
    await sweepUp(folder, work, onStep);
    await refuseRetired(folder, id);
    const previous = await readPublished(folder, id);
    const release = await plan(previous);
    if (!release.ready) return release;
    await refuseFullDisk(folder, release);
    const there = (await readSiteWords(folder)) ?? firstWords;
    await describeSite(folder, work, release, { ...there, ...words }, onStep);
    await bringVersion(folder, work, id, release, onStep);
    const marker = join(work, `unfinished-${id}`);
    await switchTo(folder, work, id, release, marker, onStep, progress);
    await renewSet(folder, work, id, onStep);
    await renewCatalogue(folder, work, onStep);
    onStep("note that pages have followed");
    await rm(marker, { force: true });
    return release;
  } catch (error) {
    throw plainError(error, folder, progress.switched);
  }
}

interface Progress {
  switched: boolean;
}

/** From here on readers get the new version. Where it can't be done, the version that nobody was sent to goes again. */
async function switchTo(
  folder: string,
  work: string,
  id: string,
  release: Release,
  marker: string,
  onStep: (step: string) => void,
  progress: Progress,
): Promise<void> {
  try {
    onStep("note that pages must follow");
    await writeFile(marker, "");
    await syncFolder(work);
    onStep("switch to the new version");
    const latest = await latestAfter(folder, id, release);
    await replaceDurably(join(folder, id, "latest.json"), `${JSON.stringify(latest, null, 2)}\n`, work);
    progress.switched = true;
    await syncFolder(join(folder, id));
  } catch (error) {
    if (!progress.switched) {
      await dropUnswitched(folder, work, id);
      await rm(marker, { force: true });
    }
    throw error;
  }
}

/** The version's folder, written aside and moved to its address by one rename. */
async function bringVersion(
  folder: string,
  work: string,
  id: string,
  { files, summary }: Release,
  onStep: (step: string) => void,
): Promise<void> {
  const draft = join(work, `draft-${randomUUID()}`);
  const place = join(folder, id, summary.version);
  try {
    onStep("begin a draft");
    await mkdir(draft);
    for (const { path, bytes } of files) {
      onStep(`write ${path}`);
      await writeDurably(join(draft, path), bytes);
    }
    await syncFolder(draft);
    onStep("make the folder of the set");
    await mkdir(join(folder, id), { recursive: true });
    await dropUnswitched(folder, work, id);
    onStep("move the version to its address");
    await rename(draft, place);
    await syncFolder(join(folder, id));
    await syncFolder(folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function latestAfter(folder: string, id: string, { summary }: Release): Promise<Latest> {
  const before = await readLatest(folder, id);
  const { version, published, changes, record } = summary;
  return {
    format: 1,
    id,
    title: record.title,
    version,
    path: `${version}/`,
    versions: [{ version, published, changes: changes.slice(0, 5) }, ...(before?.versions ?? [])],
  };
}

async function describeSite(
  folder: string,
  work: string,
  { summary }: Release,
  words: Partial<CatalogueWords>,
  onStep: (step: string) => void,
): Promise<void> {
  const keeper = summary.record.keeper.name;
  const site: Site = {
    format: 1,
    title: words.title ?? `Open data of ${keeper}`,
    description: words.description ?? `Data sets that ${keeper} publishes for everybody to use.`,
    publisher: words.publisher ?? keeper,
  };
  onStep("describe the site");
  await replaceDurably(join(folder, "site.json"), `${JSON.stringify(site, null, 2)}\n`, work);
  // GitHub Pages would leave out some names otherwise; Git would keep our drafts.
  await replaceDurably(join(folder, ".nojekyll"), "", work);
  await withLine(folder, ".gitignore", ".publishing/", work);
  // Git on Windows would change line ends, and with them every checksum.
  await withLine(folder, ".gitattributes", "* -text", work);
}

/** What is there stays; a line that is missing comes last, where it counts most. */
async function withLine(folder: string, name: string, line: string, work: string): Promise<void> {
  const there = (await readFile(join(folder, name), "utf8").catch(nothingThere)) ?? "";
  if (there.split(/\r?\n/).includes(line)) return;
  const start = there === "" || there.endsWith("\n") ? there : `${there}\n`;
  await replaceDurably(join(folder, name), `${start}${line}\n`, work);
}

/** What a repository that was begun elsewhere has in it from the start. */
const ofRepositories = [
  ".git",
  ".gitignore",
  ".gitattributes",
  ".nojekyll",
  ".github",
  "CNAME",
  "README.md",
  "LICENSE",
  "CITATION.cff",
];

/** A folder with pages of somebody else's is not written over. */
async function refuseForeignFolder(folder: string): Promise<void> {
  const names = (await readdir(folder).catch(nothingThere)) ?? [];
  if (names.includes("site.json") || names.includes(".publishing")) return;
  const foreign = names.filter((name) => !ofRepositories.includes(name));
  if (foreign.length === 0) return;
  throw new OpenDataError(
    "broken-site",
    `${folder} has other files in it (${foreign.slice(0, 3).join(", ")}), and nothing was written, so that none is lost. Choose an empty folder, or one that you published to before.`,
  );
}

/** Its address says that it is retired, and its versions may stay there: a new first version would take their place. */
async function refuseRetired(folder: string, id: string): Promise<void> {
  if ((await readLatest(folder, id)) !== undefined) return;
  const retired = await readRetired(folder, id);
  if (retired === undefined) return;
  throw new OpenDataError(
    "set-retired",
    `“${retired.title}” (${id}) was retired, and its address says so. Nothing was written, so that none of its old versions is lost. Publish under another id. To bring it back, rename ${join(folder, id, "retired.json")} to latest.json where its files are still there, and publish again.`,
  );
}

async function refuseFullDisk(folder: string, { files }: Release): Promise<void> {
  const needed = files.reduce((sum, { bytes }) => sum + bytes.length, 0) + 1_000_000;
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < needed) throw diskFull(folder, needed, false);
}

function diskFull(folder: string, needed: number | undefined, switched: boolean, cause?: unknown): OpenDataError {
  const room = needed === undefined ? "" : ` It needs about ${sizeWords(needed)}.`;
  const state = switched
    ? "The new version is published, but its pages are not brought up to date. Make room and publish again: that finishes it."
    : "Nothing of the new version was published, and what was published before is as it was. Make room and try again.";
  return new OpenDataError("disk-full", `There is no room on the disk of ${folder}.${room} ${state}`, { cause });
}

function plainError(error: unknown, folder: string, switched: boolean): unknown {
  if (!(error instanceof Error) || !("code" in error) || error instanceof OpenDataError) return error;
  if (error.code === "ENOSPC" || error.code === "EDQUOT") return diskFull(folder, undefined, switched, error);
  if (error.code === "EACCES" || error.code === "EROFS" || error.code === "EPERM")
    return new OpenDataError(
      "file-not-readable",
      `${folder} can't be written to. Choose another folder, or ask whoever looks after the computer. What was published before is as it was.`,
      { cause: error },
    );
  return error;
}
