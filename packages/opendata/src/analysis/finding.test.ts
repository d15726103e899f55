import { describe, expect, test } from "vitest";
import { jupyterDisplay, nodeInspect } from "../show.js";
import { tableOf } from "../table/table.js";
import { changeSince } from "./change-since.js";
import { compare } from "./compare.js";
import { forecast } from "./forecast.js";
import { rank } from "./rank.js";
import { rate } from "./rate.js";
import { trend } from "./trend.js";

const source = "Invented for teaching";
const wards = [
  { ward: "Abbey", side: "west", referrals: 117, people: 9800 },
  { ward: "Bridge", side: "west", referrals: 60, people: 11_250 },
  { ward: "Docks", side: "east", referrals: 160, people: 12_900 },
  { ward: "Elm Park", side: "east", referrals: 33, people: 10_300 },
  { ward: "Gate", side: "east", referrals: null, people: 7000 },
];
const names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const months = Array.from({ length: 36 }, (_, at) => ({
  month: `${names[at % 12]} ${2022 + Math.floor(at / 12)}`,
  referrals: 100 + 2 * at + 20 * ((at % 12) - 6) + ((at * 7) % 5),
}));

const findings = {
  rate: () => rate(wards, { count: "referrals", population: "people", label: "ward", source }),
  rank: () => rank(wards, { by: "referrals", label: "ward", count: "referrals", source }),
  compare: () => compare(wards, { count: "referrals", population: "people", by: "side", source }),
  changeSince: () => changeSince(months, { time: "month", value: "referrals", since: "Mar 2023", source }),
  trend: () => trend(months, { time: "month", value: "referrals", source }),
  forecast: () => forecast(months, { time: "month", value: "referrals", ahead: 3, source }),
};

describe.each(Object.entries(findings))("a finding of %s", (_, find) => {
  test("is a sentence, numbers and a chart with a source", () => {
    const finding = find();
    expect(finding.sentence).toMatch(/^[A-Z].*\.$/);
    expect(finding.numbers.length).toBeGreaterThan(0);
    expect(finding.chart.svg).toContain("Source: Invented for teaching");
  });

  test("says its sentence first and what to be careful about, as HTML and as words", () => {
    const finding = find();
    const shown = finding[jupyterDisplay]();
    expect(shown["text/plain"].startsWith(finding.sentence)).toBe(true);
    expect(shown["text/plain"]).toBe(finding[nodeInspect]());
    for (const warning of finding.warnings) {
      expect(shown["text/plain"]).toContain(`Be careful: ${warning}`);
      expect(finding.chart.warnings).toContain(warning);
    }
  });

  test("is plain values for a check", () => {
    const finding = find();
    expect(JSON.parse(JSON.stringify(finding))).toEqual({
      sentence: finding.sentence,
      numbers: JSON.parse(JSON.stringify(finding.numbers)),
      warnings: finding.warnings,
      facts: finding.facts,
    });
  });
});

test("the source comes from the table, and a list without one is told to say it", () => {
  const table = tableOf(wards).from({ publisher: "Ambleford Council (invented)", name: "wards.csv" });
  const options = { count: "referrals", population: "people", label: "ward" };
  expect(rate(table, options).chart.data.source).toBe("Ambleford Council (invented), wards.csv");
  expect(() => rate(wards, options)).toThrow(/no source yet/);
});

test("a slip in a column's name is answered with the name that was meant", () => {
  expect(() => rate(wards, { count: "referals", population: "people", label: "ward", source })).toThrow(
    /Did you mean "referrals"/,
  );
  expect(() => trend(months, { time: "months", value: "referrals", source })).toThrow(/Did you mean "month"/);
  expect(() => compare(wards, { value: "ward", by: "side", source })).toThrow(/not a number/);
});
