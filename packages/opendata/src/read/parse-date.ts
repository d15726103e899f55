/**
 * Reads one cell as a date without guessing: where two numbers could each be the day, both are kept and the column
 * decides. Impossible dates (31 April) are no dates.
 */
export interface DateReading {
  /** Year, and the two numbers in the order in which they stand, or month and day where the form settles them. */
  readonly year: number;
  readonly first: number;
  readonly second: number;
  /** `settled`: `first` is the month and `second` the day. `open`: the column has to say which is which. */
  readonly order: "settled" | "open";
  /** hh:mm:ss.sss with zone, or null without a time. */
  readonly time: string | null;
  readonly twoDigitYear: boolean;
  /** The form, for instance `d/m/yyyy`: several in one column are worth a word. */
  readonly form: string;
}

const months = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const monthWord =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";
const dayWord = "(?:(?:mon|tue|tues|wed|wednes|thu|thur|thurs|fri|sat|satur|sun)(?:day)?\\.?,?\\s+)?";
const timePart =
  "(?:(?:[T\\s]|,\\s?)\\s*(\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?)\\s*([ap]\\.?m\\.?)?\\s*(Z|UTC|GMT|BST|[+-]\\d{2}:?\\d{2})?)?";
const iso = new RegExp(`^(\\d{4})([-/.])(\\d{1,2})\\2(\\d{1,2})${timePart}$`, "i");
const figures = new RegExp(`^${dayWord}(\\d{1,2})([-/.\\s])(\\d{1,2})\\2(\\d{4}|\\d{2})${timePart}$`, "i");
const named = new RegExp(
  `^${dayWord}(\\d{1,2})(?:st|nd|rd|th)?[-\\s/.]*(?:of\\s+)?${monthWord}\\.?[-\\s/.,']*(\\d{4}|\\d{2})${timePart}$`,
  "i",
);
const monthFirst = new RegExp(
  `^${dayWord}${monthWord}\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})${timePart}$`,
  "i",
);
const compact = /^(19\d\d|20\d\d)(\d\d)(\d\d)$/;

/** Whether it is worth trying: cheap, because most cells of most files are no dates. */
export function mayBeDate(trimmed: string): boolean {
  const length = trimmed.length;
  return (
    length >= 6 && length <= 40 && /^(?:\d{1,4}[-/.\s]|\d{1,2}[a-z]{2}|[a-z]{3})/i.test(trimmed) && /\d/.test(trimmed)
  );
}

export function parseDate(trimmed: string): DateReading | undefined {
  const a = iso.exec(trimmed);
  if (a !== null) {
    return settled(a[1], Number(a[3]), Number(a[4]), a[5], a[6], a[7], `yyyy${a[2]}mm${a[2]}dd`);
  }
  const b = figures.exec(trimmed);
  if (b !== null) return open(b);
  const c = named.exec(trimmed);
  if (c !== null) {
    return settled(c[3], monthOf(c[2]), Number(c[1]), c[4], c[5], c[6], c[3]?.length === 2 ? "d Mon yy" : "d Mon yyyy");
  }
  const d = monthFirst.exec(trimmed);
  if (d !== null) return settled(d[3], monthOf(d[1]), Number(d[2]), d[4], d[5], d[6], "Mon d yyyy");
  return undefined;
}

/** Eight digits as a date; only for columns whose heading promises one. */
export function parseCompactDate(trimmed: string): DateReading | undefined {
  const found = compact.exec(trimmed);
  return found === null
    ? undefined
    : settled(found[1], Number(found[2]), Number(found[3]), undefined, undefined, undefined, "yyyymmdd");
}

function monthOf(word: string | undefined): number {
  return months.indexOf((word ?? "").slice(0, 3).toLowerCase()) + 1;
}

/** 69 to 99 lie in the last century, 00 to 68 in this one, as most programs have it. */
function fullYear(digits: string | undefined): number {
  const year = Number(digits);
  if (digits?.length !== 2) return year;
  return year >= 69 ? 1900 + year : 2000 + year;
}

function settled(
  year: string | undefined,
  month: number,
  day: number,
  clock: string | undefined,
  half: string | undefined,
  zone: string | undefined,
  form: string,
): DateReading | undefined {
  const time = readTime(clock, half, zone);
  if (!isDay(fullYear(year), month, day) || time === undefined) return undefined;
  return {
    year: fullYear(year),
    first: month,
    second: day,
    order: "settled",
    time,
    twoDigitYear: year?.length === 2,
    form,
  };
}

function open(found: RegExpExecArray): DateReading | undefined {
  const [, first, mark, second, year, clock, half, zone] = found;
  const time = readTime(clock, half, zone);
  // With dots or spaces and a short year it is more often a section number.
  if (time === undefined || (year?.length === 2 && /[.\s]/.test(mark ?? ""))) return undefined;
  const reading = {
    year: fullYear(year),
    first: Number(first),
    second: Number(second),
    order: "open",
    time,
    twoDigitYear: year?.length === 2,
    form: `d${mark}m${mark}${year?.length === 2 ? "yy" : "yyyy"}`,
  } as const;
  return isDay(reading.year, reading.second, reading.first) || isDay(reading.year, reading.first, reading.second)
    ? reading
    : undefined;
}

/** null without a time, undefined for an impossible one. */
function readTime(
  clock: string | undefined,
  half: string | undefined,
  zone: string | undefined,
): string | null | undefined {
  if (clock === undefined) return null;
  const [hours = "", minutes = "", seconds = "00"] = clock.replace(",", ".").split(":");
  let hour = Number(hours);
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined;
    hour = (hour % 12) + (/^p/i.test(half) ? 12 : 0);
  }
  if (hour > 24 || Number(minutes) > 59 || Number(seconds) >= 61) return undefined;
  const mark =
    zone === undefined || zone === ""
      ? ""
      : /^(?:Z|UTC|GMT)$/i.test(zone)
        ? "Z"
        : /^BST$/i.test(zone)
          ? "+01:00"
          : zone;
  return `${String(hour).padStart(2, "0")}:${minutes}:${seconds}${mark}`;
}

export function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1 || year < 1000) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** The reading as ISO text, or undefined where the order makes it impossible. Midnight alone is no time of day. */
export function isoDate(reading: DateReading, monthFirst: boolean, withTime: boolean): string | undefined {
  const swap = reading.order === "open" && !monthFirst;
  const month = swap ? reading.second : reading.first;
  const day = swap ? reading.first : reading.second;
  if (!isDay(reading.year, month, day)) return undefined;
  const date = `${reading.year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  return withTime && reading.time !== null ? `${date}T${reading.time}` : date;
}
