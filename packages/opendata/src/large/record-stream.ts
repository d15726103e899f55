import { createReadStream } from "node:fs";
import { decodeDos } from "../read/dos-code-pages.js";
import { splitRecords } from "../read/split-records.js";

/** How the text of a file is to be understood. */
export interface TextShape {
  /** As TextDecoder names it, or `utf-8-bom`, `cp850`, `cp437`. */
  readonly encoding: string;
  readonly delimiter: string;
  readonly crEnds: boolean;
}

/** Some records of a file, one after the other. */
export interface RecordBatch {
  readonly records: readonly (readonly string[])[];
  /** Numbers of records of this batch, counted from 1, that are blank but meant (a quoted cell). */
  readonly meantBlank: ReadonlySet<number>;
  readonly last: boolean;
}

/** What is read at once, in bytes. */
const pieceSize = 1024 * 1024;
/** A quotation mark that nothing closes within so many characters is taken for one that nobody closes. */
const mostCarried = 16 * 1024 * 1024;
/** Notes and totals stand at the end; the last batch is long enough to tell them from the rows above. */
const fewRecords = 2000;

/**
 * The records of a file of any size, in batches, split by the rules for small ones. A record that a piece cuts in two goes on in the next.
 * @throws TypeError where a byte does not fit the encoding, of UTF-8 only
 */
export async function* recordBatches(path: string, shape: TextShape): AsyncGenerator<RecordBatch> {
  const decode = createDecoder(shape.encoding);
  let held: RecordBatch | undefined;
  let rest = "";
  for await (const piece of createReadStream(path, { highWaterMark: pieceSize }) as AsyncIterable<Uint8Array>) {
    const text = rest + decode(piece, true);
    const split = splitRecords(text, shape);
    const cut = Math.min(split.lastStart, split.unclosedStart ?? text.length);
    const from = text.length - cut > mostCarried ? split.lastStart : cut;
    rest = text.slice(from);
    const batch = from === split.lastStart ? withoutLast(split) : batchOf(splitRecords(text.slice(0, from), shape));
    if (batch.records.length === 0) continue;
    if (held !== undefined) yield held;
    held = batch;
  }
  const end = batchOf(splitRecords(rest + decode(new Uint8Array(0), false), shape));
  if (held !== undefined && end.records.length >= fewRecords) yield held;
  else if (held !== undefined) {
    const before = held.records.length;
    yield {
      records: [...held.records, ...end.records],
      meantBlank: new Set([...held.meantBlank, ...[...end.meantBlank].map((row) => row + before)]),
      last: true,
    };
    return;
  }
  yield { ...end, last: true };
}

function batchOf({ records, meantBlank }: Pick<RecordBatch, "records" | "meantBlank">): RecordBatch {
  return { records, meantBlank, last: false };
}

function withoutLast({ records, meantBlank }: Pick<RecordBatch, "records" | "meantBlank">): RecordBatch {
  return { records: records.slice(0, -1), meantBlank, last: false };
}

function createDecoder(encoding: string): (bytes: Uint8Array, more: boolean) => string {
  if (encoding === "cp850" || encoding === "cp437") return (bytes) => decodeDos(bytes, encoding);
  const name = encoding.replace("utf-8-bom", "utf-8");
  const decoder = new TextDecoder(name, { fatal: name === "utf-8" });
  return (bytes, more) => decoder.decode(bytes, { stream: more });
}
