import { cellText } from "../cell-text.js";
import { cellOf, requireColumn, type Row } from "../row.js";
import { listed, shorten } from "../say.js";
import type { Change, ChangeOptions } from "./change-since.js";
import { median } from "./middle.js";
import { readPeriod } from "./period.js";
import { readTimes } from "./read-times.js";

/** A change in what is counted, or how. */
export interface Changed {
  /** From when on, as the column writes times. */
  readonly at: string | number | Date;
  readonly what: string;
}

/** What may make a change look larger, smaller or other than it is. */
export function changeWarnings(
  changes: readonly Change[],
  skipped: readonly string[],
  rows: readonly Row[],
  options: ChangeOptions,
): string[] {
  return [
    ...new Set(changes.flatMap(({ series }) => series.warnings)),
    ...notWhole(changes, options),
    ...smallStart(changes),
    ...otherSeason(changes),
    ...redefined(changes, options),
    ...noted(changes, rows, options),
    ...(skipped.length === 0
      ? []
      : [
          `${listed(skipped)} ${skipped.length === 1 ? "has" : "have"} no figure for both times and ${skipped.length === 1 ? "is" : "are"} left out.`,
        ]),
  ];
}

/** Part of a year against a whole one: asked for by name, it is compared all the same. */
function notWhole(changes: readonly Change[], { keepLast }: ChangeOptions): string[] {
  const told = changes.map(({ series, atEnd }) => (atEnd ? series.unfinished : undefined));
  const [first] = keepLast === true ? [] : told.filter((words) => words !== undefined);
  return first === undefined ? [] : [`${first}: its figure is not whole, so the change is not either.`];
}

const smallCount = 20;

/** Per cent of next to nothing: 2 that become 4 are "up by 100 %". */
function smallStart(changes: readonly Change[]): string[] {
  const small = changes.filter(({ from, series }) => {
    const middle = median(series.points.map(({ value }) => Math.abs(value)));
    return from > 0 && (from < smallCount || from < middle / 5);
  });
  const none = changes.filter(({ percent }) => percent === null);
  const names = (some: readonly Change[]): string =>
    some[0]?.name === "" ? "The start" : `The start of ${listed(some.map(({ name }) => name))}`;
  return [
    ...(small.length === 0
      ? []
      : [
          `${names(small)} is small, so a few more or less make many per cent. Say the numbers themselves, not the per cent.`,
        ]),
    ...(none.length === 0 ? [] : [`${names(none)} is nought or less, so the change can't be said in per cent.`]),
  ];
}

function otherSeason(changes: readonly Change[]): string[] {
  const [first] = changes;
  const { points = [], season = 1, step = 1, words } = first?.series ?? {};
  const [start, end] = [points[0]?.at ?? 0, points.at(-1)?.at ?? 0];
  if (season === 1 || ((end - start) / step) % season === 0) return [];
  return [
    `${words?.(start) ?? ""} and ${words?.(end) ?? ""} are different times of the year, so part of the change may be the season. Compare the same time of another year as well.`,
  ];
}

function redefined(changes: readonly Change[], options: ChangeOptions): string[] {
  return (options.changed ?? []).flatMap(({ at, what }) => {
    const period = readPeriod(at);
    const hit = changes.some(({ series }) => {
      const [start, end] = [series.points[0]?.at ?? 0, series.points.at(-1)?.at ?? 0];
      return period?.unit !== series.unit || (period.at > start && period.at <= end);
    });
    const when = at instanceof Date ? at.toDateString() : cellText(at);
    return hit ? [`What is counted changed in ${when}: ${what}. Part of the change may be that.`] : [];
  });
}

/** Notes of the rows between, each once. */
function noted(changes: readonly Change[], rows: readonly Row[], { notes, time }: ChangeOptions): string[] {
  if (notes === undefined) return [];
  requireColumn(rows, notes);
  const times = readTimes(rows, time);
  const [start, end] = [changes[0]?.series.points[0]?.at ?? 0, changes[0]?.series.points.at(-1)?.at ?? 0];
  const found = rows.flatMap((row, index) => {
    const [at, note] = [times.at[index], cellOf(row, notes)];
    if (at === undefined || at < start || at > end || note === null || note === undefined || note === "") return [];
    return [{ at, words: `A note on ${times.words(at)} says: ${shorten(cellText(note), 200)}` }];
  });
  const inOrder = found.toSorted((one, other) => one.at - other.at || (one.words < other.words ? -1 : 1));
  return [...new Set(inOrder.map(({ words }) => words))].slice(0, 5);
}
