/** How a file is to be read, as it stands in a form, a store or a record: data of a known form, or not taken at all. */
import { mostNames, type KeptReading, type ReadingWish } from "../read/kept-reading.js";
import type { RecordReader } from "./record-reader.js";

/** What may stand between cells. */
export const knownDelimiters = [",", ";", "\t", "|"] as const;

export function parseKeptReading(value: unknown): KeptReading | undefined {
  if (!isObject(value)) return undefined;
  const wish = parseReadingWish(value["wish"]);
  const { headings, sheets, file } = value;
  if (wish === undefined || !isNames(headings) || !isNames(sheets)) return undefined;
  if (file !== undefined && !(typeof file === "string" && /^[0-9a-f]{64}$/.test(file))) return undefined;
  return {
    wish,
    ...(headings === undefined ? {} : { headings }),
    ...(sheets === undefined ? {} : { sheets }),
    ...(file === undefined ? {} : { file }),
  };
}

/** Of a form, each field of which is looked at where it stands; others are left. */
function parseReadingWish(value: unknown): ReadingWish | undefined {
  if (!isObject(value)) return undefined;
  const { encoding, delimiter, headerRow, headerRows, footerRows, sheet } = value;
  if (![encoding, delimiter, sheet].every((one) => one === undefined || isText(one))) return undefined;
  if (![headerRow, headerRows, footerRows].every((one) => one === undefined || isCount(one))) return undefined;
  return given({ encoding, delimiter, headerRow, headerRows, footerRows, sheet });
}

/** As a person writes it into `publish.json`. */
export function readingWishOf(reader: RecordReader): ReadingWish {
  return given({
    sheet: reader.maybeText("sheet"),
    headerRow: reader.maybeCount("headerRow"),
    headerRows: reader.maybeCount("headerRows"),
    footerRows: reader.maybeCount("footerRows"),
    encoding: reader.maybeText("encoding"),
    delimiter: reader.maybe("delimiter", () => reader.oneOf("delimiter", knownDelimiters)),
  });
}

const given = (fields: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const isText = (value: unknown): value is string =>
  typeof value === "string" && value !== "" && value.length <= longestName;
const isCount = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) >= 0 && (value as number) < 1e6;
const isNames = (value: unknown): value is readonly string[] | undefined =>
  value === undefined || (Array.isArray(value) && value.length <= mostNames && value.every(isText));

const longestName = 1000;

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
