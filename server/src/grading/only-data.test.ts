import { deserialize, serialize } from "node:v8";
import { expect, test } from "vitest";
import { NotDataError, onlyData } from "./only-data.js";

/** As it comes out of the channel. */
const sent = (value: unknown): unknown => deserialize(serialize(value)) as unknown;

test("CH8 data stays as it is", () => {
  const data = {
    a: [1, -0, Number.NaN, "x", null, undefined, true, 7n],
    b: new Date(5),
    c: new Map([["k", { d: [] }]]),
  };
  expect(onlyData(sent(data))).toEqual(data);
});

test("CH8 holes become values that can fail a test", () => {
  const holes: unknown[] = [];
  holes.length = 62;
  const rows = onlyData(sent(holes)) as { change: number }[];
  expect(rows.every((row) => row?.change !== undefined)).toBe(false);
});

test("CH8 a cycle, very many, very deep, endless lists and other kinds of object are refused", () => {
  const cycle: unknown[] = [];
  cycle.push(cycle);
  const endless: unknown[] = [];
  endless.length = 4_294_967_295;
  let deep: unknown = 6;
  for (let depth = 0; depth < 100; depth++) deep = [deep];
  const wide = Array.from({ length: 600 }, () => Array.from({ length: 600 }, () => 0));
  for (const bad of [cycle, endless, deep, wide, new Error("6"), /6/, new Uint8Array(6), new Set([6]), Object(6)])
    expect(() => onlyData(sent(bad))).toThrow(NotDataError);
});
