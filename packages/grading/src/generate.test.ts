import { expect, test } from "vitest";
import { createGenerate } from "./generate.js";

test("GR1 the same seed makes the same inputs, another seed others", () => {
  const make = (seed: number): unknown => {
    const generate = createGenerate(seed);
    return [
      generate.list(20, () => generate.int(0, 1000)),
      generate.rows(5, { ward: () => generate.word(), day: () => generate.date("2020-01-01", "2026-12-31") }),
    ];
  };
  expect(make(7)).toEqual(make(7));
  expect(make(7)).not.toEqual(make(8));
});

test("GR1 whole numbers stay within both ends and reach them, spread evenly", () => {
  const generate = createGenerate(1);
  const counts = [0, 0, 0, 0, 0, 0];
  for (let turn = 0; turn < 6000; turn++) counts[generate.int(0, 5)]!++;
  expect(Math.min(...counts)).toBeGreaterThan(850);
  expect(Math.max(...counts)).toBeLessThan(1150);
});

test("GR1 choices, orders, dates and decimals are what was asked for", () => {
  const generate = createGenerate(3);
  for (let turn = 0; turn < 200; turn++) {
    expect(["a", "b"]).toContain(generate.pick(["a", "b"]));
    expect(generate.shuffle(["a", "b", "c"]).toSorted()).toEqual(["a", "b", "c"]);
    const day = generate.date("2024-02-28", "2024-03-01");
    expect(["2024-02-28", "2024-02-29", "2024-03-01"]).toContain(day);
    const decimal = generate.number(1, 2, 1);
    expect(decimal).toBeGreaterThanOrEqual(1);
    expect(decimal).toBeLessThanOrEqual(2);
    expect(String(decimal)).toMatch(/^\d(?:\.\d)?$/);
  }
  const yes = generate.list(1000, () => generate.chance(0.25)).filter(Boolean).length;
  expect(yes).toBeGreaterThan(190);
  expect(yes).toBeLessThan(310);
});

test("GR1 a table becomes a CSV file that keeps commas, quotes and gaps", () => {
  const text = createGenerate(1).csv([{ a: 'x,"y"', b: 1 }, { a: "z" }]);
  expect(text).toBe('a,b\n"x,""y""",1\nz,\n');
});

test("GR1 what can't be made is said to the author", () => {
  const generate = createGenerate(1);
  expect(() => generate.int(3, 1)).toThrow("the smaller one first");
  expect(() => generate.pick([])).toThrow("nothing to choose from");
});
