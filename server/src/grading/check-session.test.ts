import { expect, test } from "vitest";
import { CheckSession } from "./check-session.js";
import type { Runner, RunnerPool } from "./runner-pool.js";
import { openTestBench } from "./test-grading.js";

test("CH8 a process that comes when the check is over already is ended, and not forgotten", async () => {
  await using bench = await openTestBench();
  const taken: Runner[] = [];
  const late = Promise.withResolvers<void>();
  const pool: RunnerPool = {
    ...bench.runners,
    take: async (...args) => {
      if (taken.length > 0) await late.promise;
      const runner = await bench.runners.take(...args);
      taken.push(runner);
      return runner;
    },
  };
  const cells = [{ id: "a", source: "let a = 1;", mayFail: false, restored: false }];
  const session = new CheckSession({
    pool,
    cells,
    files: new Map(),
    signal: AbortSignal.timeout(60_000),
    memoryMb: undefined,
  });
  expect(await session.start()).toBeUndefined();
  const answer = session.answer({ type: "with-data", files: { "data/a.csv": "n\n1\n" } });
  const refused = answer.then(
    () => "answered",
    (error: unknown) => String(error),
  );
  await session[Symbol.asyncDispose]();
  late.resolve();
  expect(await refused).toBe("Error: The session is over.");
  expect(taken.map(({ process }) => process.alive)).toEqual([false, false]);
});
