/** The files and tables that stand behind findings: what they are, what may be done with them, and whether they may travel with the page. */
import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { OpenDataError } from "../open-data-error.js";
import { isKnownLicence, licenceConflict, licences } from "../publish/licences.js";
import { nothingThere } from "../publish/node/durable-files.js";
import { sizeWords } from "../publish/page-frame.js";
import { publishedTable } from "../publish/published-table.js";
import { privacyFindings } from "../publish/singling-out.js";
import { parseRelease } from "../publish/site.js";
import { fetchBytes } from "../read/fetch-bytes.js";
import { fileMark } from "../read/file-mark.js";
import { readBytes } from "../read/read-bytes.js";
import type { Lineage } from "../publish/release.js";
import { loadMadeBy } from "../publish/node/load-made-by.js";
import type { Origin } from "../table/provenance.js";
import type { EvidenceSource } from "./evidence-page.js";
import { notedFile } from "../web/noted-web.js";
import type { DataMade } from "./made-words.js";
import { isSaid } from "./publishing-checks.js";

/** Data that is a version of a published set. */
export interface PublishedAs {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly published: string;
}

/** One table or file that a finding rests on. */
export interface DataUsed extends DataMade {
  readonly name: string;
  readonly publisher?: string;
  readonly licence?: string;
  readonly date?: string;
  readonly url?: string;
  readonly readAt?: string;
  readonly sha256?: string;
  readonly size?: number;
  readonly published?: PublishedAs;
  /** Why it is not in the zip, in words. */
  readonly notPacked?: string;
}

/** With the bytes, where they may travel. `path` is where it lay on this computer. */
export interface DataFound {
  readonly used: DataUsed;
  readonly file?: { readonly bytes: Uint8Array; readonly path?: string; readonly url?: string; readonly name: string };
}

export interface DataWords {
  readonly sources: readonly EvidenceSource[];
  /** Why a file may be passed on whose licence does not say so, by its name. */
  readonly passOn: Readonly<Record<string, string>>;
  /** Whether the code of the notebooks that wrote the files goes along. */
  readonly showCode: boolean;
}

/** Each once, in the order in which the findings use them. */
export async function findData(origins: readonly Origin[], words: DataWords): Promise<DataFound[]> {
  const seen = new Map<string, Origin>();
  for (const origin of origins) {
    // Made in the notebook, and nobody said of what: there is nothing to tell.
    if (origin.file === undefined && origin.publisher === undefined && origin.url === undefined) continue;
    const key = origin.file === undefined ? `${origin.name}\n${origin.published ?? ""}` : origin.file.sha256;
    const before = seen.get(key);
    seen.set(key, before === undefined ? origin : { ...origin, ...before, ...keepBackOf(origin) });
  }
  const all = [...seen.values()];
  const found = await Promise.all(
    all.map((origin) => findOne(origin, sourceFor(origin, words.sources, all.length), words)),
  );
  let room = mostWebBytes;
  return found.map((one) => {
    if (one.file?.url === undefined) return one;
    const { length } = one.file.bytes;
    if (length <= room) {
      room -= length;
      return one;
    }
    const notPacked = `It has ${sizeWords(length)}, and copies from the web may have ${sizeWords(mostWebBytes)} together. Who runs this again reads it on the web.`;
    return { used: { ...one.used, notPacked } };
  });
}

/** A zip for a bid is sent by e-mail, or put on a stick. */
const mostWebBytes = 200_000_000;

/** One finding that hides small numbers is enough. */
function keepBackOf({ keepBack }: Origin): Pick<Origin, "keepBack"> {
  return keepBack === undefined ? {} : { keepBack };
}

/** What the maker of the page says of the same file: by its name, or because there is only one of each. */
function sourceFor(
  { name, file }: Origin,
  sources: readonly EvidenceSource[],
  many: number,
): EvidenceSource | undefined {
  const said = sources.find(
    (source) => (source.file !== undefined && source.file === file?.name) || source.title === name,
  );
  return said ?? (many === 1 && sources.length === 1 ? sources[0] : undefined);
}

async function findOne(
  origin: Origin,
  source: EvidenceSource | undefined,
  { passOn, showCode }: DataWords,
): Promise<DataFound> {
  const { file, readAt, url } = origin;
  const licence = firstSaid(origin.licence, source?.licence);
  const publisher = firstSaid(origin.publisher, source?.publisher);
  const date = firstSaid(origin.published, source?.date);
  const used: DataUsed = {
    name: origin.name,
    ...(publisher === undefined ? {} : { publisher }),
    ...(licence === undefined ? {} : { licence }),
    ...(date === undefined ? {} : { date }),
    ...(url === undefined ? {} : { url }),
    ...(readAt === undefined ? {} : { readAt }),
    ...(file === undefined ? {} : { sha256: file.sha256, size: file.size }),
  };
  if (file === undefined) return { used: { ...used, notPacked: "It did not come from a file of its own." } };
  const fetched = await bytesOf(file);
  if (typeof fetched === "string") return { used: { ...used, notPacked: fetched } };
  const published = file.path === undefined ? undefined : await publishedAs(file.path, file.sha256);
  const known: DataUsed =
    published === undefined
      ? { ...used, ...(await madeOf(file, showCode)) }
      : { ...published.words, ...used, ...published.made, published: published.as };
  // What is published already was looked at before, and its licence stands in its record.
  const why =
    published === undefined ? await whyNot(fetched, origin, licence, reasonFor(file.name, passOn)) : undefined;
  if (why !== undefined) return { used: { ...known, notPacked: why } };
  const { path, name } = file;
  return {
    used: known,
    file: {
      bytes: fetched,
      name,
      ...(path === undefined ? {} : { path }),
      ...(file.url === undefined ? {} : { url: file.url }),
    },
  };
}

