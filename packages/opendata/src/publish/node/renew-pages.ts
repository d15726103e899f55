/** Pages, feeds and catalogue are worked out from the versions: made again they are the same, and only what differs is written. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { atomFeed, feedId } from "../atom-feed.js";
import { catalogueFeed, catalogueText } from "../catalogue-files.js";
import { renderCataloguePage } from "../catalogue-page.js";
import type { ReleaseRecord } from "../release.js";
import { renderSetPage } from "../set-page.js";
import { brokenSite } from "../site.js";
import { citationMark, readmeMark, renderCitation, renderSiteReadme } from "../site-readme.js";
import { nothingThere, replaceDurably, syncFolder } from "./durable-files.js";
import { readLatest, readPageParts, readRelease, readSets, readSiteWords } from "./read-site.js";

type OnStep = (step: string) => void;

/** The page and the feed of one set. */
export async function renewSet(folder: string, work: string, id: string, onStep: OnStep): Promise<void> {
  const latest = await readLatest(folder, id);
  if (latest === undefined) return;
  const release = await readRelease(folder, id, latest.version);
  const parts = await readPageParts(folder, id, latest.version);
  onStep("renew the page of the set");
  const page = renderSetPage({ release, parts }, { files: latest.path, set: "", versions: latest.versions });
  await replaceDurably(join(folder, id, "index.html"), page, work);
  onStep("renew the feed of the set");
  const feed = atomFeed(
    latest.versions.map((mark) => ({ ...mark, record: { ...release.record, ...noteOf(mark.version, release) } })),
    {
      title: release.record.title,
      id: feedId(id),
      author: release.record.keeper.name,
      link: ({ version }) => `${version}/index.html`,
    },
  );
  await replaceDurably(join(folder, id, "feed.xml"), feed, work);
  await syncFolder(join(folder, id));
}

/** The note stands with the version that it was written for. */
function noteOf(version: string, release: ReleaseRecord): { note?: string } {
  return version === release.version ? {} : { note: "" };
}

/** The page of the catalogue, its DCAT and its feed. */
export async function renewCatalogue(folder: string, work: string, onStep: OnStep): Promise<void> {
  const site = await readSiteWords(folder);
  if (site === undefined) throw brokenSite("site.json");
  const sets = await readSets(folder);
  const releases: ReleaseRecord[] = [];
  for (const { id, version } of sets) releases.push(await readRelease(folder, id, version));
  onStep("renew the page of the catalogue");
  await replaceDurably(join(folder, "index.html"), renderCataloguePage(site, releases), work);
  onStep("renew catalog.jsonld");
  await replaceDurably(join(folder, "catalog.jsonld"), catalogueText(site, releases), work);
  onStep("renew the feed of the catalogue");
  const entries = sets.flatMap(({ versions }, at) => {
    const release = releases[at] as ReleaseRecord;
    return versions.map((mark) => ({ ...mark, record: { ...release.record, ...noteOf(mark.version, release) } }));
  });
  await replaceDurably(join(folder, "feed.xml"), catalogueFeed(site, entries), work);
  onStep("renew what a Git repository shows");
  await replaceOwn(folder, "README.md", readmeMark, renderSiteReadme(site, releases), work);
  await replaceOwn(folder, "CITATION.cff", citationMark, renderCitation(site, releases), work);
  await syncFolder(folder);
}

/** What somebody wrote there themselves stays. */
async function replaceOwn(folder: string, name: string, mark: string, text: string, work: string): Promise<void> {
  const there = await readFile(join(folder, name), "utf8").catch(nothingThere);
  if (there === undefined || there.startsWith(mark)) await replaceDurably(join(folder, name), text, work);
}
