import { describe, expect, test } from "vitest";
import { compare } from "./compare.js";

const source = "Invented for teaching";
const grants = [
  ...[400, 500, 550, 600, 700, 800, 900, 1200, 5000, 20_000, 650, 720].map((amount) => ({ sector: "arts", amount })),
  ...[2400, 2500, 3550, 3600, 2700, 2800, 3900, 4200, 9000, 60_000, 2650, 2720].map((amount) => ({
    sector: "sport",
    amount,
  })),
];

describe("compare, of numbers", () => {
  test("skewed money is compared by medians, and it says so", () => {
    const finding = compare(grants, { value: "amount", by: "sector", unit: "£", source });
    expect(finding.facts).toMatchObject({ middle: "median", highest: "sport", clear: true, difference: 2465 });
    expect(finding.sentence).toMatch(
      /^The median of amount is £3,\d00 in sport and £\d00 in arts: £2,\d00 more \(between £\d,\d00 and £\d,\d00\)\.$/,
    );
    expect(finding.warnings[0]).toMatch(/pull the mean away, so the medians are compared/);
  });

  test("even numbers are compared by means, and a difference that may be chance is not claimed", () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({ group: at % 2 ? "a" : "b", score: (at * 7) % 20 }));
    const finding = compare(rows, { value: "score", by: "group", source });
    expect(finding.facts).toMatchObject({ middle: "mean", clear: false });
    expect(finding.sentence).toMatch(/may be chance: it is between −\d+ and \d+, so the two can't be told apart\.$/);
    expect(finding.chart.title).toMatch(/can't be told apart$/);
  });

  test("missing figures have no part and are counted; small groups are named", () => {
    const rows = [
      ...["a", "a", "a", "b", "b", "b"].map((group, at) => ({ group, score: at })),
      { group: "a", score: null },
      { group: null, score: 4 },
    ];
    const finding = compare(rows, { value: "score", by: "group", source });
    expect(finding.warnings).toContainEqual(expect.stringMatching(/^Fewer than 10 numbers stand behind a and b/));
    expect(finding.warnings).toContainEqual(expect.stringMatching(/^1 row has no figure and is left out/));
    expect(finding.warnings).toContainEqual("1 row without a group is left out.");
    expect(finding.numbers.map((row) => [row["group"], row["rows"], row["missing"]])).toEqual([
      ["b", 3, 0],
      ["a", 3, 1],
    ]);
  });

  test("a group with fewer than two numbers is named and not compared", () => {
    const finding = compare([...grants, { sector: "parks", amount: 5 }], { value: "amount", by: "sector", source });
    expect(finding.numbers.length).toBe(2);
    expect(finding.warnings).toContainEqual("parks has fewer than two numbers and is not compared.");
  });

  test("of several groups the highest and the lowest are told, with a warning; two may be chosen", () => {
    const rows = [...grants, ...grants.map((row) => ({ ...row, sector: "youth", amount: row.amount + 10_000 }))];
    const all = compare(rows, { value: "amount", by: "sector", source });
    expect(all.sentence).toMatch(/^Of 3 groups, the median of amount is highest in youth/);
    expect(all.warnings).toContainEqual(expect.stringMatching(/^Among 3 groups/));
    const two = compare(rows, { value: "amount", by: "sector", between: ["arts", "sport"], source });
    expect(two.numbers.length).toBe(2);
    expect(() => compare(rows, { value: "amount", by: "sector", between: ["art", "sport"], source })).toThrow(
      /There is no "art" under "sector". Did you mean "arts"/,
    );
  });
});

describe("compare, of shares", () => {
  // Newcombe's contrast a: 56 of 70 against 48 of 80.
  const rows = [
    ...Array.from({ length: 70 }, (_, at) => ({ area: "north", helped: at < 56 ? "yes" : "no" })),
    ...Array.from({ length: 80 }, (_, at) => ({ area: "south", helped: at < 48 ? "yes" : "no" })),
  ];
  const options = { value: "helped", is: "yes", by: "area", of: "people helped", source };

  test("says percentage points and per cent, which are not the same", () => {
    const finding = compare(rows, options);
    expect(finding.sentence).toBe(
      "The share of people helped is 80 % in north and 60 % in south: 20 percentage points more (between 5 and 33), which is 33 % more.",
    );
    expect(finding.warnings[0]).toMatch(/^Percentage points and per cent are not the same/);
  });

  test("a row that says nothing is not a no", () => {
    const finding = compare([...rows, { area: "south", helped: null }], options);
    expect(finding.numbers.at(1)).toMatchObject({ area: "south", count: 48, of: 80 });
    expect(finding.warnings).toContainEqual(expect.stringMatching(/^1 row says nothing/));
  });

  test("an answer that nobody gave is told", () => {
    expect(() => compare(rows, { ...options, is: "Yes" })).toThrow(/No row has "Yes" under "helped"/);
  });
});

describe("compare, of rates", () => {
  const wards = [
    { side: "west", referrals: 117, people: 9800 },
    { side: "west", referrals: 60, people: 11_250 },
    { side: "east", referrals: 160, people: 12_900 },
    { side: "east", referrals: null, people: 50_000 },
  ];

  test("adds up counts and people of each group, leaving out rows that lack one of them", () => {
    const finding = compare(wards, { count: "referrals", population: "people", by: "side", source });
    expect(finding.numbers.map((row) => [row["side"], row["count"], row["people"]])).toEqual([
      ["east", 160, 12_900],
      ["west", 177, 21_050],
    ]);
    expect(finding.sentence).toMatch(
      /^The rate of referrals for every 1,000 people is 12.4 in east and 8.4 in west: 4.0 more \(between 1.7 and 6.4\)\.$/,
    );
    expect(finding.warnings).toContainEqual("1 row lacks the count or the people and is left out.");
  });

  test("what to compare has to be said, and there have to be two", () => {
    expect(() => compare(wards, { by: "side", source })).toThrow(/Say what to compare/);
    expect(() => compare(wards, { by: "side", value: "referrals", count: "referrals", source })).toThrow(/Say what/);
    expect(() => compare(wards.slice(0, 2), { by: "side", count: "referrals", population: "people", source })).toThrow(
      /is only one group/,
    );
  });
});
