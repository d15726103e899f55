/**
 * A stretch of time as tables write it: a day, a month, a quarter, a year, a financial year (April to March). `at` counts such stretches,
 * so that neighbours differ by 1: days since 1970, months and quarters since the year 0, years by their number.
 */
export interface Period {
  readonly unit: PeriodUnit;
  readonly at: number;
}

export type PeriodUnit = "day" | "month" | "quarter" | "year" | "financial year";

const dayLength = 86_400_000;
const months = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");
const monthNames = "January February March April May June July August September October November December".split(" ");

/** Undefined for what is no period. Days written as 03/04/2024 are none either: whether that is March or April is decided when a file is read. */
export function readPeriod(cell: unknown): Period | undefined {
  if (cell instanceof Date) return dayOfDate(cell);
  if (typeof cell === "number") return Number.isInteger(cell) && cell >= 1000 && cell <= 2999 ? year(cell) : undefined;
  if (typeof cell !== "string") return undefined;
  const text = cell.trim().replace(/[–—]/g, "-");
  for (const [form, read] of forms) {
    const found = form.exec(text);
    const period = found === null ? undefined : read(found.slice(1).map((part) => part ?? ""));
    if (period !== undefined) return period;
  }
  return undefined;
}

type Parts = readonly string[];

/** The first that fits decides, so the narrower stand first. */
const forms: readonly (readonly [RegExp, (parts: Parts) => Period | undefined])[] = [
  [/^(\d{4})$/, ([y = ""]) => year(Number(y))],
  [/^(\d{4})[-/](\d\d)[-/](\d\d)(?:[T ].*)?$/, ([y, m, d]) => day(Number(y), Number(m), Number(d))],
  [/^(?:fy\s*)?(\d{4})\s*(?:[-/]|to)\s*(\d{4})$/i, ([from = "", to = ""]) => financialYear(from, to.slice(2))],
  [/^(?:fy\s*)(\d{4})[-/](\d\d)$/i, ([from = "", to = ""]) => financialYear(from, to)],
  [/^(\d{4})\/(\d\d)$/, ([from = "", to = ""]) => financialYear(from, to) ?? month(Number(from), Number(to))],
  [/^(\d{4})-(\d\d)$/, ([from = "", to = ""]) => month(Number(from), Number(to)) ?? financialYear(from, to)],
  [/^([a-z]{3,9})\.?[\s-]+'?(\d{4}|\d\d)$/i, ([name = "", y = ""]) => month(fullYear(y), monthNumber(name))],
  [/^(\d{4})[\s-]+([a-z]{3,9})\.?$/i, ([y = "", name = ""]) => month(Number(y), monthNumber(name))],
  [/^(\d{1,2})\s+([a-z]{3,9})\.?,?\s+(\d{4})$/i, ([d, name = "", y]) => day(Number(y), monthNumber(name), Number(d))],
  [/^(\d{4})[\s-]*q([1-4])$/i, ([y, q]) => quarter(Number(y), Number(q))],
  [/^q([1-4])[\s-]*(\d{4})$/i, ([q, y]) => quarter(Number(y), Number(q))],
  [/^q([1-4])[\s-]*(\d{4})\s*[-/]\s*(\d\d)$/i, ([q, from = "", to = ""]) => financialQuarter(from, to, Number(q))],
  [/^(\d{4})\s*[-/]\s*(\d\d)[\s-]*q([1-4])$/i, ([from = "", to = "", q]) => financialQuarter(from, to, Number(q))],
];

/** What could be a month and a financial year: "2010-11". `readTimes` decides for a whole column. */
export function maybeFinancialYear(cell: unknown): Period | undefined {
  const found = typeof cell === "string" ? /^(\d{4})[-–—](\d\d)$/.exec(cell.trim()) : null;
  return found === null ? undefined : financialYear(found[1] ?? "", found[2] ?? "");
}

function year(at: number): Period {
  return { unit: "year", at };
}

/** "2014" and "15": only years that follow each other make a financial year. */
function financialYear(from: string, to: string): Period | undefined {
  return (Number(from) + 1) % 100 === Number(to) ? { unit: "financial year", at: Number(from) } : undefined;
}

function month(year: number, number: number): Period | undefined {
  return number >= 1 && number <= 12 ? { unit: "month", at: year * 12 + number - 1 } : undefined;
}

function quarter(year: number, number: number): Period {
  return { unit: "quarter", at: year * 4 + number - 1 };
}

/** The first quarter of a financial year is April to June. */
function financialQuarter(from: string, to: string, number: number): Period | undefined {
  return financialYear(from, to) === undefined ? undefined : quarter(Number(from), number + 1);
}

function day(year: number, month: number, date: number): Period | undefined {
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, date);
  const same = time.getUTCMonth() === month - 1 && time.getUTCDate() === date;
  return same ? { unit: "day", at: Math.round(time.getTime() / dayLength) } : undefined;
}

/** A date made of text stands at midnight in UTC, one made of numbers at midnight where the person is. */
function dayOfDate(date: Date): Period | undefined {
  if (Number.isNaN(date.getTime())) return undefined;
  if (date.getTime() % dayLength === 0) return { unit: "day", at: date.getTime() / dayLength };
  return day(date.getFullYear(), date.getMonth() + 1, date.getDate());
}

function fullYear(written: string): number {
  return written.length === 4 ? Number(written) : Number(written) + (Number(written) < 70 ? 2000 : 1900);
}

/** 0 for a word that is no month. */
function monthNumber(word: string): number {
  const lower = word.toLowerCase();
  const at = months.indexOf(lower.slice(0, 3));
  const whole = lower === "sept" || lower.length === 3 || monthNames[at]?.toLowerCase() === lower;
  return whole ? at + 1 : 0;
}

/** "March 2024", "3 March 2024", "2014/15": as a sentence writes it. */
export function periodWords({ unit, at }: Period): string {
  if (unit === "year") return String(at);
  if (unit === "financial year") return `${at}/${String((at + 1) % 100).padStart(2, "0")}`;
  if (unit === "quarter") return `${Math.floor(at / 4)} Q${(at % 4) + 1}`;
  const start = periodStart({ unit, at });
  const name = monthNames[start.getUTCMonth()] ?? "";
  const words = `${name} ${start.getUTCFullYear()}`;
  return unit === "month" ? words : `${start.getUTCDate()} ${words}`;
}

/** "Mar 2024", "3 Mar 2024": as an axis writes it. */
export function shortPeriodWords(period: Period): string {
  return periodWords(period).replace(/[A-Z][a-z]{3,}/, (name) => name.slice(0, 3));
}

/** The first day, at midnight in UTC. */
export function periodStart({ unit, at }: Period): Date {
  const start = new Date(0);
  if (unit === "day") start.setUTCDate(1 + at);
  else if (unit === "year") start.setUTCFullYear(at, 0, 1);
  else if (unit === "financial year") start.setUTCFullYear(at, 3, 1);
  else start.setUTCFullYear(0, unit === "month" ? at : at * 3, 1);
  return start;
}
