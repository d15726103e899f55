import type { Reading } from "./source-table.js";

/** What there is to say of a file's bytes where nothing in them is odd. */
export const plainReading: Omit<Reading, "format" | "encoding"> = {
  oddBytes: 0,
  byteOrderMark: false,
  delimiter: null,
  lineEnding: "none",
  lineEnds: { lf: 0, crlf: 0, cr: 0 },
  endsWithLineEnd: true,
  strayQuotes: [],
  unclosedQuotes: [],
  spacedQuotes: [],
  sheets: [],
  tableSheets: [],
  hiddenRows: 0,
};
