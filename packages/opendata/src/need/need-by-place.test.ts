import fc from "fast-check";
import { expect, test } from "vitest";
import { evidencePack } from "../evidence/evidence-pack.js";
import { read } from "../table/read.js";
import { tableOf, type Table } from "../table/table.js";
import { hiddenPlaces } from "./hide-small.js";
import { needByPlace } from "./need-by-place.js";

const rows = [
  { ward: "Abbey", referrals: 60, people: 4000 },
  { ward: "Bridge", referrals: 30, people: 6000 },
  { ward: "Castle", referrals: 41, people: 8000 },
  { ward: "Docks", referrals: 210, people: 5000 },
  { ward: "Elms", referrals: 3, people: 700 },
  { ward: "Fields", referrals: 8, people: 900 },
  { ward: "Green", referrals: null, people: 3000 },
  { ward: "Hill", referrals: 25, people: null },
];
const about = {
  publisher: "Invented for teaching",
  licence: "CC0 1.0",
  published: "2021",
  readAt: "2026-11-29T10:00:00.000Z",
};
const wards = (): Table => tableOf(rows, "wards.csv").from(about);
const options = { count: "referrals", population: "people", place: "ward", whole: "Ambleford" };

test("the city first, then rates, order; each with its range, and each place beside all the others", () => {
  const need = needByPlace(wards(), options);
  // 352 of 24,600 people, with the hidden places in it: 14.3 for every 1,000.
  expect(need.sentences[0]).toBe(
    "All of Ambleford has 14.3 referrals for every 1,000 people (between 12.9 and 15.9). Clearly above the rest of it: Docks. Clearly below: Castle and Bridge. Abbey can't be told apart from the rest.",
  );
  expect(need.sentences[1]).toMatch(/^Docks has 42 referrals for every 1,000 people \(between 37 and 48\)/);
  expect(need.sentences[2]).toMatch(/^Docks comes first of the 4 wards/);
  expect(need.findings[0]?.chart?.data.series[0]?.x).toEqual([
    "Docks",
    "Abbey",
    "All of Ambleford",
    "Castle",
    "Bridge",
  ]);
  expect(need.numbers.rows().map((row) => [row["ward"], row["beside_the_rest"]])).toEqual([
    ["Abbey", "can't be told"],
    ["Bridge", "below"],
    ["Castle", "below"],
    ["Docks", "above"],
  ]);
});

test("what the data can't say comes from the data: recorded only, hidden, not known, no people, old", () => {
  const said = needByPlace(wards(), options).limits.join("\n");
  for (const words of [
    "referrals that somebody recorded",
    "2 places are not shown, so that no number below 5",
    "Nothing is known about referrals in Green",
    "How many people live in Hill is not known",
    "from 2021. That was 5 years before",
    "says nothing about each person",
  ])
    expect(said).toContain(words);
});

test("small numbers are in nothing that is written, and their file stays behind", async () => {
  const text = `ward,referrals,people\n${rows.map(({ ward, referrals, people }) => `${ward},${referrals ?? ""},${people ?? ""}`).join("\n")}\n`;
  const table = (await read({ name: "wards.csv", bytes: new TextEncoder().encode(text) })).from(about);
  const need = needByPlace(table, options);
  const pack = await evidencePack({ question: "Where is the need?", findings: need.findings, limits: need.limits });
  for (const bytes of (await pack.files()).values()) {
    const written = new TextDecoder().decode(bytes);
    expect(written).not.toContain("Elms");
    expect(written).not.toContain("Fields");
  }
  expect(pack.data[0]?.notPacked).toBeDefined();
});

test("whatever the counts, nobody can work a hidden one out from the whole", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 30 }), { minLength: 3, maxLength: 30 }), (counts) => {
      const places = counts.map((count, at) => ({ name: `p${at}`, count }));
      const hidden = places.filter(({ name }) => hiddenPlaces(places, 5).has(name));
      expect(places.filter(({ name, count }) => count > 0 && count < 5 && !hiddenPlaces(places, 5).has(name))).toEqual(
        [],
      );
      if (hidden.length === 0 || hidden.length === counts.filter((count) => count > 0).length) return;
      expect(hidden.length).toBeGreaterThanOrEqual(2);
      expect(hidden.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThanOrEqual(5);
    }),
    { seed: 20_261_130, numRuns: 200 },
  );
});

test("a map where there are outlines, and its sentence says what darker means", () => {
  const square = (x: number): readonly (readonly [number, number])[] => [
    [x, 0],
    [x + 1, 0],
    [x + 1, 1],
    [x, 1],
    [x, 0],
  ];
  const boundaries = {
    name: "Wards of Ambleford",
    publisher: "Invented",
    licence: "CC0 1.0",
    date: "2025",
    features: rows.map(({ ward }, at) => ({ code: ward, name: ward, polygons: [[square(at)]] })),
  };
  const need = needByPlace(wards(), { ...options, boundaries });
  expect(need.findings.at(-1)?.chart?.data.type).toBe("map");
  expect(need.sentences.at(-1)).toContain("the darker, the more");
});

test("no place differs: it says so and claims nothing", () => {
  const even = ["A", "B", "C"].map((ward) => ({ ward, referrals: 50, people: 1000 }));
  const { sentences } = needByPlace(tableOf(even), { ...options, source: "Invented" });
  expect(sentences[0]).toContain("None of the 3 wards can be told apart from the rest.");
});

test("a place with two rows, and too few places, are told with what to do", () => {
  const given = { ...options, source: "Invented" };
  expect(() => needByPlace([...rows, { ward: "Abbey", referrals: 1, people: 2 }], given)).toThrow(
    /several rows for Abbey.*groupBy/,
  );
  expect(() => needByPlace([rows[0] ?? {}, rows[4] ?? {}], given)).toThrow(/Put places together/);
});
