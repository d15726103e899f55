import { cellText } from "../cell-text.js";
import { barChart } from "../bar-chart.js";
import type { Chart } from "../chart.js";
import { partsOf } from "../charts/with-source.js";
import { createNumberFormat } from "../number-format.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, requireColumn, type Row } from "../row.js";
import type { Provenance } from "../table/provenance.js";
import type { TableLike } from "../table/table.js";
import { changeWarnings, type Changed } from "./change-warnings.js";
import { createFinding, type Finding } from "./finding.js";
import type { FindingWords } from "./finding-words.js";
import { findTime } from "./find-time.js";
import { median } from "./middle.js";
import { stepWord } from "./period-length.js";
import { numbersTable, seriesChart } from "./series-finding.js";
import { seriesOf, type Series, type SeriesColumns } from "./series.js";
import { differenceUnit, withUnit } from "./uncertain.js";
import { begin, wordsOf } from "./words-of.js";

export interface ChangeOptions extends SeriesColumns, FindingWords {
  /** The column of times. */
  readonly time: string;
  /** The column of numbers. */
  readonly value: string;
  /** The time to compare with, as the column writes it. */
  readonly since: string | number | Date;
  /** The time that is compared; the last one if you don't say. */
  readonly to?: string | number | Date;
  /** The column of places or groups, if there are several figures for each time. */
  readonly by?: string;
  /** Where the way of counting changed: { at: "April 2023", what: "online forms are counted too" }. */
  readonly changed?: readonly Changed[];
  /** The column of notes; what stands there for the times between is told. */
  readonly notes?: string;
}

export interface Change {
  readonly name: string;
  readonly series: Series;
  readonly from: number;
  readonly to: number;
  readonly difference: number;
  /** Null where the figure it started from is nought or less. */
  readonly percent: number | null;
  /** How much it moves from one figure to the next as a rule; undefined of fewer than six figures. */
  readonly usual: number | undefined;
  /** Whether that is from one year to the next, for times of the same season. */
  readonly yearly: boolean;
  /** Whether it is the last figure of all that is compared. */
  readonly atEnd: boolean;
}

/**
 * How much something changed since a time: by how much, by how many per cent, and whether that is more than it moves anyway. Warns where the
 * start is so small that per cent mislead, where times of year differ, where figures are missing, a stretch has not ended, or what is
 * counted changed between.
 * @example changeSince(months, { time: "month", value: "referrals", since: "April 2023" })
 */
export function changeSince(table: TableLike, options: ChangeOptions): Finding {
  const { rows, source, about } = partsOf(table, options.source);
  const groups = groupsOf(rows, options);
  const changes = groups.flatMap(([name, own]) => {
    const change = changeOf(name, own, options, about);
    return change === undefined ? [] : [change];
  });
  const skipped = groups.map(([name]) => name).filter((name) => !changes.some((change) => change.name === name));
  if (changes.length === 0) {
    // Alone, the first says which time is not there and what there is.
    changeOf("", groups[0]?.[1] ?? [], options, about);
    throw new OpenDataError(
      "too-few-figures",
      `No ${wordsOf(options.by ?? "row")} has a figure for both times, so there is no change to speak of.`,
    );
  }
  const ordered = changes.toSorted(
    (one, other) => other.difference - one.difference || (one.name < other.name ? -1 : 1),
  );
  const of = options.of ?? wordsOf(options.value);
  const warnings = changeWarnings(ordered, skipped, rows, options);
  const columns = [...(options.by === undefined ? [] : [options.by]), "from", "to", "change", "per cent"];
  const cells = ordered.map(({ name, from, to, difference, percent }) => [
    ...(options.by === undefined ? [] : [name]),
    from,
    to,
    difference,
    percent,
  ]);
  const numbers = numbersTable(table, columns, cells, "Compared two times");
  const [first] = ordered as [Change];
  return createFinding({
    sentence: options.by === undefined ? sentenceOfOne(first, options, of) : sentenceOfSeveral(ordered, options, of),
    numbers,
    chart: (around) => chartOf(ordered, options, of, numbers.rows(), { source, ...around }),
    warnings,
    facts: {
      from: first.from,
      to: first.to,
      change: first.difference,
      percent: first.percent,
      usual_move: first.usual ?? null,
      ...(options.by === undefined ? {} : { most: first.name, least: ordered.at(-1)?.name ?? null }),
    },
  });
}

function groupsOf(rows: readonly Row[], { by }: ChangeOptions): [string, Row[]][] {
  if (by === undefined) return [["", [...rows]]];
  requireColumn(rows, by);
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = cellText(cellOf(row, by));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return [...groups];
}

/** Undefined where one of several groups has no figure for one of the times; alone that is an error that says which. */
function changeOf(
  name: string,
  rows: readonly Row[],
  options: ChangeOptions,
  about: Provenance | undefined,
): Change | undefined {
  // A time that was asked for by name is compared even if it had not ended; a warning says so.
  const keepLast = options.keepLast === true || options.to !== undefined;
  const series = seriesOf(rows, { ...options, keepLast }, about);
  const last = series.points.at(-1)?.at;
  const since = findTime(series, options.since, name === "");
  const to = options.to === undefined ? last : findTime(series, options.to, name === "");
  const [from, now] = [since, to].map((at) => series.points.find((point) => point.at === at)?.value);
  if (since === undefined || to === undefined || from === undefined || now === undefined) return undefined;
  if (to <= since) {
    throw new OpenDataError(
      "options-not-understood",
      `${series.words(to)} is not later than ${series.words(since)}. Choose an earlier time in since, or a later one in to.`,
    );
  }
  const yearly = series.season > 1 && ((to - since) / series.step) % series.season === 0;
  const between = { ...series, points: series.points.filter(({ at }) => at >= since && at <= to) };
  return {
    name,
    series: between,
    from,
    to: now,
    difference: now - from,
    percent: from > 0 ? ((now - from) / from) * 100 : null,
    usual: usualMove(series, yearly),
    yearly,
    atEnd: to === last,
  };
}

