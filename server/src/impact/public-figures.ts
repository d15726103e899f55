/**
 * The figures for everybody: whole months that are over, small counts held back (`suppress.ts`). The pages and the open data are
 * made from the same rows, so that one never tells what the other hides.
 */
import { Temporal } from "temporal-polyfill";
import { dateIn, instantOf, type Records, type SurgeryRecords } from "../surgeries/index.js";
import type { IndicatorId } from "./definitions.js";
import { figuresOf, splitRecords, type Figures, type Share } from "./indicators.js";
import { isSmall, suppress, suppressShares, type Hidden } from "./suppress.js";
import { quarterOf, zone } from "./report.js";

/** `value` is undefined where it is held back, and where there is nothing to tell of yet. */
export interface CityRow {
  /** `2026`, or `all`. */
  readonly year: string;
  readonly indicator: IndicatorId | "confidence-change";
  readonly hidden: boolean;
  readonly value: number | undefined;
  /** Of how many, where it is a share or a mean. */
  readonly of: number | undefined;
  readonly low: number | undefined;
  readonly high: number | undefined;
}

export interface QuarterRow {
  /** `2026-Q4` */
  readonly quarter: string;
  readonly indicator: IndicatorId;
  readonly value: number | undefined;
}

export interface VenueRow {
  readonly year: string;
  readonly venueId: string;
  readonly indicator: IndicatorId;
  readonly value: number | undefined;
}

export interface PublicFigures {
  /** Nothing later than this is in it: the beginning of a month. */
  readonly until: number;
  readonly city: readonly CityRow[];
  readonly quarters: readonly QuarterRow[];
  readonly venues: readonly VenueRow[];
}

/** Counts of people or of what they did: these are held back where they are small. */
const counts: readonly (readonly [IndicatorId, (figures: Figures) => number])[] = [
  ["visits", ({ activities }) => activities.visits],
  ["people", ({ activities }) => activities.people],
  ["people-helped", ({ activities }) => activities.helped],
  ["volunteers", ({ inputs }) => inputs.surgeons],
  ["sittings", ({ activities }) => activities.sittings],
  ["outcome-cards", ({ outputs }) => outputs.cards],
];

/** Told with the count that they hang on, and hidden with it. */
const sums: readonly (readonly [IndicatorId, IndicatorId, (figures: Figures) => number])[] = [
  ["volunteer-hours", "volunteers", ({ inputs }) => Math.round(inputs.volunteerHours)],
  ["hours-of-help", "sittings", ({ activities }) => Math.round(activities.hoursOfHelp)],
];

const shares: readonly (readonly [IndicatorId, (figures: Figures) => Share])[] = [
  ["answered-later", ({ outcomes }) => outcomes.later.answered],
  ["used-later", ({ outcomes }) => outcomes.later.used],
  ["decided-later", ({ outcomes }) => outcomes.later.decided],
  ["published-later", ({ outcomes }) => outcomes.later.published],
  ["won-later", ({ outcomes }) => outcomes.later.won],
  ["more-sure", ({ outcomes }) => outcomes.confidence.surer],
];

/** The first moment of the month that is going on. */
export function beginningOfMonth(now: number): number {
  return instantOf(Temporal.PlainDate.from(dateIn(now, zone)).with({ day: 1 }).toString(), "00:00", zone);
}

export function publicFiguresOf(records: Records, until: number): PublicFigures {
  const yearOf = (at: number): string => dateIn(at, zone).slice(0, 4);
  const ofYears = [...splitRecords(records, ({ startsAt }) => yearOf(startsAt))].map(([year, part]) =>
    yearFigures(part, year),
  );
  const all = figuresOf(records);
  const hidden = new Map(counts.map(([id, count]) => [id, suppress(ofYears.map((year) => countsOf(year, count)))]));
  return {
    until,
    city: [...countRows(ofYears, all, hidden), ...shareRows(ofYears, all), ...confidenceRows(ofYears, all)],
    quarters: ofYears.flatMap((year, y) =>
      partRows(year.quarters, hidden, y, quarterLine).map(({ key, ...row }) => ({ quarter: key, ...row })),
    ),
    venues: ofYears.flatMap((year, y) =>
      partRows(year.venues, hidden, y, venueLine).map(({ key, ...row }) => ({ year: year.year, venueId: key, ...row })),
    ),
  };
}

const venueLine = 0;
const quarterLine = 1;

interface Part {
  readonly key: string;
  readonly figures: Figures;
}

interface YearFigures {
  readonly year: string;
  readonly figures: Figures;
  readonly venues: readonly Part[];
  readonly quarters: readonly Part[];
}

function yearFigures(records: Records, year: string): YearFigures {
  const parts = (keyOf: (date: Records["dates"][number]) => string): Part[] =>
    [...splitRecords(records, keyOf)].map(([key, part]) => ({ key, figures: figuresOf(part) }));
  return {
    year,
    figures: figuresOf(records),
    venues: parts(({ venueId }) => venueId),
    quarters: parts(({ startsAt }) => quarterOf(startsAt)),
  };
}

