import { expect, test } from "vitest";
import { openProgressBar } from "./progress-bar.js";

function drawn(isTTY: boolean, total: number, steps: readonly { at: number; isKnown?: boolean }[]): string[] {
  const lines: string[] = [];
  let now = 0;
  const bar = openProgressBar({ isTTY, write: (text) => lines.push(text) }, total, () => now);
  for (const { at, isKnown = false } of steps) {
    now = at;
    bar.step(isKnown);
  }
  bar.close();
  return lines;
}

test("the time left comes from the pace of what was worked on, not from what was there already", () => {
  const lines = drawn(true, 5, [{ at: 1, isKnown: true }, { at: 2, isKnown: true }, { at: 30_000 }]);
  expect(lines).toEqual([
    "\r[#####-------------------] 1 of 5",
    "\r[##########--------------] 2 of 5",
    "\r[##############----------] 3 of 5 · about 60 s left",
    "\n",
  ]);
});

test("away from a terminal it is a line for each tenth", () => {
  const lines = drawn(
    false,
    1000,
    Array.from({ length: 1000 }, (_, index) => ({ at: index })),
  );
  expect(lines).toHaveLength(10);
  expect(lines[0]).toBe("100 of 1000 · nearly done\n");
});
