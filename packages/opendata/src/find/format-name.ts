const known: readonly (readonly [RegExp, string])[] = [
  [/geo\s*json/i, "GeoJSON"],
  [/csv|comma.separated/i, "CSV"],
  [/tsv|tab.separated/i, "TSV"],
  [/xlsx|openxml|spreadsheetml/i, "XLSX"],
  [/^\.?xls$|ms-?excel|excel/i, "XLS"],
  [/^\.?ods$|opendocument\.spreadsheet/i, "ODS"],
  [/json/i, "JSON"],
  [/\bpdf\b/i, "PDF"],
  [/\bzip\b/i, "ZIP"],
  [/\bhtml?\b/i, "web page"],
];

/** One name for what portals write in many ways ("text/csv", ".csv", "CSV file"); by the ending of the address where they say nothing. */
export function formatName(said: string | undefined, address: string): string {
  const told = known.find(([pattern]) => pattern.test(said ?? ""))?.[1];
  if (told !== undefined) return told;
  const ending = /\.([a-z\d]{2,7})$/i.exec(new URL(address).pathname)?.[1];
  const meant = ending === undefined ? undefined : known.find(([pattern]) => pattern.test(ending))?.[1];
  return meant ?? (said === undefined || said === "" ? "unknown" : said);
}

/** What `read` can read, the surest first. */
const readable = ["CSV", "TSV", "XLSX", "ODS", "XLS", "GeoJSON", "JSON", "ZIP"];

/** 0 for the surest; undefined for what `read` does not read. A file of unknown format may be tried. */
export function readingRank(format: string): number | undefined {
  const rank = readable.indexOf(format);
  if (rank >= 0) return rank;
  return format === "unknown" ? readable.length : undefined;
}
