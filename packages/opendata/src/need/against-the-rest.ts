import type { Finding } from "../analysis/finding.js";
import { countInterval } from "../analysis/count-interval.js";
import { differenceInterval } from "../analysis/difference-interval.js";
import { uncertainParts, type Estimate } from "../analysis/uncertain.js";
import { begin, peopleOf, wordsOf } from "../analysis/words-of.js";
import { cellOf, createRowMaker, type Row } from "../row.js";
import { listed } from "../say.js";
import { plural } from "../starter/plural.js";
import { Table } from "../table/table.js";
import type { NeedOptions } from "./need-by-place.js";

interface Counted {
  readonly name: string;
  readonly count: number;
  readonly people: number;
}

export interface AgainstTheRest {
  readonly sentence: string;
  readonly title: string;
  readonly axis: string;
  readonly warnings: readonly string[];
  /** The rates, with one more column: how each stands to the rest. */
  readonly numbers: Table;
  /** What is drawn: the places in order, and the whole among them. */
  readonly drawn: readonly Row[];
}

const mostBars = 40;

/**
 * Each place beside all others together: a place is a part of its city, so comparing it with the whole would compare it in part with itself.
 * The range of the difference says whether it is clear (see `differenceInterval`).
 */
export function againstTheRest(given: {
  readonly rated: Finding;
  readonly whole: readonly Counted[];
  readonly shown: readonly Counted[];
  readonly options: NeedOptions;
  readonly per: number;
  readonly of: string;
}): AgainstTheRest {
  const { rated, whole, shown, options, per, of } = given;
  const all = total(whole);
  const standing = new Map(
    shown.map((one) => {
      const rest = { count: all.count - one.count, people: all.people - one.people };
      const { low, high } = differenceInterval(rateOf(one, per), rateOf(rest, per));
      return [one.name, low > 0 ? "above" : high < 0 ? "below" : "can't be told"] as const;
    }),
  );
  const names = (wanted: string): string[] =>
    rated.numbers
      .rows()
      .toSorted((one, other) => Number(cellOf(other, "rate")) - Number(cellOf(one, "rate")))
      .map((row) => String(cellOf(row, options.place)))
      .filter((name) => standing.get(name) === wanted);
  const [above, below, unclear] = [names("above"), names("below"), names("can't be told")];
  const city = rateOf(all, per);
  const every = `for every ${per.toLocaleString("en-GB")} ${peopleOf(options.population)}`;
  const { figure, range } = uncertainParts(city);
  const places = plural(wordsOf(options.place));
  const none = `None of the ${shown.length} ${places} can be told apart from the rest.`;
  const some = `${unclear.length === 1 ? (unclear[0] ?? "") : `The other ${unclear.length}`} can't be told apart from the rest.`;
  const others = unclear.length === 0 ? "" : ` ${unclear.length === shown.length ? none : some}`;
  return {
    sentence:
      `All of ${options.whole} has ${figure} ${of} ${every}${range}.` +
      (above.length === 0 ? "" : ` Clearly above the rest of it: ${listed(above, 6)}.`) +
      (below.length === 0 ? "" : ` Clearly below: ${listed(below, 6)}.`) +
      others,
    title:
      above.length === 0
        ? `No ${wordsOf(options.place)} is clearly above the rest of ${options.whole}`
        : `${listed(above)} ${above.length === 1 ? "is" : "are"} clearly above the rest of ${options.whole}`,
    axis: `${begin(of)} ${every}`,
    warnings:
      shown.length < 8
        ? []
        : [
            `${shown.length} ${places} were each compared with the rest. By chance alone about 1 in 20 would seem to differ.`,
          ],
    numbers: withStanding(rated.numbers, standing, options.place),
    drawn: drawnOf(rated.numbers, { name: `All of ${options.whole}`, ...city }, options.place),
  };
}

function total(places: readonly Counted[]): Omit<Counted, "name"> {
  return places.reduce((sum, { count, people }) => ({ count: sum.count + count, people: sum.people + people }), {
    count: 0,
    people: 0,
  });
}

function rateOf({ count, people }: Omit<Counted, "name">, per: number): Estimate {
  if (people <= 0) return { value: 0, low: 0, high: 0 };
  const { low, high } = countInterval(count);
  const share = (part: number): number => (part / people) * per;
  return { value: share(count), low: share(low), high: share(high) };
}

function withStanding(table: Table, standing: ReadonlyMap<string, string>, place: string): Table {
  const columns = [...table.columns, "beside_the_rest"];
  const make = createRowMaker(columns, null);
  const rows = table
    .rows()
    .map((row) =>
      make([...table.columns.map((name) => cellOf(row, name)), standing.get(String(cellOf(row, place))) ?? null]),
    );
  const step = {
    words: "Compared each place with all others together",
    rowsBefore: rows.length,
    rowsAfter: rows.length,
  };
  return new Table(rows, columns, { ...table.about, steps: [...table.about.steps, step] });
}

/** Highest first; of many, those at the ends, since that is what is spoken of. */
function drawnOf(table: Table, city: Estimate & { readonly name: string }, place: string): Row[] {
  const rows = table.rows().map((row) => ({
    [place]: cellOf(row, place),
    rate: cellOf(row, "rate"),
    low: cellOf(row, "low"),
    high: cellOf(row, "high"),
  }));
  const ordered = rows.toSorted((one, other) => Number(other["rate"]) - Number(one["rate"]));
  const half = (mostBars - 1) / 2;
  const ends =
    ordered.length < mostBars ? ordered : [...ordered.slice(0, Math.ceil(half)), ...ordered.slice(-Math.floor(half))];
  const whole = { [place]: city.name, rate: city.value, low: city.low, high: city.high };
  return [...ends, whole].toSorted((one, other) => Number(other["rate"]) - Number(one["rate"]));
}
