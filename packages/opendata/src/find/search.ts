import { countOf } from "../say.js";
import { OpenDataError } from "../open-data-error.js";
import { createRowMaker, type Row } from "../row.js";
import { dayWords } from "../publish/page-frame.js";
import { Table } from "../table/table.js";
import { keptWebName } from "../web/kept-web.js";
import { askPortals } from "./ask-portal.js";
import { rememberFound } from "./found-rows.js";
import type { Ask, FoundData, Portal } from "./portal.js";
import { portalCalled, portals } from "./portals.js";
import { rememberedPortal } from "./remembered-portal.js";

export interface SearchOptions {
  /** Where: a portal's name, the address of one, or several of them. data.gov.uk if you don't say. */
  readonly in?: string | readonly string[];
  /** At most so many from each portal; 20 if you don't say, 100 at most. */
  readonly most?: number;
  /** How long a portal may say nothing, in milliseconds; 20 seconds if you don't say. */
  readonly patience?: number;
  readonly signal?: AbortSignal;
}

export const searchColumns: readonly string[] = [
  "title",
  "publisher",
  "licence",
  "updated",
  "formats",
  "portal",
  "address",
];

/** See `search` in find-verbs.ts. */
export async function searchPortals(words: string, options: SearchOptions = {}): Promise<Table> {
  return searchWith(words, options, portals, askPortals(options));
}

/** As `searchPortals`, with the portals and the way to ask them. */
export async function searchWith(
  words: string,
  options: SearchOptions,
  known: readonly Portal[],
  ask: Ask,
): Promise<Table> {
  if (typeof words !== "string" || words.trim() === "") {
    throw new OpenDataError("no-words", 'Say in words what to search for: search("libraries birmingham").');
  }
  const wanted =
    options.in === undefined ? ["data.gov.uk"] : typeof options.in === "string" ? [options.in] : options.in;
  const copies: string[] = [];
  const asked = wanted.map((name) => rememberedPortal(portalCalled(name, known), (at) => void copies.push(at)));
  const most = Math.min(Math.max(1, Math.floor(options.most ?? 20)), 100);
  const answers = await Promise.allSettled(asked.map((portal) => portal.search(words.trim(), most, ask)));
  const failures = answers.flatMap((answer) => (answer.status === "rejected" ? [answer.reason as unknown] : []));
  // One portal of several that is down does not take away what the others found; it is told in the step.
  if (failures.length === answers.length || failures.some((failure) => !(failure instanceof OpenDataError))) {
    throw failures[0];
  }
  const found = answers.flatMap((answer) => (answer.status === "fulfilled" ? answer.value : []));
  const names = asked.map(({ name }) => name).join(", ");
  const hint = found.length === 0 ? " Try fewer words, or others." : "";
  const told = failures.map((failure) => ` ${failure instanceof Error ? failure.message : ""}`).join("");
  const step = {
    words: `Asked ${names} for “${words.trim()}”: ${countOf(found.length, "data set")}.${hint}${told}${copyWords(copies[0])}`,
    rowsBefore: 0,
    rowsAfter: found.length,
  };
  const about = {
    name: `Data sets on “${words.trim()}”`,
    publisher: names,
    readAt: new Date().toISOString(),
    steps: [step],
  };
  return new Table(rowsOf(found), searchColumns, about);
}

/** Who runs old evidence anew must know that nobody was asked. */
function copyWords(askedAt: string | undefined): string {
  return askedAt === undefined
    ? ""
    : ` This is the answer of ${dayWords(askedAt)}, as ${keptWebName} keeps it: nobody was asked.`;
}

function rowsOf(found: readonly FoundData[]): readonly Row[] {
  const make = createRowMaker(searchColumns, null);
  return found.map((data) => {
    const { title, publisher, licence, updated, formats, portal, address } = data;
    const row = make([title, publisher, licence, updated, formats, portal, address]);
    rememberFound(row, { data });
    return row;
  });
}
