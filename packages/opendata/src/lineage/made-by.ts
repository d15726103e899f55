/** How a file was made that a notebook's cell wrote: it stands beside the file, as `<file>.lineage`, and is true of these very bytes only. */
import { readRecord, type ReadRecord } from "./read-record.js";

export const madeByFormat = "data-surgery-lineage/1";

/** What to call the file beside a file. */
export const madeByName = (file: string): string => `${file}.lineage`;

/** A table or file that went into it. */
export interface MadeFrom {
  readonly name: string;
  readonly publisher?: string;
  readonly licence?: string;
  readonly url?: string;
  readonly sha256?: string;
  readonly readAt?: string;
  /** A notebook once wrote it, and it was changed before it was read: the notebook's name. */
  readonly changedSince?: string;
  /** A notebook wrote it anew after it was read: the notebook's name. What was read is not there any more. */
  readonly madeAnewSince?: string;
}

export interface MadeCell {
  /** "cell 3": the number that stood beside it. */
  readonly name: string;
  readonly source: string;
  readonly sha256: string;
}

/** What is known of one file that a cell wrote. */
export interface MadeFile {
  /** Of the file that was written. */
  readonly sha256: string;
  /** The notebook's name, where it is known. */
  readonly notebook?: string;
  readonly from: readonly MadeFrom[];
  /** What was done to the table, in words. */
  readonly steps: readonly string[];
  /** The cells that had run, in their order; the last is the one that wrote the file. */
  readonly cells: readonly MadeCell[];
}

/** A file on the way here, which a cell wrote as well. */
export interface EarlierMade extends MadeFile {
  readonly file: string;
}

export interface MadeBy extends MadeFile {
  readonly format: typeof madeByFormat;
  /**
   * The files among those in `from`, and among those that they were made from, which a notebook wrote: oldest first, each once (the
   * same cell that wrote the same bytes), so a circle of files ends by itself. They are found by their checksums.
   */
  readonly earlier?: readonly EarlierMade[];
  /** More came before these than are kept. */
  readonly earlierCut?: true;
}

/** A notebook whose name nobody knows. */
export const unnamedNotebook = "a notebook";

export const mostEarlier = 20;
export const mostLineageBytes: number = 2 * 1024 * 1024;
const most = { cells: 500, list: 500, text: 2000, source: 200_000 } as const;

/** Undefined where it is none, or is of another form: whoever wrote the file may have written anything. */
export function parseMadeBy(text: string): MadeBy | undefined {
  const given = readRecord(text);
  if (given === undefined || given.text("format", 100) !== madeByFormat) return undefined;
  const own = fileOf(given);
  const earlier = given.list("earlier", mostEarlier).map((one): EarlierMade | undefined => {
    const [file, made] = [one.text("file", most.text), fileOf(one)];
    return file === undefined || made === undefined ? undefined : { file, ...made };
  });
  const kept = whole(earlier);
  if (own === undefined || kept === undefined) return undefined;
  return {
    format: madeByFormat,
    ...own,
    ...(kept.length === 0 ? {} : { earlier: kept }),
    ...(given.isTrue("earlierCut") ? { earlierCut: true } : {}),
  };
}

function fileOf(given: ReadRecord): MadeFile | undefined {
  const sha256 = given.checksum("sha256");
  const cells = whole(given.list("cells", most.cells).map(cellOf));
  const from = whole(given.list("from", most.list).map(fromOf));
  if (sha256 === undefined || cells === undefined || from === undefined) return undefined;
  return {
    sha256,
    ...given.some({ notebook: given.text("notebook", 300) }),
    from,
    steps: given.texts("steps", most.list, most.text),
    cells,
  };
}

function cellOf(one: ReadRecord): MadeCell | undefined {
  const [name, source, sum] = [one.text("name", 200), one.text("source", most.source), one.checksum("sha256")];
  return name === undefined || source === undefined || sum === undefined ? undefined : { name, source, sha256: sum };
}

function fromOf(one: ReadRecord): MadeFrom | undefined {
  const name = one.text("name", most.text);
  if (name === undefined) return undefined;
  const url = one.text("url", most.text);
  return {
    name,
    ...one.some({ publisher: one.text("publisher", most.text), licence: one.text("licence", most.text) }),
    // Only what a reader may click.
    ...one.some({ url: url !== undefined && /^https?:\/\/[^\s<>"]+$/i.test(url) ? url : undefined }),
    ...one.some({ sha256: one.checksum("sha256"), readAt: one.text("readAt", 40) }),
    ...one.some({ changedSince: one.text("changedSince", 300), madeAnewSince: one.text("madeAnewSince", 300) }),
  };
}

/** All or nothing: a lineage with a hole in it would say what is not so. */
function whole<Value>(list: readonly (Value | undefined)[]): Value[] | undefined {
  const there = list.filter((one) => one !== undefined);
  return there.length < list.length ? undefined : there;
}
