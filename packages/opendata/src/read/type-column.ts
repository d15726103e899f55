import { cellWord, wordsIn, type CellWord } from "./cell-words.js";
import { Sign, type Census } from "./census.js";
import {
  emailPattern,
  phonePattern,
  postcodePattern,
  promisesCodes,
  promisesDates,
  urlPattern,
} from "./code-shapes.js";
import { enough, shareOf, worthTrying } from "./column-share.js";
import { parseCompactDate, parseDate, type DateReading } from "./parse-date.js";
import { isPlainNumber, parseContinental, parseNumber } from "./parse-number.js";
import type { ColumnType, DateOrder } from "./source-table.js";
import { dateColumn, dateReader, parseSerial, tryDates } from "./type-dates.js";
import type { TypedColumn } from "./typed-column.js";

export interface TypeWishes {
  readonly type?: ColumnType | undefined;
  readonly dateOrder?: DateOrder | undefined;
}

/** What a column holds. Decided once for the whole column, over every cell, and never from the first rows alone. */
export function typeColumn(census: Census, heading: string, wishes: TypeWishes = {}): TypedColumn {
  const filled = census.size - census.blank;
  if (wishes.type !== undefined) return asWished(census, wishes.type, wishes.dateOrder);
  if (filled === 0)
    return {
      type: "empty",
      reason: "No cell is filled in.",
      values: census.values.map(() => null),
      missing: census.size,
    };
  // 20140401 is a number too; the heading knows better.
  const promised = promisesDates(heading) ? tryDates(census, heading, wishes.dateOrder) : undefined;
  if (promised !== undefined) return promised;
  const numbers = tryNumbers(census, heading);
  if (numbers !== undefined) return numbers;
  const dates = tryDates(census, heading, wishes.dateOrder);
  if (dates !== undefined) return dates;
  return tryBooleans(census) ?? tryTimes(census, heading) ?? asText(census, heading);
}

/** The values of more cells of a column whose type was decided already, as that decision reads them. */
export function valuesAs(
  census: Census,
  column: { readonly type: ColumnType; readonly heading: string; readonly dateOrder?: DateOrder | undefined },
): TypedColumn["values"] {
  const { type, heading, dateOrder } = column;
  switch (type) {
    case "integer":
    case "number":
    case "currency":
      return numberColumn(census, type, "").values;
    case "date":
    case "datetime":
      return dateColumn(census, dateReader(heading), dateOrder, type === "datetime").values;
    case "boolean":
    case "empty":
      return asWished(census, type, undefined).values;
    case "code":
    case "postcode":
      return textValues(census, "codes").values;
    case "text":
    case "time":
    default:
      return textValues(census, "text").values;
  }
}

