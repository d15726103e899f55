/** Rooms under everything that can go wrong, by seed. `npm test` runs the quick ones; SURGERY_LONG_TESTS=1 runs many more. */
import { test } from "vitest";
import { RoomWorld, type NetworkMode } from "./room-world.js";

const seeds = process.env["SURGERY_LONG_TESTS"] === undefined ? 500 : 5000;
const steps = 300;
/** Seeds that once found a fault stay. */
const pinned: readonly [NetworkMode, number][] = [
  // Structs that were only pending on the server went out to a page, which then held what the disk did not.
  ["tcp", 41],
  ["lossy", 172],
];

function run(mode: NetworkMode, seed: number): void {
  const world = new RoomWorld({ seed, pages: 3, mode });
  try {
    for (let step = 0; step < steps; step++) world.step();
    world.settleAndCheck();
  } catch (error) {
    throw new Error(`Seed ${seed} (${mode}) failed after ${world.steps.length} steps.`, { cause: error });
  }
}

const longest = 30 * 60_000;

test(
  "RO1 RO3 RO4 with kills and broken lines at any moment: acknowledged is durable, all converge, nothing doubled",
  { timeout: longest },
  () => {
    for (let seed = 1; seed <= seeds; seed++) run("tcp", seed);
  },
);

test(
  "RO1 RO7 with frames lost, doubled and out of order as well: all converge, nothing doubled",
  { timeout: longest },
  () => {
    for (let seed = 1; seed <= seeds; seed++) run("lossy", seed);
  },
);

test("seeds that once failed", () => {
  for (const [mode, seed] of pinned) run(mode, seed);
});