function firstSaid(...texts: readonly (string | undefined)[]): string | undefined {
  return texts.find((text) => text !== undefined && isSaid(text));
}

/** The bytes that were read, or why they can't be had any more. */
async function bytesOf(file: NonNullable<Origin["file"]>): Promise<Uint8Array | string> {
  const changed = `It is no longer the file that was read. Run the notebook again from the top, and make this again.`;
  try {
    if (file.path === undefined && file.url === undefined) return "It was not read from a file on this computer.";
    const bytes =
      file.path === undefined
        ? (notedFile(file.url ?? "", file.sha256)?.bytes ??
          (await fetchBytes(new URL(file.url ?? ""), file.name, {})).bytes)
        : await readFile(file.path);
    return fileMark(bytes, file).sha256 === file.sha256 ? bytes : changed;
  } catch (error) {
    if (error instanceof OpenDataError) return `It could not be fetched again: ${error.message}`;
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return "It is no longer where it was read from.";
    throw error;
  }
}

/** What the notebooks noted that wrote it. */
async function madeOf({ path, sha256 }: NonNullable<Origin["file"]>, showCode: boolean): Promise<DataMade> {
  if (path === undefined) return {};
  const { made, notebook, steps } = await loadMadeBy(path, sha256, showCode);
  const [changed] = steps;
  return {
    ...(made === undefined ? {} : { made }),
    ...(notebook === undefined ? {} : { notebook }),
    ...(changed === undefined ? {} : { changed: changed.words }),
  };
}

interface PublishedFile {
  readonly as: PublishedAs;
  readonly words: Pick<DataUsed, "publisher" | "licence">;
  /** As its page tells it. */
  readonly made: DataMade;
}

/** A file in the folder of a published version says which one it is. */
async function publishedAs(path: string, sha256: string): Promise<PublishedFile | undefined> {
  const folder = dirname(resolve(path));
  const text = await readFile(join(folder, "release.json"), "utf8").catch(nothingThere);
  if (text === undefined) return undefined;
  try {
    const release = parseRelease(text, "release.json");
    const own = release.tables.find(({ csv, parquet }) =>
      [csv, parquet].some((mark) => mark?.path === basename(path) && mark.sha256 === sha256),
    );
    if (own === undefined) return undefined;
    const { made, notebook }: Partial<Lineage> = own.lineage;
    const { id, title, keeper, licence } = release.record;
    return {
      as: { id, title, version: release.version, published: release.published },
      words: { publisher: keeper.name, licence: licences[licence].title },
      made: made === undefined ? {} : { made, ...(notebook === undefined ? {} : { notebook }) },
    };
  } catch (error) {
    // Some other release.json: then this is a file like any other.
    if (error instanceof OpenDataError) return undefined;
    throw error;
  }
}

function reasonFor(name: string, passOn: DataWords["passOn"]): string | undefined {
  const reason = Object.hasOwn(passOn, name) ? passOn[name] : undefined;
  if (reason === undefined || !isSaid(reason)) return undefined;
  if (reason.trim().split(/\s+/).length < 4) {
    throw new OpenDataError(
      "options-not-understood",
      `Say in a sentence why ${name} may be passed on: “${reason}” is too short. It stands in the zip for others to read.`,
    );
  }
  return reason;
}

/** Undefined where nothing stands against passing it on as it is. */
async function whyNot(
  bytes: Uint8Array,
  origin: Origin,
  licence: string | undefined,
  reason: string | undefined,
): Promise<string | undefined> {
  const { name } = origin.file ?? origin;
  if (reason === undefined) {
    if (licence === undefined) return `Nobody has said under which licence ${name} may be passed on.`;
    if (!mayPassOn(licence)) return `Its licence (“${licence}”) does not say that it may be passed on.`;
  }
  // What was found on the web is public already; a file of one's own is looked at first.
  if (origin.file?.url !== undefined) return undefined;
  if (origin.keepBack !== undefined && reason === undefined) return origin.keepBack;
  const table = publishedTable(await readBytes(bytes, { name }), name);
  const found = privacyFindings(table, { decisions: [] });
  const named = found.find(({ code }) => code === "personal-data");
  if (named !== undefined) return `It may name people. ${named.what} Save a file without these columns, and read that.`;
  const first = found[0];
  if (first === undefined || reason !== undefined) return undefined;
  return `People may be known again in it. ${first.what} Put areas or groups together, or say in passOn why it may be passed on.`;
}

/** Unchanged, to anybody. */
function mayPassOn(licence: string): boolean {
  if (!isKnownLicence(licence)) return false;
  if (/share-?alike|by-sa|odbl|open database/i.test(licence)) return !/\bnc\b|non-?commercial/i.test(licence);
  return licenceConflict("CC-BY-4.0", licence) === undefined;
}
