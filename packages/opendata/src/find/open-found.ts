import { OpenDataError } from "../open-data-error.js";
import { plainPart } from "../plain-part.js";
import { readBytes } from "../read/read-bytes.js";
import { usualLimit } from "../read/size-limit.js";
import type { ReadOptions } from "../read/read-options.js";
import { createRowMaker, type Row } from "../row.js";
import { tableOfSource } from "../table/read.js";
import { Table } from "../table/table.js";
import { webBytes } from "../web/web-bytes.js";
import { present } from "./answer-parts.js";
import { askPortals } from "./ask-portal.js";
import { chooseFile } from "./choose-file.js";
import { foundBehind, rememberFound, type Found } from "./found-rows.js";
import type { Ask, FoundData, FoundFile, OpenWishes, Portal } from "./portal.js";
import { portalOf, portals } from "./portals.js";
import { rememberedPortal } from "./remembered-portal.js";
import { keepRecords, type RecordRule } from "./keep-records.js";
import { onlyFileIn, unpackWhole } from "../read/packed-file.js";

export interface OpenOptions extends ReadOptions, OpenWishes {
  /** Which of its files, where a data set has several: the number, a part of the title or the format in `filesOf`. */
  readonly file?: number | string;
  /** Only the rows that fit a rule. A large list of records (JSON in a zip, as the charity register is) then need not fit into memory. */
  readonly only?: RecordRule;
}

/** What `open` opens: a row that `search` or `filesOf` gave, or an address. */
export type Openable = Row | string | URL;

/** See `open` in find-verbs.ts. */
export async function openFound(source: Openable, options: OpenOptions = {}): Promise<Table> {
  return openWith(source, options, portals, askPortals(options));
}

/** See `filesOf` in find-verbs.ts. */
export async function filesOfFound(source: Openable, options: OpenOptions = {}): Promise<Table> {
  return filesWith(source, options, portals, askPortals(options));
}

export async function openWith(
  source: Openable,
  options: OpenOptions,
  known: readonly Portal[],
  ask: Ask,
): Promise<Table> {
  const found = await resolve(source, options, known, ask);
  const file = found.file ?? chooseFile(found.data, options.file);
  const url = new URL(file.address);
  const name = fileName(url, file);
  const { bytes, ...how } = await webBytes(url, name, options);
  const inside = await insideOf(bytes, name, file, options);
  const from = { name: inside.name, url: url.href, ...how };
  const whole = tableOfSource(await readBytes(inside.bytes, from, options));
  const table = options.only === undefined || inside.chosen ? whole : whole.filter(options.only);
  const { publisher, licence, updated, portal, title } = found.data;
  return table.from(
    present({
      name: file.title === title || file.title === "" ? title : `${title}: ${file.title}`,
      publisher,
      licence,
      published: file.updated ?? updated,
      portal: portal === "" ? undefined : portal,
    }),
  );
}

/** What a zip holds, or the file as it came. `chosen`: the rule was applied already. */
async function insideOf(
  bytes: Uint8Array,
  name: string,
  { format }: FoundFile,
  { only, mostBytes }: OpenOptions,
): Promise<{ readonly name: string; readonly bytes: Uint8Array; readonly chosen: boolean }> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b || !/zip/i.test(format)) return { name, bytes, chosen: false };
  const packed = onlyFileIn(bytes, name);
  if (only !== undefined && /\.json$/i.test(packed.name)) {
    const kept = await keepRecords(packed.chunks(), only, packed.name, mostBytes ?? usualLimit);
    return { name: packed.name, bytes: kept, chosen: true };
  }
  if (packed.saidBytes > (mostBytes ?? usualLimit) && /\.json$/i.test(packed.name)) {
    throw new OpenDataError(
      "too-large",
      `${packed.name} has ${Math.round(packed.saidBytes / 1024 / 1024).toLocaleString("en-GB")} MB, too many to open here at once. Say which rows you need, and only those are kept as it goes by: open(…, { only: (row) => row.charity_contact_postcode?.startsWith("B") }).`,
    );
  }
  return { name: packed.name, bytes: await unpackWhole(packed, mostBytes), chosen: false };
}

export async function filesWith(
  source: Openable,
  options: OpenOptions,
  known: readonly Portal[],
  ask: Ask,
): Promise<Table> {
  const { data } = await resolve(source, options, known, ask);
  const columns = ["number", "title", "format", "updated", "address"];
  const make = createRowMaker(columns, null);
  const rows = (data.files ?? []).map((file, at) => {
    const row = make([at + 1, file.title, file.format, file.updated, file.address]);
    rememberFound(row, { data, file });
    return row;
  });
  const { title, publisher, licence, address, portal } = data;
  const about = present({ name: `Files of “${title}”`, publisher, licence, url: address, portal, steps: [] });
  return new Table(rows, columns, about);
}

async function resolve(source: Openable, wishes: OpenWishes, known: readonly Portal[], ask: Ask): Promise<Found> {
  const behind = typeof source === "object" ? foundBehind(source) : undefined;
  if (behind?.file !== undefined || behind?.data.files !== undefined) return behind;
  const address = addressOf(source);
  if (address.host === "api.charitycommission.gov.uk") throw needsKey();
  const portal = portalOf(address, known);
  // The address of a file itself: read as it is, with nothing known of who published it.
  if (portal === undefined) return { data: unknownData(address), file: fileAt(address) };
  const data = await rememberedPortal(portal).resources(address, ask, wishes);
  // A row tells more than the page where a portal's two answers differ: what was seen first stays.
  return {
    data: behind === undefined ? data : { ...data, ...present({ licence: behind.data.licence ?? data.licence }) },
  };
}

function addressOf(source: Openable): URL {
  const said: unknown = typeof source === "object" && !("href" in source) ? source["address"] : source;
  const text =
    typeof said === "string" ? said : said instanceof URL ? said.href : String((said as URL | undefined)?.href);
  if (/^https?:\/\//i.test(text) && URL.canParse(text)) return new URL(text);
  throw new OpenDataError(
    "no-file",
    'This is neither a row that search gave nor an address that begins with https://. For instance: open(found.at(0)). A file beside the notebook is read with read("data/file.csv").',
  );
}

function fileAt(address: URL): FoundFile {
  return { title: "", format: /\.zip$/i.test(address.pathname) ? "ZIP" : "unknown", address: address.href };
}

function unknownData(address: URL): FoundData {
  return {
    title: plainPart(address.pathname.split("/").at(-1) ?? "") || address.hostname,
    address: address.href,
    portal: "",
  };
}

/** The file's own name where it has an ending; JSON is known by it. */
function fileName(url: URL, { title, format }: FoundFile): string {
  const last = plainPart(url.pathname.split("/").at(-1) ?? "");
  if (/\.[a-z\d]{2,7}$/i.test(last)) return last;
  const ending = /json/i.test(format) ? ".json" : "";
  return `${title === "" ? last || url.hostname : title}${ending}`;
}

function needsKey(): OpenDataError {
  return new OpenDataError(
    "needs-key",
    'The Charity Commission\'s API answers only people who have a key of their own, and no key may stand in a notebook that others see. The same register is given out as files: search("charities", { in: "charity-commission" }).',
  );
}
