import { carriageReturnEnds, splitRecords } from "./split-records.js";

export interface DelimiterChoice {
  readonly delimiter: string;
  readonly reason: string;
}

const candidates = [",", ";", "\t", "|"] as const;
const sampleLength = 131_072;

/** The mark between cells: the one that gives the most records of one and the same width, from the earliest row on. */
export function findDelimiter(text: string): DelimiterChoice {
  const said = /^sep=(.)\r?\n/.exec(text);
  if (said?.[1] !== undefined) return { delimiter: said[1], reason: "The first line says so (sep=)." };
  const sample = text.slice(0, sampleLength);
  const crEnds = carriageReturnEnds(sample);
  const found = candidates
    .filter((delimiter) => sample.includes(delimiter))
    .map((delimiter) => measure(sample, delimiter, crEnds))
    .filter((measured) => measured.width > 1)
    .toSorted((a, b) => b.steps - a.steps || a.firstAt - b.firstAt || b.width - a.width);
  const best = found[0];
  if (best === undefined)
    return { delimiter: ",", reason: "No mark between cells was found: the file has one column." };
  // In prose commas come and go; a table has the same number in most of its rows.
  if (best.steps < 5 && best.first === 1) {
    return {
      delimiter: "\u001F",
      reason: "Commas stand here and there, but no mark parts the rows evenly: one column.",
    };
  }
  return {
    delimiter: best.delimiter,
    reason: `It parts ${best.alike} of the first ${best.records} lines into ${best.width} cells each.`,
  };
}

function measure(sample: string, delimiter: string, crEnds: boolean): Measured {
  const all = splitRecords(sample, { delimiter, crEnds, most: 400 }).records;
  // The last record of a sample may be cut.
  const records = (all.length > 2 && sample.length === sampleLength ? all.slice(0, -1) : all).filter(
    (r) => r.length > 0,
  );
  const widths = new Map<number, number>();
  // Titles and notes are one cell wide; what counts is the table among them.
  for (const record of records) if (record.length > 1) widths.set(record.length, (widths.get(record.length) ?? 0) + 1);
  const [width, alike] = [...widths].toSorted((a, b) => b[1] - a[1] || b[0] - a[0])[0] ?? [1, 0];
  const wide = records.findIndex((record) => record.length === width);
  return {
    delimiter,
    width,
    alike,
    records: records.length,
    // In twentieths, so that one ragged row in a hundred does not decide.
    steps: Math.round((alike / Math.max(1, records.length)) * 20),
    firstAt: wide,
    first: records[0]?.length ?? 1,
  };
}

interface Measured {
  readonly delimiter: string;
  readonly width: number;
  readonly alike: number;
  readonly records: number;
  readonly steps: number;
  readonly firstAt: number;
  readonly first: number;
}
