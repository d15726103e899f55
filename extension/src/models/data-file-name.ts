/** Names of data files: which can be read, which can be kept, and which are free. */

/** What the toolkit reads; a zip is looked into or refused in words. */
export const dataEndings: readonly string[] = ["csv", "tsv", "txt", "xlsx", "xls", "ods", "json", "geojson", "zip"];

/** A page holds a table in some twenty times its size of memory. */
export const mostBytes: number = 50 * 1024 * 1024;

export function isDataFile(name: string): boolean {
  return dataEndings.includes(endingOf(name).slice(1).toLowerCase());
}

/** Why a file can't be looked at here, or undefined. */
export function refusal(name: string, size: number): string | undefined {
  if (!isDataFile(name))
    return `${name} is not a kind of file that can be read here. These can: ${dataEndings.join(", ")}. If it is a table, open it in your spreadsheet program and save it as CSV.`;
  if (size <= mostBytes) return undefined;
  return `${name} has ${megabytes(size)}, and this page can look at files of up to ${megabytes(mostBytes)}. Ask for a smaller part of it (one year, one area), or put it beside the notebook and read it in a cell with read(…).`;
}

/** A name that servers and memory sticks take: hostile and odd signs become dashes. */
export function keptName(name: string): string {
  const ending = endingOf(name);
  const stem = name
    .slice(0, name.length - ending.length)
    .toWellFormed()
    .normalize("NFC")
    // oxlint-disable-next-line no-control-regex -- control characters are exactly what must go
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\\/:*?"<>|%]+/g, "-")
    .replace(/^[\s.-]+|[\s.]+$/g, "");
  const short = shortened(stem).replace(/[\s.]+$/, "");
  const safe = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(short) ? `my-${short}` : short;
  return `${safe === "" ? "data" : safe}${ending.toLowerCase()}`;
}

/** Disks count bytes and take 255 of them; there must be room for a number and an ending. */
function shortened(stem: string): string {
  const encoder = new TextEncoder();
  let short = "";
  let bytes = 0;
  for (const letter of stem) {
    bytes += encoder.encode(letter).length;
    if (bytes > 180) break;
    short += letter;
  }
  return short;
}

/** "loans.csv", or "loans 2.csv" where that is taken. Upper and lower case are one: on some computers they are. */
export function freeName(wanted: string, taken: Iterable<string>): string {
  const known = new Set(Array.from(taken, (name) => name.toLowerCase()));
  const ending = endingOf(wanted);
  const stem = wanted.slice(0, wanted.length - ending.length);
  for (let count = 1; ; count++) {
    const name = count === 1 ? wanted : `${stem} ${count}${ending}`;
    if (!known.has(name.toLowerCase())) return name;
  }
}

/** The same name with something in it and another ending: "loans (mended).csv". */
export function nameWith(name: string, word: string, ending: string): string {
  return `${name.slice(0, name.length - endingOf(name).length)}${word}${ending}`;
}

/** 3.2 MB, 512 KB. */
export function megabytes(bytes: number): string {
  const mega = bytes / 1024 / 1024;
  if (mega < 0.95) return `${Math.max(1, Math.round(bytes / 1024)).toLocaleString("en-GB")} KB`;
  return `${mega.toLocaleString("en-GB", { maximumFractionDigits: mega < 10 ? 1 : 0 })} MB`;
}

/** With its dot; empty where there is none. */
function endingOf(name: string): string {
  return /\.[A-Za-z0-9]{1,8}$/.exec(name)?.[0] ?? "";
}
