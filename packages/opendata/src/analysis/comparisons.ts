import { numbersOf } from "../numbers-of.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf } from "../row.js";
import { cellText } from "../cell-text.js";
import { listed } from "../say.js";
import type { CompareOptions, Group } from "./compare.js";
import { meanDifference, meanInterval, medianDifference, medianInterval, middleFor } from "./compare-numbers.js";
import { countInterval } from "./count-interval.js";
import { differenceInterval, shareInterval } from "./difference-interval.js";
import type { Facts } from "./finding.js";
import { mean, median } from "./middle.js";
import { smallNumbers } from "./small-numbers.js";
import { differenceUnit, uncertainFormat, uncertainParts, type Estimate } from "./uncertain.js";
import { peopleOf, wordsOf } from "./words-of.js";

/** What one kind of comparison gives, before it is drawn. */
export interface Comparison {
  readonly sentence: string;
  readonly title: string;
  readonly axis: string;
  /** The columns after the group's name, and a row for each group. */
  readonly columns: readonly string[];
  readonly cells: readonly (readonly unknown[])[];
  /** Which of them is drawn, and between what it lies. */
  readonly drawn: readonly [string, string, string];
  readonly warnings: readonly string[];
  readonly facts: Facts;
}

interface Sized extends Estimate {
  readonly name: string;
}

const fewRows = 10;

export function compareValues(
  groups: readonly Group[],
  options: CompareOptions & { readonly value: string },
): Comparison {
  const parts = groups.map(({ name, rows }) => ({ name, numbers: numbersOf(rows, options.value), rows: rows.length }));
  const filled = parts.filter(({ numbers }) => numbers.length >= 2);
  if (filled.length < 2) {
    throw new OpenDataError(
      "too-few-figures",
      `Fewer than two groups have two numbers or more under "${options.value}", so there is nothing to compare.`,
    );
  }
  const middle = options.middle ?? middleFor(filled.map(({ numbers }) => numbers));
  const interval = middle === "median" ? medianInterval : meanInterval;
  const sized = filled
    .map(({ name, numbers }) => ({ name, numbers, ...interval(numbers) }))
    .toSorted((one, other) => other.value - one.value || (one.name < other.name ? -1 : 1));
  const [most, least] = [sized[0], sized.at(-1)] as [(typeof sized)[number], (typeof sized)[number]];
  const difference = (middle === "median" ? medianDifference : meanDifference)(most.numbers, least.numbers);
  const [of, unit] = [options.of ?? wordsOf(options.value), options.unit ?? ""];
  const small = filled.filter(({ numbers }) => numbers.length < fewRows).map(({ name }) => name);
  const without = parts.filter(({ numbers }) => numbers.length < 2).map(({ name }) => name);
  const missing = parts.reduce((sum, { numbers, rows }) => sum + rows - numbers.length, 0);
  const skewed = options.middle === undefined && middle === "median";
  return {
    sentence: sentenceOf(`the ${middle} of ${of}`, most, least, difference, unit, sized.length),
    title: titleOf(`${middle} of ${of}`, most, least, difference),
    axis: `${middle} of ${of}${unit === "" ? "" : ` (${unit})`}`,
    columns: ["rows", "median", "mean", "low", "high", "missing"],
    cells: sized.map(({ name, numbers, low, high }) => [
      name,
      numbers.length,
      median(numbers),
      mean(numbers),
      known(low),
      known(high),
      (parts.find((part) => part.name === name)?.rows ?? 0) - numbers.length,
    ]),
    drawn: [middle, "low", "high"],
    warnings: [
      ...(skewed
        ? [
            `A few figures lie far out and pull the mean away, so the medians are compared. Half of a group is below its median.`,
          ]
        : []),
      ...(small.length === 0
        ? []
        : [`Fewer than ${fewRows} numbers stand behind ${listed(small)}: too few to be sure.`]),
      ...(missing === 0
        ? []
        : [
            `${missing} ${missing === 1 ? "row has" : "rows have"} no figure and ${missing === 1 ? "is" : "are"} left out. Missing is not nought.`,
          ]),
      ...(without.length === 0
        ? []
        : [
            `${listed(without)} ${without.length === 1 ? "has" : "have"} fewer than two numbers and ${without.length === 1 ? "is" : "are"} not compared.`,
          ]),
      ...severalWarning(sized.length),
    ],
    facts: {
      middle,
      highest: most.name,
      lowest: least.name,
      difference: difference.value,
      low: difference.low,
      high: difference.high,
      clear: isClear(difference),
    },
  };
}