function countsOf(
  { figures, venues, quarters }: YearFigures,
  count: (figures: Figures) => number,
): { total: number; lines: number[][] } {
  return {
    total: count(figures),
    lines: [venues, quarters].map((line) => line.map((part) => count(part.figures))),
  };
}

type HiddenOf = ReadonlyMap<IndicatorId, Hidden>;

function countRows(years: readonly YearFigures[], all: Figures, hidden: HiddenOf): CityRow[] {
  const row = (year: string, indicator: IndicatorId, value: number, isHidden: boolean): CityRow => ({
    year,
    indicator,
    hidden: isHidden,
    value: isHidden ? undefined : value,
    ...plain,
  });
  const rows = (year: string, figures: Figures, isHidden: (id: IndicatorId) => boolean): CityRow[] => [
    row(year, "surgeries-held", figures.inputs.held, false),
    ...counts.map(([id, count]) => row(year, id, count(figures), isHidden(id))),
    ...sums.map(([id, on, sum]) => row(year, id, sum(figures), isHidden(on))),
  ];
  return [
    // People over all years are not the sum of those of each year, and small all the same when they are few.
    ...rows("all", all, (id) => hidden.get(id)!.all || isSmall(counts.find(([one]) => one === id)![1](all))),
    ...years.flatMap(({ year, figures }, y) => rows(year, figures, (id) => hidden.get(id)!.years[y]!.total)),
  ];
}

const plain = { of: undefined, low: undefined, high: undefined } as const;

function shareRows(years: readonly YearFigures[], all: Figures): CityRow[] {
  return shares.flatMap(([indicator, share]) => {
    const held = suppressShares(years.map(({ figures }) => share(figures)));
    const row = (year: string, figures: Figures, isHidden: boolean): CityRow => {
      const { yes, of, low, high } = share(figures);
      return isHidden || of === 0
        ? { year, indicator, hidden: of > 0, value: undefined, ...plain }
        : { year, indicator, hidden: false, value: yes, of, low: rounded(low), high: rounded(high) };
    };
    const whole = share(all);
    const smallWhole = isSmall(whole.of) || isSmall(whole.yes) || isSmall(whole.of - whole.yes);
    return [
      row("all", all, held.all || smallWhole),
      ...years.map(({ year, figures }) => row(year, figures, held.years || smallWhole)),
    ];
  });
}

/** A mean of few is as telling as a few. */
function confidenceRows(years: readonly YearFigures[], all: Figures): CityRow[] {
  const few = years.some(({ figures }) => isSmall(figures.outcomes.confidence.pairs));
  const row = (year: string, { outcomes }: Figures, isHidden: boolean): CityRow => {
    const { pairs, difference } = outcomes.confidence;
    return isHidden || difference === undefined || isSmall(pairs)
      ? { year, indicator: "confidence-change", hidden: pairs > 0, value: undefined, ...plain }
      : {
          year,
          indicator: "confidence-change",
          hidden: false,
          value: rounded(difference.mean),
          of: pairs,
          low: rounded(difference.low),
          high: rounded(difference.high),
        };
  };
  return [row("all", all, false), ...years.map(({ year, figures }) => row(year, figures, few))];
}

function partRows(
  parts: readonly Part[],
  hidden: HiddenOf,
  year: number,
  line: number,
): { key: string; indicator: IndicatorId; value: number | undefined }[] {
  return parts.flatMap(({ key, figures }, at) => {
    const isHidden = (id: IndicatorId): boolean => hidden.get(id)!.years[year]!.lines[line]![at]!;
    return [
      { key, indicator: "surgeries-held" as const, value: figures.inputs.held },
      ...counts.map(([indicator, count]) => ({
        key,
        indicator,
        value: isHidden(indicator) ? undefined : count(figures),
      })),
      ...sums.map(([indicator, on, sum]) => ({ key, indicator, value: isHidden(on) ? undefined : sum(figures) })),
    ];
  });
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

export type ReadPublicFigures = () => Promise<PublicFigures>;

/** Counting takes a second where there is much; nobody needs last month's figures anew each minute. */
const atMostEvery = 10 * 60_000;

/**
 * Kept, and counted again when records changed, at most every ten minutes; whoever asks meanwhile gets what was counted before. A
 * new month is waited for.
 */
export function createPublicFigures(records: SurgeryRecords, clock: () => number): ReadPublicFigures {
  let kept:
    | { readonly until: number; readonly at: number; readonly version: string; readonly figures: PublicFigures }
    | undefined;
  let counting: Promise<PublicFigures> | undefined;
  const count = async (until: number, at: number): Promise<PublicFigures> => {
    const version = await records.version(at);
    const figures = publicFiguresOf(await records.read({ until, asOf: until }), until);
    kept = { until, at, version, figures };
    return figures;
  };
  return async () => {
    const now = clock();
    const until = beginningOfMonth(now);
    if (kept?.until === until) {
      if (now - kept.at < atMostEvery || (await records.version(now)) === kept.version) return kept.figures;
    }
    counting ??= count(until, now).finally(() => (counting = undefined));
    if (kept?.until !== until) return counting;
    // Told as it was; a failure is told to whoever asks next, who waits for the same counting.
    counting.catch(() => (kept = undefined));
    return kept.figures;
  };
}
