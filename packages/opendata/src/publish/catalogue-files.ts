/** What a site says of all its sets to programs: for harvesters as DCAT, for readers of feeds as Atom. Also of none yet. */
import { atomFeed, feedId, type FeedEntry } from "./atom-feed.js";
import { dcatCatalogue, type CatalogueWords } from "./dcat.js";
import type { ReleaseRecord } from "./release.js";

/** The text of `catalog.jsonld`. */
export function catalogueText(words: CatalogueWords, releases: readonly ReleaseRecord[]): string {
  const newest = releases
    .map(({ published }) => published)
    .toSorted()
    .at(-1);
  const sets = releases.map((release) => ({
    release,
    places: { set: `${release.record.id}/`, version: `${release.record.id}/${release.version}/` },
  }));
  return `${JSON.stringify(dcatCatalogue(words, sets, newest), null, 2)}\n`;
}

/** The text of the catalogue's `feed.xml`. */
export function catalogueFeed({ title, publisher }: CatalogueWords, entries: readonly FeedEntry[]): string {
  return atomFeed(entries, {
    title,
    id: feedId("catalogue", publisher.toLowerCase().replace(/[^a-z0-9]+/g, "-")),
    author: publisher,
    link: ({ record, version }) => `${record.id}/${version}/index.html`,
  });
}