/** The middle of how far neighbours lie apart; or figures of the same time of year, where such are compared. */
function usualMove({ points, step, season }: Series, yearly: boolean): number | undefined {
  if (points.length < 6) return undefined;
  const known = new Map(points.map(({ at, value }) => [at, value]));
  const apart = yearly ? season * step : step;
  const moves = points.flatMap(({ at, value }) => {
    const later = known.get(at + apart);
    return later === undefined ? [] : [Math.abs(later - value)];
  });
  return moves.length < 5 ? undefined : median(moves);
}

function sentenceOfOne(change: Change, options: ChangeOptions, of: string): string {
  const { series, from, to } = change;
  const write = formatOf([change], options);
  const [start, end] = endsOf(change);
  const move =
    change.difference === 0
      ? `${begin(of)} were the same in ${end} as in ${start}: ${write.figure(from)}.`
      : `${begin(of)} ${change.difference > 0 ? "rose" : "fell"} from ${write.figure(from)} in ${start} to ${write.figure(to)} in ${end}: ${sizeOf(change, write.difference)}.`;
  return `${move} ${usualWords(change, series, write.difference)}`;
}

function sentenceOfSeveral(ordered: readonly Change[], options: ChangeOptions, of: string): string {
  const write = formatOf(ordered, options);
  const [most, least] = [ordered[0] as Change, ordered.at(-1) as Change];
  const [start, end] = endsOf(most);
  const up = ordered.filter(({ difference }) => difference > 0).length;
  const one = (change: Change): string =>
    `${change.name}, from ${write.figure(change.from)} to ${write.figure(change.to)} (${sizeOf(change, write.difference)})`;
  const counted = `From ${start} to ${end}, ${of} rose in ${up} of ${ordered.length}`;
  if (ordered.length === 1) return `From ${start} to ${end}: ${one(most)}.`;
  return `${counted}. The largest rise, or smallest fall, was in ${one(most)}; at the other end is ${one(least)}.`;
}

/** "30 more, which is 25 % more". */
function sizeOf({ difference, percent }: Change, write: (value: number) => string): string {
  const word = difference > 0 ? "more" : "less";
  if (difference === 0) return "no change";
  const share = percent === null ? "" : `, which is ${percentWords(Math.abs(percent))} ${word}`;
  return `${write(Math.abs(difference))} ${word}${share}`;
}

export function percentWords(percent: number): string {
  return `${percent.toLocaleString("en-GB", { maximumSignificantDigits: percent >= 100 ? 3 : 2 })} %`;
}

function usualWords({ difference, usual, yearly }: Change, series: Series, write: (value: number) => string): string {
  if (usual === undefined) return "Two figures alone can't say whether that is more than chance.";
  const moves = `${yearly ? "From one year to the next" : `From one ${stepWord(series)} to the next`} it usually moves by about ${write(usual)}`;
  const size = Math.abs(difference);
  if (size > usual * 3) return `${moves}, so this is far more than usual.`;
  return size > usual ? `${moves}, so this is somewhat more than usual.` : `${moves}, so this is no more than usual.`;
}

interface Writer {
  readonly figure: (value: number) => string;
  readonly difference: (value: number) => string;
}

function formatOf(changes: readonly Change[], { unit = "" }: ChangeOptions): Writer {
  const format = createNumberFormat(changes.flatMap(({ from, to, difference }) => [from, to, difference]));
  return {
    figure: (value) => withUnit(format(value), unit),
    difference: (value) => withUnit(format(value), differenceUnit(unit)),
  };
}

function endsOf({ series }: Change): [string, string] {
  return [series.words(series.points[0]?.at ?? 0), series.words(series.points.at(-1)?.at ?? 0)];
}

function chartOf(
  ordered: readonly Change[],
  options: ChangeOptions,
  of: string,
  rows: readonly Row[],
  around: { readonly source: string; readonly lead: string; readonly warnings: readonly string[] },
): Chart {
  const [first] = ordered as [Change];
  const [start, end] = endsOf(first);
  const unit = options.unit === undefined ? "" : ` (${options.unit})`;
  const apart = options.unit === undefined ? "" : ` (${differenceUnit(options.unit)})`;
  if (options.by !== undefined) {
    const title = options.title ?? `${begin(of)}: ${first.name} is at the top of the changes from ${start} to ${end}`;
    return barChart(rows.slice(0, 40), {
      label: options.by,
      value: "change",
      axis: `Change in ${of}${apart}`,
      title,
      ...around,
    });
  }
  const verb = first.difference > 0 ? "rose" : first.difference < 0 ? "fell" : "did not change";
  return seriesChart(first.series, [{ name: begin(of), worked: false, points: first.series.points }], {
    time: options.time,
    axis: begin(of) + unit,
    title: options.title ?? `${begin(of)} ${verb} from ${start} to ${end}`,
    ...around,
  });
}
