import { expect, test } from "vitest";
import { readRuns, runWords } from "./cell-run.js";

const at = new Date(2026, 2, 3, 21, 4).getTime();
const run = { type: "run", cellId: "c", phase: "done", personId: "p1", name: "Ada", at, status: "ok" } as const;

test("who ran a cell is told by name and time, to oneself as “you”", () => {
  const [done] = readRuns(run);
  expect(runWords(done!, "p2")).toBe("Ada ran this, 21:04");
  expect(runWords(done!, "p1")).toBe("You ran this, 21:04");
  expect(runWords({ ...done!, status: "aborted" }, "p2")).toBe("");
  expect(runWords({ ...done!, phase: "running" }, "p2")).toBe("Ada is running this");
  expect(runWords({ ...done!, phase: "asking" }, "p2")).toBe("Waiting for Ada’s answer");
  expect(runWords({ ...done!, phase: "asking" }, "p1")).toBe("");
});

test("runs stand in the greeting and in notices of their own; what has another shape is left out", () => {
  expect(
    readRuns({ type: "hello", runs: [run, { ...run, phase: "odd" }, null, 3] }).map((each) => each.cellId),
  ).toEqual(["c"]);
  expect(readRuns({ type: "hello" })).toEqual([]);
  expect(readRuns({ type: "ack", runs: [run] })).toEqual([]);
});
