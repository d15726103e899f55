import { checkLessons, lessonNames, parseConfig } from "@data-surgery/server";
import { expect, test } from "vitest";

const { paths } = parseConfig({ env: {} });
const names = await lessonNames(paths);

test.each(names)(
  "the lesson %s is proved: solution, start, known mistakes, hidden tests, release",
  async (name) => {
    const reports = [];
    for await (const report of checkLessons(paths, [name], false)) reports.push(report);
    expect(reports).toMatchObject([{ lesson: name, ok: true }]);
  },
  // Hundreds of wrong answers each in a process of its own: minutes, on a busy machine.
  600_000,
);

test("there are lessons, and every curriculum names lessons that are there", async () => {
  expect(names).not.toEqual([]);
  for await (const report of checkLessons(paths, [], true)) expect(report).toMatchObject({ ok: true });
});
