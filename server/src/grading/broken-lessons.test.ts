/** Frozen lessons that each have one thing wrong, in packages/grading/fixtures/broken: what an author is told of each. */
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CheckBench } from "./check-bench.js";
import { readLesson } from "./lesson-catalogue.js";
import { proveLesson } from "./prove-lesson.js";
import { fixtures, openTestBench } from "./test-grading.js";

const broken = join(fixtures, "..", "broken");

let bench: CheckBench;
beforeAll(async () => {
  bench = await openTestBench();
});
afterAll(() => bench[Symbol.asyncDispose]());

/** Folder → what is found: level, code, cell. The lesson that they were made from has one advice, which all of them share. */
const expected: Readonly<Record<string, readonly string[]>> = {
  "cell-stops": ["error proof.cell-stops late"],
  "empty-fields": ["error cell.bad-metadata ex-total", "error exercise.no-why ex-total"],
  "future-date": ["error data.future-date"],
  "model-not-attempted": ["error proof.model-not-attempted q-finding"],
  "needs-network": ["advice lesson.uses-network live", "error lesson.needs-network live"],
  "not-deterministic": ["advice proof.not-deterministic example-read"],
  "notebook-in-data": ["error data.notebook"],
  "other-minutes": ["error lesson.other-minutes"],
  "other-points": ["error question.other-points q-finding"],
  "same-hint": ["error exercise.same-hint ex-total"],
  "secret-in-attachment": ["error release.leak ex-total"],
  "secret-in-data": ["error release.leak ex-total"],
  "undeclared-data": ["error data.undeclared"],
  "unused-data": ["advice data.unused"],
};

test("PR6 every frozen lesson has its expectation", async () => {
  expect((await readdir(broken)).toSorted()).toEqual(Object.keys(expected).toSorted());
});

for (const [name, faults] of Object.entries(expected)) {
  test(`PR6 ${name}: the fault is found, with its cell and a remedy`, async () => {
    const read = await readLesson(broken, name);
    const found = read.type === "broken" ? read.faults : await proveLesson(read.ready, bench);
    const told = found.filter(({ code }) => code !== "proof.other-words");
    expect(
      told.map(({ level, code, cell }) => [level, code, cell].filter((part) => part !== undefined).join(" ")),
    ).toEqual(faults);
    for (const { message, remedy } of told) {
      expect(message).toMatch(/\w{3}/);
      expect(remedy).toMatch(/\w{3}.*\.$/);
    }
  });
}
