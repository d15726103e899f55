import fc from "fast-check";
import { expect, test } from "vitest";
import { isSmall, suppress, suppressShares, threshold, type Hidden, type YearCounts } from "./suppress.js";

const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);

/** The least and the most that each hidden count can be, for somebody who has all that is published and knows that hidden is 1 or more. */
function rangesOf(
  years: readonly YearCounts[],
  hidden: Hidden,
): { what: string; value: number; low: number; high: number }[] {
  const shownSum = (line: readonly number[], at: readonly boolean[]): number =>
    sum(line.filter((_, index) => at[index] !== true));
  const least = years.map((year, y) =>
    Math.max(
      1,
      ...year.lines.map(
        (line, l) => shownSum(line, hidden.years[y]!.lines[l]!) + hidden.years[y]!.lines[l]!.filter(Boolean).length,
      ),
    ),
  );
  const open = years.map((_, y) => hidden.years[y]!.total);
  const hiddenTogether = sum(years.filter((_, y) => open[y]).map(({ total }) => total));
  return years.flatMap((year, y) => {
    const others = sum(least.filter((_, other) => other !== y && open[other]));
    // A line without anything hidden gives its total away.
    const given = year.lines.some((_, l) => !hidden.years[y]!.lines[l]!.includes(true));
    const total = !open[y] || given ? year.total : undefined;
    const lowTotal = total ?? least[y]!;
    const highTotal = total ?? (hidden.all ? Number.POSITIVE_INFINITY : hiddenTogether - others);
    const cells = year.lines.flatMap((line, l) => {
      const at = hidden.years[y]!.lines[l]!;
      const count = at.filter(Boolean).length;
      const [low, high] = [lowTotal - shownSum(line, at), highTotal - shownSum(line, at)];
      return line.flatMap((value, index) =>
        at[index] === true
          ? [{ what: `${y}.${l}.${index}`, value, low: count === 1 ? low : 1, high: high - (count - 1) }]
          : [],
      );
    });
    return open[y] ? [...cells, { what: `${y}`, value: year.total, low: lowTotal, high: highTotal }] : cells;
  });
}

/** Splits each year's count by place and by quarter, so that both lines have the same total. */
const someYears = fc.array(
  fc
    .record({
      places: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 7 }), fc.integer({ min: 0, max: 80 })), {
        minLength: 1,
        maxLength: 5,
      }),
      cuts: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 }),
    })
    .map(({ places, cuts }): YearCounts => {
      const total = sum(places);
      const edges = [0, ...cuts.map((cut) => Math.floor(cut * total)).toSorted((a, b) => a - b), total];
      return { total, lines: [places, edges.slice(1).map((edge, at) => edge - edges[at]!)] };
    }),
  { minLength: 1, maxLength: 4 },
);

test("no hidden count can be worked out from what is published, and each might be large", () => {
  fc.assert(
    fc.property(someYears, (years) => {
      const hidden = suppress(years);
      for (const { value, low, high } of rangesOf(years, hidden)) {
        expect(low).toBeLessThanOrEqual(value);
        expect(high).toBeGreaterThanOrEqual(value);
        expect(high - low).toBeGreaterThanOrEqual(threshold);
        expect(high).toBeGreaterThanOrEqual(threshold);
      }
    }),
    { seed: 1980, numRuns: 3000 },
  );
});

test("no small count is shown, no zero is hidden", () => {
  fc.assert(
    fc.property(someYears, (years) => {
      const hidden = suppress(years);
      for (const [y, year] of years.entries()) {
        if (isSmall(year.total)) expect(hidden.years[y]!.total).toBe(true);
        for (const [l, line] of year.lines.entries()) {
          for (const [at, count] of line.entries()) {
            if (isSmall(count)) expect(hidden.years[y]!.lines[l]![at]).toBe(true);
            if (count === 0) expect(hidden.years[y]!.lines[l]![at]).toBe(false);
          }
        }
      }
    }),
    { seed: 1981, numRuns: 1000 },
  );
});

test("a single small count takes the next smallest with it, and nothing more than is needed", () => {
  expect(suppress([{ total: 63, lines: [[3, 20, 40]] }]).years[0]).toEqual({
    total: false,
    lines: [[true, true, false]],
  });
  expect(suppress([{ total: 60, lines: [[20, 40, 0]] }]).years[0]).toEqual({
    total: false,
    lines: [[false, false, false]],
  });
});

test("where there is nothing to hide a small count in, the total goes too", () => {
  expect(suppress([{ total: 3, lines: [[3]] }])).toEqual({ all: true, years: [{ total: true, lines: [[true]] }] });
  const two = suppress([
    { total: 3, lines: [[3]] },
    { total: 90, lines: [[40, 50]] },
  ]);
  expect(two.all).toBe(false);
  expect(two.years.map(({ total }) => total)).toEqual([true, true]);
  expect(two.years[1]!.lines).toEqual([[true, false]]);
});

test("shares: a few who said no are as small as a few who said yes, and years are told all or none", () => {
  expect(suppressShares([{ yes: 9, of: 14 }])).toEqual({ all: false, years: false });
  expect(suppressShares([{ yes: 12, of: 14 }])).toEqual({ all: true, years: true });
  expect(suppressShares([{ yes: 0, of: 14 }])).toEqual({ all: false, years: false });
  expect(
    suppressShares([
      { yes: 9, of: 14 },
      { yes: 2, of: 11 },
    ]),
  ).toEqual({ all: false, years: true });
});
