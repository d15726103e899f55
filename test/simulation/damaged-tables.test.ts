/**
 * Clean tables by seed, and one slip done to each: the profile tells exactly that slip, as often and where it is, and of
 * the clean table nothing. SURGERY_LONG_TESTS=1 draws many more.
 */
import { profile, readSource } from "@data-surgery/opendata";
import { expect, test } from "vitest";
import { csvOf, drawTable } from "./clean-table.js";
import { Random } from "./random.js";
import { damages } from "./table-damage.js";

const isLong = process.env["SURGERY_LONG_TESTS"] !== undefined;
const clean = isLong ? 5000 : 300;
const damaged = isLong ? 200 : 10;

interface Told {
  readonly code: string;
  readonly count: number;
  readonly row: number | null;
  readonly column: string | null;
}

async function faultsOf(bytes: Uint8Array): Promise<Told[]> {
  const { faults } = profile(await readSource({ name: "drawn.csv", bytes }));
  return faults.map(({ code, count, first }) => ({ code, count, row: first.row, column: first.column }));
}

const names = Object.keys(damages);

test(`${clean} clean tables have nothing wrong with them`, async () => {
  const alarms: { seed: number; codes: string[] }[] = [];
  for (let seed = 0; seed < clean; seed++) {
    const faults = await faultsOf(new TextEncoder().encode(csvOf(drawTable(new Random(seed)))));
    if (faults.length > 0) alarms.push({ seed, codes: faults.map(({ code }) => code) });
  }
  expect(alarms).toEqual([]);
});

test.each(names)("%s is told as what it is, where it is, and as nothing else", async (name) => {
  const damage = damages[name];
  if (damage === undefined) throw new Error(name);
  const wrong: unknown[] = [];
  for (let seed = 0; seed < damaged && wrong.length < 3; seed++) {
    const draw = new Random(seed * 1009 + name.length);
    const { bytes, faults } = damage(drawTable(draw), draw);
    const told = await faultsOf(bytes);
    const missed = faults.filter(
      (fault) =>
        !told.some(
          ({ code, count, row, column }) =>
            code === fault.code && count >= fault.count && row === fault.row && column === fault.column,
        ),
    );
    const others = told.filter(({ code }) => !faults.some((fault) => fault.code === code));
    if (missed.length > 0 || others.length > 0) wrong.push({ seed, missed, told });
  }
  expect(wrong).toEqual([]);
});
