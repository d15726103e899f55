import { expect, test } from "vitest";
import type { RealmEvent } from "../session/realm.js";
import { createOutputs, type Outputs } from "./outputs.js";
import type { Run } from "./realm-host.js";

/** A clock that is set by hand, and what was sent. */
function bench(overflow?: string[]): {
  outputs: Outputs;
  sent: { run: number; name: string; text: string }[];
  wait: (milliseconds: number) => void;
} {
  let now = 0;
  const sent: { run: number; name: string; text: string }[] = [];
  const planned: { at: number; action: () => void }[] = [];
  const outputs = createOutputs({
    clock: () => now,
    after: (milliseconds, action) => void planned.push({ at: now + milliseconds, action }),
    send: (event: RealmEvent) => {
      if (event.type === "stream") sent.push({ run: event.run, name: event.name, text: event.text });
    },
    openOverflow: () =>
      overflow && { name: "all.txt", write: (text) => void overflow.push(text), close: () => undefined },
  });
  const wait = (milliseconds: number): void => {
    now += milliseconds;
    for (const one of planned.splice(0)) {
      if (one.at <= now) one.action();
      else planned.push(one);
    }
  };
  return { outputs, sent, wait };
}

const run = (id: number): Run => ({ id, count: id, allowInput: false, isEnded: false, isInterrupted: false });

test("KE19: what is written within 20 ms is one message, sent by the timer or by a later write", () => {
  const { outputs, sent, wait } = bench();
  const cell = run(1);
  for (let n = 0; n < 100; n++) outputs.write(cell, "stdout", "x");
  expect(sent).toEqual([]);
  wait(20);
  expect(sent).toEqual([{ run: 1, name: "stdout", text: "x".repeat(100) }]);
});

test("KE19: streams and cells keep the order in which they wrote", () => {
  const { outputs, sent } = bench();
  const [first, second] = [run(1), run(2)];
  outputs.write(first, "stdout", "a");
  outputs.write(first, "stderr", "b");
  outputs.write(second, "stderr", "c");
  outputs.write(first, "stderr", "d");
  outputs.flush();
  expect(sent.map(({ run, text }) => `${run}${text}`)).toEqual(["1a", "1b", "2c", "1d"]);
});

test("KE19: a cell is cut at a million letters, with everything in the file; the next cell is not", () => {
  const file: string[] = [];
  const { outputs, sent } = bench(file);
  const cell = run(1);
  for (let n = 0; n < 30; n++) outputs.write(cell, "stdout", `${n % 10}`.repeat(50_000));
  outputs.settle(cell);
  const shown = sent.filter(({ name }) => name === "stdout").map(({ text }) => text);
  expect(shown.join("")).toHaveLength(1_000_000);
  expect(file.join("")).toHaveLength(1_500_000);
  expect(file.join("").startsWith(shown.join(""))).toBe(true);
  expect(sent.filter(({ name }) => name === "stderr").map(({ text }) => text)).toEqual([
    "\nThis cell has written more than a notebook can show. All of it is in “all.txt”.\n",
  ]);
  outputs.write(run(2), "stdout", "next");
  outputs.flush();
  expect(sent.at(-1)).toEqual({ run: 2, name: "stdout", text: "next" });
});

test("KE19: halves of letters become a mark, and displays have an end that is said once", () => {
  const { outputs, sent } = bench();
  const cell = run(1);
  outputs.write(cell, "stdout", "\ud800");
  outputs.flush();
  expect(sent[0]?.text).toBe("\ufffd");
  const shown = Array.from({ length: 6000 }, () => outputs.mayDisplay(cell, 10)).filter(Boolean);
  outputs.flush();
  expect(shown).toHaveLength(5000);
  expect(sent.filter(({ name }) => name === "stderr")).toHaveLength(1);
});
