/** How a file was made that a notebook's cell wrote: it stands beside the file, as `<file>.lineage`, and is true of these very bytes only. */
import { readRecord } from "./read-record.js";

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
}

export interface MadeCell {
  /** "cell 3": the number that stood beside it. */
  readonly name: string;
  readonly source: string;
  readonly sha256: string;
}

export interface MadeBy {
  readonly format: typeof madeByFormat;
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

export const mostLineageBytes: number = 2 * 1024 * 1024;
const most = { cells: 500, list: 500, text: 2000, source: 200_000 } as const;

/** Undefined where it is none, or is of another form: whoever wrote the file may have written anything. */
export function parseMadeBy(text: string): MadeBy | undefined {
  const given = readRecord(text);
  if (given === undefined || given.text("format", 100) !== madeByFormat) return undefined;
  const sha256 = given.checksum("sha256");
  const cells = given.list("cells", most.cells).map((one): MadeCell | undefined => {
    const [name, source, sum] = [one.text("name", 200), one.text("source", most.source), one.checksum("sha256")];
    return name === undefined || source === undefined || sum === undefined ? undefined : { name, source, sha256: sum };
  });
  const from = given.list("from", most.list).map((one): MadeFrom | undefined => {
    const name = one.text("name", most.text);
    if (name === undefined) return undefined;
    const url = one.text("url", most.text);
    return {
      name,
      ...one.some({ publisher: one.text("publisher", most.text), licence: one.text("licence", most.text) }),
      // Only what a reader may click.
      ...one.some({ url: url !== undefined && /^https?:\/\/[^\s<>"]+$/i.test(url) ? url : undefined }),
      ...one.some({ sha256: one.checksum("sha256"), readAt: one.text("readAt", 40) }),
    };
  });
  const whole = <Value>(list: readonly (Value | undefined)[]): Value[] => list.filter((one) => one !== undefined);
  if (sha256 === undefined || whole(cells).length < cells.length || whole(from).length < from.length) return undefined;
  return {
    format: madeByFormat,
    sha256,
    ...given.some({ notebook: given.text("notebook", 300) }),
    from: whole(from),
    steps: given.texts("steps", most.list, most.text),
    cells: whole(cells),
  };
}
