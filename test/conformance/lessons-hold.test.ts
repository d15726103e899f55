import { checkLessons, lessonNames, parseConfig } from "@data-surgery/server";
import { expect, test } from "vitest";

test("every lesson and curriculum that ships is proved: solution, start, known mistakes, hidden tests, release", async () => {
  const { paths } = parseConfig({ env: {} });
  const names = await lessonNames(paths);
  expect(names).not.toEqual([]);
  for await (const report of checkLessons(paths, names, true)) expect(report).toMatchObject({ ok: true });
}, 240_000);
