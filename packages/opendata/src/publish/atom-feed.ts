import { escapeHtml } from "../escape-html.js";
import type { ReleaseRecord } from "./release.js";

/** What a feed needs to know of a version. */
export type FeedEntry = Pick<ReleaseRecord, "record" | "version" | "published" | "changes">;

export interface FeedPlace {
  readonly title: string;
  /** Stays the same wherever the site stands. */
  readonly id: string;
  readonly author: string;
  /** To the page of a version, from the feed. */
  readonly link: (entry: FeedEntry) => string;
}

const mostEntries = 50;

/** Changes as Atom (RFC 4287), newest first. Identifiers are tags and not addresses, since a site may move. */
export function atomFeed(entries: readonly FeedEntry[], { title, id, author, link }: FeedPlace): string {
  const newest = entries
    .toSorted((one, other) => (one.published < other.published ? 1 : one.published > other.published ? -1 : 0))
    .slice(0, mostEntries);
  const items = newest.map((entry) => {
    const { record, version, published, changes } = entry;
    const said = [...(record.note === undefined || record.note === "" ? [] : [record.note]), ...changes];
    return (
      `<entry><title>${escapeHtml(`${record.title}, version ${version.slice(1)}`)}</title><id>${feedId(record.id, version)}</id>` +
      `<updated>${published}</updated><link href="${escapeHtml(link(entry))}"/>` +
      `<summary>${escapeHtml(said.length === 0 ? "First version." : said.join(" "))}</summary></entry>`
    );
  });
  return (
    `<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en-GB"><title>${escapeHtml(title)}</title>` +
    `<id>${id}</id><updated>${newest[0]?.published ?? "1970-01-01T00:00:00.000Z"}</updated><author><name>${escapeHtml(author)}</name></author>` +
    `<link rel="self" href="feed.xml"/>${items.join("")}</feed>\n`
  );
}

/** An identifier as a tag (RFC 4151) of the name kept for examples and inventions: it points nowhere on purpose. */
export function feedId(...parts: readonly string[]): string {
  return `tag:data-surgery.invalid,2026:${parts.join("/")}`;
}
