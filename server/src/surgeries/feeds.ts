/** What is on, as feeds that readers and other sites take in: Atom (RFC 4287) and RSS 2.0. */
import { Feed } from "feed";
import { clockWords, dateWords } from "./local-time.js";
import type { SurgeryDate } from "./surgeries.js";

export interface FeedAddresses {
  readonly home: string;
  readonly atom: string;
  readonly rss: string;
  readonly page: (slug: string) => string;
}

export function surgeriesFeed(dates: readonly SurgeryDate[], addresses: FeedAddresses): Feed {
  const newest = Math.max(0, ...dates.map(({ changedAt }) => changedAt));
  const feed = new Feed({
    id: addresses.home,
    title: "Surgeries: what is on",
    description: "Open data surgeries and workshops: when, where and for whom.",
    link: addresses.home,
    language: "en-GB",
    updated: new Date(newest),
    feedLinks: { atom: addresses.atom, rss: addresses.rss },
    copyright: "",
    generator: "Data Surgery",
  });
  for (const date of dates) {
    const { surgery } = date;
    const { venue } = surgery;
    const when = `${dateWords(date.startsAt, venue.timeZone)}, ${clockWords(date, venue.timeZone)}`;
    feed.addItem({
      id: `urn:uuid:${date.id}`,
      title: `${date.status === "cancelled" ? "Called off: " : ""}${surgery.title}, ${when}`,
      link: `${addresses.page(surgery.slug)}#d-${date.announcedFor}`,
      description: [date.note, `${venue.name}, ${venue.address}.`, surgery.about]
        .filter((part) => part !== "")
        .join(" "),
      date: new Date(Math.max(date.changedAt, surgery.changedAt)),
      published: new Date(surgery.createdAt),
      author: [{ name: surgery.hostGroup }],
    });
  }
  return feed;
}