export function compareShares(
  groups: readonly Group[],
  options: CompareOptions & { readonly value: string; readonly is: string | number | boolean },
): Comparison {
  const asked = cellText(options.is);
  const counted = groups.map(({ name, rows }) => {
    const cells = rows.map((row) => cellOf(row, options.value) ?? null).filter((cell) => cell !== null);
    return {
      name,
      of: cells.length,
      count: cells.filter((cell) => cellText(cell) === asked).length,
      rows: rows.length,
    };
  });
  if (counted.every(({ count }) => count === 0)) {
    throw new OpenDataError(
      "options-not-understood",
      `No row has "${asked}" under "${options.value}". Write it as the table does, capitals too.`,
    );
  }
  const filled = counted.filter(({ of }) => of > 0);
  if (filled.length < 2)
    throw new OpenDataError("too-few-figures", `Fewer than two groups have anything under "${options.value}".`);
  const sized = filled
    .map((one) => ({ ...one, ...shareInterval(one.count, one.of) }))
    .toSorted((one, other) => other.value - one.value || (one.name < other.name ? -1 : 1));
  const [most, least] = [sized[0], sized.at(-1)] as [(typeof sized)[number], (typeof sized)[number]];
  const difference = differenceInterval(most, least);
  const percent = least.value > 0 ? (most.value / least.value - 1) * 100 : null;
  const of = options.of ?? `rows with “${asked}” under “${options.value}”`;
  const times100 = (one: Estimate): Estimate => ({ value: one.value * 100, low: one.low * 100, high: one.high * 100 });
  const write = uncertainFormat(times100(difference));
  const points = `${write(difference.value * 100)} percentage points`;
  const spelled =
    percent === null ? "" : `, which is ${percent.toLocaleString("en-GB", { maximumSignificantDigits: 2 })} % more`;
  const shares = `${sized.length > 2 ? `Of ${sized.length} groups, the highest and the lowest: the` : "The"} share of ${of} is ${write(most.value * 100)} % in ${most.name} and ${write(least.value * 100)} % in ${least.name}`;
  const between = `between ${write(difference.low * 100)} and ${write(difference.high * 100)}`;
  const missing = counted.reduce((sum, one) => sum + one.rows - one.of, 0);
  return {
    sentence: isClear(difference)
      ? `${shares}: ${points} more (${between})${spelled}.`
      : `${shares}. The difference of ${points} may be chance: it is ${between}, so the two can't be told apart.`,
    title: titleOf(`share of ${of}`, most, least, difference),
    axis: `Share of ${of} (%)`,
    columns: ["count", "of", "per cent", "low", "high"],
    cells: sized.map((one) => [one.name, one.count, one.of, one.value * 100, one.low * 100, one.high * 100]),
    drawn: ["per cent", "low", "high"],
    warnings: [
      ...(percent === null || !isClear(difference)
        ? []
        : [
            "Percentage points and per cent are not the same: points take one share from the other, per cent divide one by the other. Say which you mean.",
          ]),
      ...smallNumbers(counted, "rows"),
      ...(missing === 0
        ? []
        : [
            `${missing} ${missing === 1 ? "row says" : "rows say"} nothing under “${options.value}” and ${missing === 1 ? "is" : "are"} left out. Nothing said is not "no".`,
          ]),
      ...severalWarning(sized.length),
    ],
    facts: {
      highest: most.name,
      lowest: least.name,
      points: difference.value * 100,
      low: difference.low * 100,
      high: difference.high * 100,
      percent,
      clear: isClear(difference),
    },
  };
}

