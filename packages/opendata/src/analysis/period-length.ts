import type { PeriodUnit } from "./period.js";

/** How far apart the figures of a series stand. */
export interface Rhythm {
  readonly unit: PeriodUnit;
  readonly step: number;
}

const lengths: Readonly<Record<string, string>> = {
  "day 7": "week",
  "day 14": "fortnight",
  "month 3": "quarter",
  "month 12": "year",
  "quarter 4": "year",
};

/** "month", "week", "quarter", "5 years": what one step of a series is called. */
export function stepWord({ unit, step }: Rhythm): string {
  const plain = unit === "financial year" ? "year" : unit;
  return lengths[`${unit} ${step}`] ?? (step === 1 ? plain : `${step} ${plain}s`);
}

/** "a month", "every 5 years". */
export function perStep(rhythm: Rhythm): string {
  const word = stepWord(rhythm);
  return /^\d/.test(word) ? `every ${word}` : `a ${word}`;
}

/** "1 month", "12 weeks"; of steps without a name "12 figures". */
export function stepsOf(count: number, rhythm: Rhythm): string {
  const word = stepWord(rhythm);
  if (/^\d/.test(word)) return `${count} ${count === 1 ? "figure" : "figures"}`;
  return `${count.toLocaleString("en-GB")} ${word}${count === 1 ? "" : "s"}`;
}

/** How many steps make the round after which seasons come again: 12 of months, 4 of quarters, 7 of days; 1 where there is none. */
export function seasonOf({ unit, step }: Rhythm): number {
  const round = { day: 7, month: 12, quarter: 4, year: 1, "financial year": 1 }[unit];
  if (unit === "day") return step === 1 ? 7 : step === 7 ? 52 : 1;
  return round % step === 0 ? round / step : 1;
}