function tryNumbers(census: Census, heading: string): TypedColumn | undefined {
  const fits = (value: string): boolean => parseNumber(value) !== undefined || parseContinental(value) !== undefined;
  if (!worthTrying(census, "numbers", fits)) return undefined;
  let plain = 0;
  let whole = 0;
  let decimalNought = 0;
  let money = 0;
  let dressed = 0;
  let spaced = 0;
  let continental = 0;
  let others = 0;
  let leadingZero = false;
  let tooLong = false;
  let codeLike = 0;
  let negative = false;
  census.trimmed.forEach((value, place) => {
    if (value === "") return;
    const count = census.counts[place] ?? 0;
    if (isPlainNumber(value)) {
      plain += count;
      if (/^-?\d+$/.test(value)) whole += count;
      else if (value.endsWith(".0")) decimalNought += count;
      if (/^0\d/.test(value)) leadingZero = true;
      if (/^-?\d{16,}/.test(value)) tooLong = true;
      if (value.startsWith("-")) negative = true;
      return;
    }
    const read = parseNumber(value);
    if (read !== undefined) {
      dressed += count;
      if (/^\d+(?: \d+)+$/.test(value)) spaced += count;
      if (read.whole) whole += count;
      if (read.currency !== null) money += count;
      if (/^\+\d{10,}$/.test(value)) codeLike += count;
    } else if (parseContinental(value) !== undefined) continental += count;
    else if (cellWord(value, "numbers") === undefined) {
      others += count;
      if (/^\S*\d{3}\S*$/.test(value) && !/[<>=~]/.test(value)) codeLike += count;
    }
  });
  const sum = plain + dressed + continental + others;
  if (sum === 0) return undefined;
  if (leadingZero) return asCodes(census, "Some start with a nought, which a number would lose: kept as text.");
  if (tooLong) return asCodes(census, "They have more digits than a number can hold exactly: kept as text.");
  if (codeLike > 0 && codeLike === others)
    return asCodes(census, "Not all are plain numbers, and the others look like codes too: kept as text.");
  const numeric = plain + dressed + (continental > 0 && dressed === 0 ? continental : 0);
  if (numeric / sum < enough) return undefined;
  if (
    promisesCodes(heading) &&
    !negative &&
    (whole === numeric || whole + decimalNought === numeric) &&
    // `1 100` may be a number with its thousands apart; under such a heading it is a code with a space.
    dressed === spaced
  ) {
    return asCodes(census, "The heading says that these are codes: kept as text, never added up.");
  }
  const type = money * 2 > numeric ? "currency" : whole + decimalNought === numeric ? "integer" : "number";
  const reason =
    others > 0
      ? `Nearly all cells are numbers; ${others} ${others === 1 ? "is" : "are"} not, and ${others === 1 ? "counts" : "count"} as missing.`
      : "Every cell that is filled in is a number.";
  return numberColumn(census, type, reason);
}

function numberColumn(census: Census, type: ColumnType, reason: string): TypedColumn {
  let words = 0;
  const values = census.trimmed.map((value, place) => {
    const read = parseNumber(value)?.value ?? (value === "" ? undefined : parseContinental(value));
    if (read !== undefined) return read;
    if (value !== "" && cellWord(value, "numbers") !== undefined) words += census.counts[place] ?? 0;
    return null;
  });
  return { type, reason, values, missing: census.blank + words };
}

const yesWords = new Map([
  ["yes", true],
  ["no", false],
  ["true", true],
  ["false", false],
  ["y", true],
  ["n", false],
]);

function tryBooleans(census: Census): TypedColumn | undefined {
  if (census.trimmed.length > 20) return undefined;
  const seen = new Set<string>();
  let words = 0;
  for (let place = 0; place < census.trimmed.length; place++) {
    const word = (census.trimmed[place] ?? "").toLowerCase();
    if (word === "") continue;
    if (yesWords.has(word)) seen.add(word);
    else if (cellWord(word, "numbers") === "missing") words += census.counts[place] ?? 0;
    else return undefined;
  }
  // A lone Y or N may be a code; Yes, No, True and False are plain.
  if (seen.size === 0 || (seen.size === 1 && (seen.has("y") || seen.has("n")))) return undefined;
  const values = census.trimmed.map((value) => yesWords.get(value.toLowerCase()) ?? null);
  return {
    type: "boolean",
    reason: `Every cell says ${[...seen].join(" or ")}.`,
    values,
    missing: census.blank + words,
  };
}