export function compareCounts(
  groups: readonly Group[],
  options: CompareOptions & { readonly count: string; readonly population: string },
): Comparison {
  const per = options.per ?? 1000;
  const counted = groups.map(({ name, rows }) => {
    numbersOf(rows, options.count);
    numbersOf(rows, options.population);
    // Only rows with both: a count without its people, or the other way round, would make a wrong rate.
    const whole = rows.filter(
      (row) => typeof cellOf(row, options.count) === "number" && typeof cellOf(row, options.population) === "number",
    );
    const sum = (column: string): number => whole.reduce((sofar, row) => sofar + (cellOf(row, column) as number), 0);
    return { name, count: sum(options.count), people: sum(options.population), left: rows.length - whole.length };
  });
  const filled = counted.filter(({ people }) => people > 0);
  if (filled.length < 2)
    throw new OpenDataError(
      "too-few-figures",
      `Fewer than two groups have counts and people, so there are no rates to compare.`,
    );
  const sized = filled
    .map((one) => {
      const { low, high } = countInterval(one.count);
      const share = per / one.people;
      return { ...one, value: one.count * share, low: low * share, high: high * share };
    })
    .toSorted((one, other) => other.value - one.value || (one.name < other.name ? -1 : 1));
  const [most, least] = [sized[0], sized.at(-1)] as [(typeof sized)[number], (typeof sized)[number]];
  const difference = differenceInterval(most, least);
  const of = options.of ?? wordsOf(options.count);
  const every = `for every ${per.toLocaleString("en-GB")} ${peopleOf(options.population)}`;
  const left = counted.reduce((sum, one) => sum + one.left, 0);
  return {
    sentence: sentenceOf(`the rate of ${of} ${every}`, most, least, difference, "", sized.length),
    title: titleOf(`rate of ${of}`, most, least, difference),
    axis: `${of} ${every}`,
    columns: ["count", "people", "rate", "low", "high"],
    cells: sized.map((one) => [one.name, one.count, one.people, one.value, one.low, one.high]),
    drawn: ["rate", "low", "high"],
    warnings: [
      ...smallNumbers(counted, of),
      ...(left === 0
        ? []
        : [
            `${left} ${left === 1 ? "row lacks" : "rows lack"} the count or the people and ${left === 1 ? "is" : "are"} left out.`,
          ]),
      ...severalWarning(sized.length),
    ],
    facts: {
      highest: most.name,
      lowest: least.name,
      difference: difference.value,
      low: difference.low,
      high: difference.high,
      clear: isClear(difference),
    },
  };
}

function sentenceOf(what: string, most: Sized, least: Sized, difference: Estimate, unit: string, many: number): string {
  const write = uncertainFormat(difference, unit);
  const which =
    many > 2
      ? `Of ${many} groups, ${what} is highest in ${most.name}, ${write(most.value)}, and lowest in ${least.name}, ${write(least.value)}`
      : `${what.slice(0, 1).toUpperCase()}${what.slice(1)} is ${write(most.value)} in ${most.name} and ${write(least.value)} in ${least.name}`;
  const apart = differenceUnit(unit);
  const { figure, range } = uncertainParts(difference, apart);
  const end = uncertainFormat(difference, apart === unit ? unit : "");
  if (isClear(difference)) return `${which}: ${figure} more${range}.`;
  return `${which}. The difference of ${figure} may be chance: it is between ${end(difference.low)} and ${end(difference.high)}, so the two can't be told apart.`;
}

function titleOf(what: string, most: Sized, least: Sized, difference: Estimate): string {
  return isClear(difference)
    ? `The ${what} is higher in ${most.name} than in ${least.name}`
    : `The ${what}: ${most.name} and ${least.name} can't be told apart`;
}

/** Nought lies outside. */
function isClear({ low, high }: Estimate): boolean {
  return low > 0 || high < 0;
}

function severalWarning(many: number): string[] {
  return many > 2
    ? [
        `Among ${many} groups the highest and the lowest differ by chance alone. Say before you look which two you will compare, and name them in between.`,
      ]
    : [];
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
