import { describe, expect, test } from "vitest";
import { rank } from "./rank.js";
import { rate } from "./rate.js";
import { uncertain } from "./uncertain.js";

const source = "Invented for teaching";
const wards = [
  { ward: "Abbey", referrals: 117, people: 9800 },
  { ward: "Bridge", referrals: 60, people: 11_250 },
  { ward: "Castle Hill", referrals: 12, people: 6400 },
  { ward: "Docks", referrals: 160, people: 12_900 },
  { ward: "Elm Park", referrals: 33, people: 10_300 },
  { ward: "Fairfield", referrals: 3, people: 8150 },
];
const options = { count: "referrals", population: "people", label: "ward", source };

describe("rate", () => {
  test("says the highest with its range, and whether the next is too close to call", () => {
    expect(rate(wards, options).sentence).toBe(
      "Docks has 12.4 referrals for every 1,000 people (between 10.6 and 14.5), the most of the 6 wards; Abbey, next, has 11.9, which is too close to call.",
    );
    expect(rate(wards.slice(1), options).sentence).toMatch(/Bridge, next, has 5.3, which is clearly fewer\.$/);
  });

  test("equal rates and no events at all are said as such", () => {
    const equal = ["A", "B"].map((ward) => ({ ward, referrals: 50, people: 1000 }));
    expect(rate(equal, options).sentence).toMatch(/the most of the 2 wards; B has as many\.$/);
    const none = equal.map((row) => ({ ...row, referrals: 0 }));
    expect(rate(none, options).sentence).toBe("None of the 2 wards has any referrals.");
  });

  test("adds rate, low and high to the table, beside columns of the same name", () => {
    const rows = [{ ward: "Docks", referrals: 160, people: 12_900, rate: "high" }];
    const { numbers } = rate(rows, options);
    expect(numbers.columns).toEqual(["ward", "referrals", "people", "rate", "rate (2)", "low", "high"]);
    expect(numbers.at(0)).toMatchObject({ rate: "high", "rate (2)": (160 / 12_900) * 1000 });
  });

  test("AN4: without a count, without people, or with none, there is no rate, and it says how many", () => {
    const rows = [...wards, { ward: "G", referrals: null, people: 10 }, { ward: "H", referrals: 5, people: 0 }];
    const finding = rate(rows, options);
    expect(finding.numbers.rows().slice(-2)).toMatchObject([{ rate: null }, { rate: null, low: null }]);
    expect(finding.warnings).toContainEqual(expect.stringMatching(/^2 rows have no rate/));
    expect(finding.facts).toMatchObject({ rated: 6, left_out: 2, highest: "Docks", lowest: "Fairfield" });
    expect(() => rate([{ ward: "G", referrals: null, people: 10 }], options)).toThrow(/there is no rate/);
  });

  test("AN8: fewer than 20 are too few to rank, fewer than 5 may name somebody", () => {
    const [few, naming] = rate(wards, options).warnings;
    expect(few).toBe(
      "Fewer than 20 referrals stand behind Castle Hill and Fairfield: too few to rank. One more or less would move the rate a lot.",
    );
    expect(naming).toMatch(/^Fairfield has fewer than 5\./);
  });

  test("asks about more events than people, and about counts that are not whole", () => {
    const rows = [
      { ward: "A", referrals: 50, people: 40 },
      { ward: "B", referrals: 30.5, people: 400 },
    ];
    const { warnings } = rate(rows, options);
    expect(warnings).toContainEqual(expect.stringMatching(/^A has more referrals than people/));
    expect(warnings).toContainEqual(expect.stringMatching(/^The count of B is not a whole number/));
  });

  test("refuses counts below nought, words and a rate for nobody", () => {
    expect(() => rate([{ ward: "A", referrals: -1, people: 4 }], options)).toThrow(/less than nought times/);
    expect(() => rate(wards, { ...options, count: "ward" })).toThrow(/not a number/);
    expect(() => rate(wards, { ...options, per: 0 })).toThrow(/per: 1000/);
  });

  test("draws the ranges on the bars, in the picture and in the figure", () => {
    const { chart } = rate(wards, options);
    expect(chart.svg.match(/<path d="M[\d.]+ [\d.]+v10M/g)).toHaveLength(6);
    expect(chart.figure.data[0]).toMatchObject({ error_x: { type: "data", symmetric: false } });
    expect(chart.data.series[0]?.x[0]).toBe("Docks");
  });
});

describe("rank", () => {
  const ranked = { by: "rate", label: "ward", low: "low", high: "high", source };
  const rates = rate(wards, options).numbers;

  test("AN7: says whose ranges overlap with the first, and which places each may have", () => {
    const finding = rank(rates, ranked);
    expect(finding.sentence).toBe(
      "Docks comes first of the 6 wards by rate, with 12.40; Fairfield comes last, with 0.37. But it can't be told apart from Abbey: their ranges overlap, so its place is anything from 1st to 2nd.",
    );
    expect(finding.numbers.map((row) => [row["place"], row["place_from"], row["place_to"]])).toEqual([
      [1, 1, 2],
      [2, 1, 2],
      [3, 3, 4],
      [4, 3, 5],
      [5, 4, 6],
      [6, 5, 6],
    ]);
    expect(finding.warnings).toContainEqual(expect.stringMatching(/^4 of the 5 neighbours/));
  });

  test("works the ranges out from the counts behind rates", () => {
    const plain = rates.drop("low", "high");
    expect(rank(plain, { by: "rate", label: "ward", count: "referrals", source }).numbers.at(1)).toMatchObject({
      ward: "Abbey",
      place_from: 1,
      place_to: 2,
    });
  });

  test("equal numbers share a place, and the next place is left free", () => {
    const rows = ["a", "b", "c", "d"].map((ward, at) => ({ ward, visits: [7, 9, 9, 5][at] }));
    const finding = rank(rows, { by: "visits", label: "ward", source });
    expect(finding.numbers.map((row) => [row["ward"], row["place"]])).toEqual([
      ["b", 1],
      ["c", 1],
      ["a", 3],
      ["d", 4],
    ]);
    expect(finding.sentence).toMatch(/^b and c share the first place of the 4 wards by visits, with 9; d comes last/);
    expect(finding.sentence).toMatch(/How sure this order is can't be said/);
    expect(rank(rows, { by: "visits", label: "ward", first: "lowest", source }).numbers.at(0)).toMatchObject({
      ward: "d",
      place: 1,
    });
  });

  test("rows without a figure have no place and are counted", () => {
    const finding = rank([...wards, { ward: "Gate", referrals: null, people: 1 }], {
      by: "referrals",
      label: "ward",
      source,
    });
    expect(finding.numbers.length).toBe(6);
    expect(finding.warnings).toContainEqual("1 row without a figure is left out and has no place.");
  });
});

describe("AN3: a figure with its range", () => {
  test.each([
    [{ value: 12.4321, low: 10.58, high: 14.52 }, "", "12.4 (between 10.6 and 14.5)"],
    [{ value: 12_345.678, low: 11_111, high: 13_579 }, "£", "£12,300 (between £11,100 and £13,600)"],
    [{ value: 0.2849, low: 0.2, high: 0.36 }, "", "0.28 (between 0.20 and 0.36)"],
    [{ value: -3.21, low: -8.4, high: 2.1 }, "", "−3 (between −8 and 2)"],
    [{ value: 12_345.678, low: NaN, high: NaN }, "", "12,300"],
    [{ value: 5, low: 5, high: 5 }, "hours", "5 hours"],
    [{ value: 5, low: 2, high: 8 }, "hours", "5 hours (between 2 and 8)"],
    [{ value: 1234, low: NaN, high: NaN }, "", "1,234"],
    [{ value: 0, low: 0, high: 0 }, "%", "0 %"],
  ])("%j in %j reads %s", (estimate, unit, words) => expect(uncertain(estimate, unit)).toBe(words));
});
