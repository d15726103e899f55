/** The web addresses that a data set names as where it came from, what was found behind them, and that in words. Pure. */
import type { DataSetRecord } from "./data-set-record.js";
import { dayWords } from "./page-frame.js";

export interface SourceLink {
  readonly url: string;
  /** What stands behind it, as part of a sentence: `the source “Council visits”`. */
  readonly what: string;
}

/**
 * `there`. `moved`: for good, says the host. `home`: sent on to the first page of a site, which is often a way to say that it is gone.
 * `unsure`: the host refuses programs, or is not asked, so nobody can say. `gone`: 404 or 410. `failing`: the host is ill, silent, or not to be found.
 */
export type LinkState = "there" | "moved" | "home" | "unsure" | "gone" | "failing";

export interface LinkFinding {
  readonly url: string;
  readonly state: LinkState;
  /** What the host answered, 0 where none did. */
  readonly status: number;
  /** Where it sends on to, for `moved` and `home`. */
  readonly to?: string;
  /** Why no host answered, in a sentence. */
  readonly why?: string;
}

/** Each address once, the first that is named for it. */
export function sourceLinks({ sources, tables, keeper }: DataSetRecord): SourceLink[] {
  const all: SourceLink[] = [
    ...sources.flatMap(({ url, title }) => (url === undefined ? [] : [{ url, what: `the source “${title}”` }])),
    ...tables.flatMap(({ file, name }) =>
      /^https?:\/\//i.test(file) ? [{ url: file, what: `the file that “${name}” is made from` }] : [],
    ),
    ...(keeper.url === undefined ? [] : [{ url: keeper.url, what: "the keeper’s page" }]),
  ];
  return all.filter(({ url }, at) => all.findIndex((one) => one.url === url) === at);
}

/** Whether it may be called broken, once it is found twice on different days. */
export const isBroken = (state: LinkState): boolean => state === "gone" || state === "failing";

/** What to tell its keeper; undefined where all is well. @param since when it was first found so, ISO 8601 */
export function linkWords({ url, what }: SourceLink, finding: LinkFinding, since?: string): string | undefined {
  const { host } = new URL(url);
  const from = since === undefined ? "" : ` since ${dayWords(since)}`;
  const subject = what[0]?.toUpperCase() + what.slice(1);
  switch (finding.state) {
    case "there":
      return undefined;
    case "moved":
      return `${subject} has moved for good, says ${host}: from ${url} to ${finding.to ?? ""}. Name the new address.`;
    case "home":
      return `${subject} is not at ${url} any more${from}: ${host} leads to a first page instead (${finding.to ?? ""}). Look there for where it is now.`;
    case "unsure":
      if (finding.status === 0) return `${subject} could not be looked at: ${finding.why ?? ""}`.trim();
      return `${subject} could not be looked at: ${host} refuses programs (it answers ${finding.status}). Open ${url} in your browser now and then.`;
    case "gone":
      return `${subject} can’t be found: ${url} answers ${finding.status}${from}. Look on the publisher’s page for the new address, or say what you use instead.`;
    case "failing":
    default:
      return finding.status === 0
        ? `${subject} can’t be reached${from}: ${url}. ${finding.why ?? ""}`.trim()
        : `${subject} can’t be had at the moment: ${url} answers ${finding.status}${from}, which is a fault of ${host}.`;
  }
}
