import { cellText } from "../cell-text.js";
import { OpenDataError } from "../open-data-error.js";
import { maybeFinancialYear, periodStart, readPeriod } from "./period.js";
import type { Series } from "./series.js";

/** The place of a time in a series, whichever way it is written. Where it has to be there, its lack is an error that says what there is. */
export function findTime(series: Series, asked: string | number | Date, required: boolean): number | undefined {
  const at = placeOf(series, asked);
  if (at !== undefined && series.points.some((point) => point.at === at)) return at;
  if (!required) return undefined;
  const [first, last] = [series.points[0], series.points.at(-1)];
  if (first === undefined || last === undefined)
    throw new OpenDataError("too-few-figures", "There are no figures with a time here.");
  const span = `The figures go from ${series.words(first.at)} to ${series.words(last.at)}`;
  const written = asked instanceof Date ? asked.toDateString() : cellText(asked);
  if (at !== undefined && at > first.at && at < last.at) {
    throw new OpenDataError("no-such-time", `${series.words(at)} has no figure. ${span}; choose a time that has one.`);
  }
  throw new OpenDataError(
    "no-such-time",
    `There is no figure for "${written}". ${span}. Write the time as the table does.`,
  );
}

/** "2023" is April 2023 nowhere: only a time of the same length, or a day for the month that it begins, is found. */
function placeOf({ unit }: Series, asked: string | number | Date): number | undefined {
  const period = unit === "financial year" ? (maybeFinancialYear(asked) ?? readPeriod(asked)) : readPeriod(asked);
  if (period === undefined || period.unit === unit) return period?.at;
  if (period.unit !== "day" || unit !== "month") return undefined;
  const start = periodStart(period);
  return start.getUTCFullYear() * 12 + start.getUTCMonth();
}