const clock = /^\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]\.?m\.?)?$/i;
/** What a spreadsheet leaves of a date that was shown in a format for times, or in too narrow a column. */
const midnight = /^(?:0?0:00(?::00)?(?:\.0+)?|12:00(?::00)? ?AM|0?0\/0?1\/1900(?: 0?0:00(?::00)?)?|#{3,})$/i;
const minutes = /^\d{1,2}:\d{2}\.\d$/;

/** Whether a cell is a destroyed date. Minutes with tenths may be a runner's time, so there the heading decides. */
export function isDestroyedDate(trimmed: string, heading: string): boolean {
  return midnight.test(trimmed) || (minutes.test(trimmed) && promisesDates(heading));
}

function tryTimes(census: Census, heading: string): TypedColumn | undefined {
  if (!worthTrying(census, "text", (value) => clock.test(value) || isDestroyedDate(value, heading))) return undefined;
  if (shareOf(census, "numbers", (value) => isDestroyedDate(value, heading)) === 1) {
    return {
      type: "text",
      reason: "The cells hold what a spreadsheet leaves when it destroys a date: no day is left in them.",
      values: census.trimmed.map(() => null),
      missing: census.size,
    };
  }
  if (shareOf(census, "text", (value) => clock.test(value)) < enough) return undefined;
  return { ...textValues(census, "text"), type: "time", reason: "Every cell that is filled in is a time of day." };
}

const notCode =
  /^(?:(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}[-\s']?(?:\d\d|\d{4})|(?:19|20)\d\d-\d\d-\d\d\/.*|(?:19|20)\d\d[-/]\d{2,4}|\d{1,2}\/\d{1,2}\/\d{2,4}|\d{1,2}[:.]\d{2}(?:[ap]m)?[-–].*)$/i;

function asText(census: Census, heading: string): TypedColumn {
  const counted = { filled: 0, years: 0, postcode: 0, token: 0, digits: 0, other: 0, short: 0 };
  const words = wordsIn(census, "text");
  census.trimmed.forEach((value, place) => {
    if (value === "") return;
    const count = census.counts[place] ?? 0;
    if (words[place] !== undefined) return;
    counted.filled += count;
    // 2013/14 is a year with a name, 31/04/2013 a slip in a date, 09:00-17:00 a time: none is a code.
    if (notCode.test(value)) counted.years += count;
    if (postcodePattern.test(value)) counted.postcode += count;
    if (urlPattern.test(value) || (((census.signs[place] ?? 0) & Sign.at) !== 0 && emailPattern.test(value)))
      counted.other += count;
    else if (phonePattern.test(value)) counted.digits += count;
    else if (value.length <= 60 && !/\s|^[[{]/.test(value)) {
      counted.token += count;
      if (((census.signs[place] ?? 0) & Sign.digit) !== 0) counted.digits += count;
      if (value.length <= 12 && value === value.toUpperCase()) counted.short += count;
    }
  });
  const { filled } = counted;
  if (filled > 0 && counted.postcode >= filled * enough) {
    return { ...textValues(census, "codes"), type: "postcode", reason: "The cells are postcodes." };
  }
  const codes = counted.other === 0 && filled > 0 && counted.years < filled * enough;
  if (codes && counted.digits >= filled * enough)
    return asCodes(census, "The cells are codes: letters or signs among digits.");
  if (codes && promisesCodes(heading) && counted.short >= filled * enough)
    return asCodes(census, "The heading says that these are codes.");
  return { ...textValues(census, "text"), type: "text", reason: "The cells are words." };
}

function asCodes(census: Census, reason: string): TypedColumn {
  return { ...textValues(census, "codes"), type: "code", reason };
}

function textValues(census: Census, among: "text" | "codes"): Pick<TypedColumn, "values" | "missing"> {
  let words = 0;
  const found = wordsIn(census, among);
  const values = census.trimmed.map((value, place) => {
    if (value === "") return null;
    const word = found[place];
    if (word !== undefined && countsAsMissing(word)) {
      words += census.counts[place] ?? 0;
      return null;
    }
    return census.values[place] ?? null;
  });
  return { values, missing: census.blank + words };
}

function countsAsMissing(word: CellWord): boolean {
  return word === "missing" || word === "error" || word === "redacted";
}

function asWished(census: Census, type: ColumnType, order: DateOrder | undefined): TypedColumn {
  const reason = "You said so.";
  switch (type) {
    case "integer":
    case "number":
    case "currency":
      return numberColumn(census, type, reason);
    case "date":
    case "datetime": {
      const read = (value: string): DateReading | undefined =>
        parseDate(value) ?? parseCompactDate(value) ?? parseSerial(value);
      return { ...dateColumn(census, read, order), type, reason };
    }
    case "boolean": {
      const values = census.trimmed.map((value) => yesWords.get(value.toLowerCase()) ?? null);
      return { type, reason, values, missing: census.blank };
    }
    case "empty":
      return { type, reason, values: census.values.map(() => null), missing: census.size };
    case "text":
    case "code":
    case "postcode":
    case "time":
    default:
      return { ...textValues(census, "codes"), type, reason };
  }
}
