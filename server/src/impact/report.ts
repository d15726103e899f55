/** A report of one scope: its figures, and how they went from month to month. Counted again only when records have changed. */
import { Temporal } from "temporal-polyfill";
import { dateIn, type RecordScope, type Records, type SurgeryRecords } from "../surgeries/index.js";
import { figuresOf, type Figures } from "./indicators.js";

export interface MonthCount {
  /** `2026-12`, or a quarter: `2026-Q4`. */
  readonly id: string;
  readonly words: string;
  readonly held: number;
  readonly visits: number;
}

export interface Report {
  readonly figures: Figures;
  /** From the first date to the last, quiet ones included; quarters where months would be many. */
  readonly periods: readonly MonthCount[];
}

export type Reports = (scope: Omit<RecordScope, "asOf">) => Promise<Report>;

/** What a city's months are told by. */
export const zone = "Europe/London";
const mostMonths = 14;
const mostKept = 60;

export function createReports(records: SurgeryRecords, clock: () => number): Reports {
  return keptWhileSame(records, clock, async (scope: Omit<RecordScope, "asOf">) => {
    const read = await records.read({ ...scope, asOf: clock() + 1 });
    return { figures: figuresOf(read), periods: periodsOf(read) };
  });
}

/** Answers from memory until some record differs. Two who ask at once wait for one counting. */
export function keptWhileSame<Key, Value>(
  records: SurgeryRecords,
  clock: () => number,
  make: (key: Key) => Promise<Value>,
): (key: Key) => Promise<Value> {
  const kept = new Map<string, { readonly version: string; readonly value: Promise<Value> }>();
  return async (key) => {
    const name = JSON.stringify(key);
    const version = await records.version(clock());
    const known = kept.get(name);
    if (known?.version === version) return known.value;
    const value = make(key);
    kept.delete(name);
    if (kept.size >= mostKept) kept.delete([...kept.keys()][0]!);
    kept.set(name, { version, value });
    // One that failed is not kept: the next one who asks tries again.
    value.catch(() => kept.delete(name));
    return value;
  };
}

export function periodsOf({ dates, visits }: Records): MonthCount[] {
  const took = new Set(visits.map(({ dateId }) => dateId));
  const held = dates.filter(({ id, opened, calledOff }) => !calledOff && (opened || took.has(id)));
  if (held.length === 0) return [];
  const months = monthsBetween(held[0]!.startsAt, held.at(-1)!.startsAt);
  const quarterly = months.length > mostMonths;
  const idOf = (at: number): string => (quarterly ? quarterOf(at) : monthOf(at));
  const periods = new Map<string, { held: number; visits: number; words: string }>();
  for (const month of months) {
    const at = Temporal.PlainYearMonth.from(month).toPlainDate({ day: 15 });
    const id = quarterly ? `${at.year}-Q${Math.ceil(at.month / 3)}` : month;
    if (!periods.has(id))
      periods.set(id, { held: 0, visits: 0, words: quarterly ? quarterWords(id) : monthWords(month) });
  }
  const periodOfDate = new Map(held.map((date) => [date.id, idOf(date.startsAt)]));
  for (const id of periodOfDate.values()) periods.get(id)!.held++;
  for (const { dateId } of visits) {
    const id = periodOfDate.get(dateId);
    if (id !== undefined) periods.get(id)!.visits++;
  }
  return [...periods].map(([id, count]) => ({ id, ...count }));
}

export const monthOf = (at: number): string => dateIn(at, zone).slice(0, 7);

export function quarterOf(at: number): string {
  const month = monthOf(at);
  return `${month.slice(0, 4)}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
}

function monthsBetween(from: number, to: number): string[] {
  const last = Temporal.PlainYearMonth.from(monthOf(to));
  const months: string[] = [];
  for (
    let month = Temporal.PlainYearMonth.from(monthOf(from));
    Temporal.PlainYearMonth.compare(month, last) <= 0;
    month = month.add({ months: 1 })
  ) {
    months.push(month.toString());
  }
  return months;
}

function monthWords(month: string): string {
  return Temporal.PlainYearMonth.from(month)
    .toPlainDate({ day: 1 })
    .toLocaleString("en-GB", { month: "long", year: "numeric" });
}

/** `October to December 2026` */
export function quarterWords(quarter: string): string {
  const number = Number(quarter.slice(6));
  const names = ["January to March", "April to June", "July to September", "October to December"];
  return `${names[number - 1]} ${quarter.slice(0, 4)}`;
}
