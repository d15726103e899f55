import type { SourceTable } from "../../read/source-table.js";
import type { Fault } from "../fault.js";
import { countOf } from "../../say.js";
import { rowPlaces } from "../tally.js";

const whole = { count: 1, unit: "file", first: { row: 1, column: null }, columns: [], places: [] } as const;

/** What is wrong with the bytes: encoding, line endings, quotation marks. */
export function fileFaults({ reading }: SourceTable): Fault[] {
  return [...encodingFaults(reading), ...lineFaults(reading), ...quoteFaults(reading), ...otherFaults(reading)];
}

type Reading = SourceTable["reading"];

function encodingFaults(reading: Reading): Fault[] {
  const faults: Fault[] = [];
  if (reading.byteOrderMark && reading.encoding === "utf-8-bom") {
    faults.push({
      ...whole,
      code: "byte-order-mark",
      what: "Three invisible bytes stand before the first heading.",
      why: "A program that keeps them can't find the first column by its name.",
      fix: { words: "They were left out when reading.", done: true, fix: null },
    });
  }
  if (reading.oddBytes > 0) {
    faults.push({
      ...whole,
      code: "mixed-encoding",
      count: reading.oddBytes,
      what: `The file mixes two encodings; ${countOf(reading.oddBytes, "letter or sign", "letters or signs")} did not fit the rest.`,
      why: "Whatever encoding a program takes, some names or pound signs come out wrong. Most likely rows from two programs were put together.",
      fix: {
        words: "Each was read as what it is. Save the file as UTF-8 before you pass it on.",
        done: true,
        fix: null,
      },
    });
  }
  const { encoding } = reading;
  if (encoding !== null && !encoding.startsWith("utf-8") && reading.oddBytes === 0) {
    faults.push({
      ...whole,
      code: "not-utf8",
      what: `The file is written in ${encoding}, not in UTF-8.`,
      why: "Many programs expect UTF-8 and show wrong signs for £, é or ’.",
      fix: { words: `It was read as ${encoding}. Save it as UTF-8 before you pass it on.`, done: true, fix: null },
    });
  }
  return faults;
}

function lineFaults({ lineEnds, format }: Reading): Fault[] {
  if (format !== "csv") return [];
  const ends = [lineEnds.lf, lineEnds.crlf, lineEnds.cr].toSorted((a, b) => b - a);
  const fewer = (ends[1] ?? 0) + (ends[2] ?? 0);
  if (fewer > 0) {
    return [
      {
        ...whole,
        code: "mixed-line-endings",
        count: fewer,
        unit: "rows",
        what: `Rows end in more than one way: ${countOf(fewer, "row ends", "rows end")} differently from the rest.`,
        why: "A program that knows only one of them takes two rows for one.",
        fix: { words: "All were taken as ends of rows.", done: true, fix: null },
      },
    ];
  }
  if (lineEnds.cr === 0) return [];
  return [
    {
      ...whole,
      code: "old-mac-line-endings",
      what: "Rows end as on Macs of before 2001.",
      why: "Many programs see the whole file as one row.",
      fix: { words: "They were taken as ends of rows.", done: true, fix: null },
    },
  ];
}

function quoteFaults(reading: Reading): Fault[] {
  const faults: Fault[] = [];
  const add = (code: Fault["code"], rows: readonly number[], what: string, why: string, words: string): void => {
    if (rows.length > 0) {
      faults.push({
        code,
        count: rows.length,
        unit: "rows",
        columns: [],
        ...rowPlaces(rows),
        what,
        why,
        fix: { words, done: true, fix: null },
      });
    }
  };
  const { unclosedQuotes, strayQuotes, spacedQuotes } = reading;
  add(
    "unclosed-quote",
    unclosedQuotes,
    `In ${countOf(unclosedQuotes.length, "row")} a quotation mark opens and is never closed.`,
    "Many programs then take the rows after it for part of one cell.",
    "The mark was read as an ordinary sign. Look at that row.",
  );
  const open = new Set(unclosedQuotes);
  const stray = strayQuotes.filter((row) => !open.has(row));
  add(
    "stray-quote",
    stray,
    `In ${countOf(stray.length, "row")} a quotation mark stands inside a cell without being doubled.`,
    "Programs disagree about where such a cell ends.",
    "The mark was kept as part of the text.",
  );
  add(
    "space-before-quote",
    spacedQuotes,
    `In ${countOf(spacedQuotes.length, "row")} a space stands before a quotation mark.`,
    "Strict programs then cut the cell at the commas inside it.",
    "The space was ignored.",
  );
  return faults;
}

function otherFaults(reading: Reading): Fault[] {
  const faults: Fault[] = [];
  if (reading.format === "html") {
    faults.push({
      ...whole,
      code: "html-as-data",
      what: "The file is a web page with a table in it, whatever its name says.",
      why: "Programs for data refuse it or show the page's code.",
      fix: {
        words: "The first table of the page was read. Look for a real CSV or Excel file on the publisher's page.",
        done: true,
        fix: null,
      },
    });
  }
  if (reading.hiddenRows > 0) {
    faults.push({
      ...whole,
      code: "hidden-rows",
      count: reading.hiddenRows,
      unit: "rows",
      what: `${countOf(reading.hiddenRows, "row is", "rows are")} hidden in the spreadsheet.`,
      why: "They count in every sum here, though nobody sees them there. They may also hold what was not meant to be shared.",
      fix: { words: "They were read with the rest. Show them in the spreadsheet and decide.", done: true, fix: null },
    });
  }
  return faults;
}
