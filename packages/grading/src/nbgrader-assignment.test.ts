import type { Cell } from "@data-surgery/jupyter";
import { readFileSync } from "node:fs";
import { stripTypeScriptTypes } from "node:module";
import { join } from "node:path";
import { Script, createContext } from "node:vm";
import { beforeEach, describe, expect, test } from "vitest";
import { exportAssignment } from "./nbgrader-assignment.js";
import { checksCell, inChecks } from "./nbgrader-checks.js";
import { parseLesson } from "./parse-lesson.js";

function assignment(format: number, name: string): { cells: Cell[]; text: string; codes: string[] } {
  const file = join(import.meta.dirname, "..", "fixtures", `format-${format}`, name, `${name}.ipynb`);
  const parsed = parseLesson(name, readFileSync(file, "utf8"));
  if (parsed.type === "broken") throw new Error(JSON.stringify(parsed.faults));
  const { text, advice } = exportAssignment(parsed.lesson);
  const { cells } = JSON.parse(text) as { cells: (Omit<Cell, "source"> & { source: string[] })[] };
  return {
    cells: cells.map((cell) => ({ ...cell, source: cell.source.join("") }) as Cell),
    text,
    codes: advice.map(({ code, cell }) => `${code} ${cell}`),
  };
}

/** What nbgrader takes out when it makes the learner's version. */
function released(source: string): string {
  let hidden = false;
  return source
    .split("\n")
    .filter((line) => {
      if (/BEGIN (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)/.test(line)) hidden = true;
      const keep = !hidden;
      if (/END (?:SOLUTION|HIDDEN TESTS|MARK SCHEME)/.test(line)) hidden = false;
      return keep;
    })
    .join("\n");
}

test("NX1 what nbgrader would hand on to learners holds no hint, misconception, rubric, reason, solution or hidden test", () => {
  const { cells } = assignment(2, "every-role");
  expect(JSON.stringify(cells.map((cell) => ({ ...cell, source: released(cell.source) })))).not.toMatch(
    /CANARY|You counted them|31337|424242|secret\.png|"hints"|rubric/,
  );
});

test("NX2 every kind of cell has the marks that nbgrader knows it by; readings are read-only", () => {
  const { cells } = assignment(2, "every-role");
  const marks = cells.flatMap(({ metadata }) => {
    const nbgrader = metadata["nbgrader"] as Record<string, unknown> | undefined;
    if (nbgrader === undefined) return [];
    const on = ["grade", "solution", "locked", "task"].filter((mark) => nbgrader[mark] === true);
    return [[nbgrader["grade_id"], on.join(" "), nbgrader["points"]]];
  });
  expect(marks).toEqual([
    ["data-surgery-checks", "locked", undefined],
    ["title", "locked", undefined],
    ["total", "solution", undefined],
    ["total-test", "grade locked", 2],
    ["chart", "grade solution", 2],
    ["finding", "grade solution", 1],
    ["explore", "locked task", 3],
  ]);
});

test("NX3 the starter stands above the place for the answer, and a task's rubric in its mark scheme with its pictures", () => {
  const { cells } = assignment(2, "every-role");
  const source = (id: string): string => cells.find((cell) => cell.id === id)!.source;
  expect(source("ex-total").split("\n").slice(0, 2)).toEqual(["// let total = ____;", "// ### BEGIN SOLUTION"]);
  expect(source("q-finding")).toContain("The numbers ____.\n\n### BEGIN SOLUTION");
  expect(source("q-finding")).not.toContain("MARK SCHEME");
  expect(source("task-explore")).toMatch(/BEGIN MARK SCHEME ===\n\n- CANARY-rubric-task: there is a number\. \(3\)\n/);
  expect(source("task-explore")).toContain("![](data:image/png;base64,iVBOR");
});

test("NX4 what can't run inside a notebook is said to the author", () => {
  expect(assignment(1, "tiny").codes).toEqual(["export.data-tests test-total"]);
});

describe("NX5 tests inside the learner's notebook", () => {
  let context = createContext({});
  let said: string[] = [];
  beforeEach(() => {
    said = [];
    context = createContext({ console: { log: (text: string) => said.push(text) } });
    new Script(checksCell()).runInContext(context);
  });
  const learner = (code: string): unknown => new Script(code).runInContext(context);
  /** Runs a test cell as a kernel does that allows await. */
  const grade = (tests: string, points = 2): Promise<unknown> => {
    const code = released(inChecks(`// PASS: yes\n${tests}`, points)).replace(
      "await dataSurgeryChecks",
      "dataSurgeryChecks",
    );
    return new Script(stripTypeScriptTypes(code)).runInContext(context) as Promise<unknown>;
  };

  test("all points, a part of them by weight and to the hundredth, or an error with the message of the first that failed", async () => {
    learner("let total = 6; const half = (n) => n / 2;");
    const one = 'test("six", (await answer("total")) === 6, "not six");';
    const other = 'test("half", near(await call("half", 3), 2), "not two", 2);';
    expect(await grade(one)).toBe(2);
    expect(await grade(one + other)).toBe(0.66);
    expect(said).toEqual(["not two"]);
    await expect(grade(other)).rejects.toThrow("not two");
    await expect(grade("let nothing: number = 1;")).rejects.toThrow("Nothing was tested.");
  });

  test("names of the tests leave the learner's alone, and values can't be changed through them", async () => {
    learner("let total = [3, 1, 2]; let test = 'mine';");
    expect(
      await grade('let total = await answer("total"); total.sort(); test("x", equal(total, [1, 2, 3]), "");'),
    ).toBe(2);
    expect(learner("JSON.stringify([total, test])")).toBe('[[3,1,2],"mine"]');
  });

  test("from other data on, tests are left out and the ones before decide; where there are none, nothing is given", async () => {
    learner("let total = 6;");
    const before = 'test("six", (await answer("total")) === 6, "not six");';
    const after = 'await withData({ "data/x.csv": "" }); test("never", false, "never");';
    expect(await grade(before + after)).toBe(2);
    expect(await grade(`${before}generate.int(0, 9); test("never", false, "");`)).toBe(2);
    await expect(grade(after)).rejects.toThrow("None of these tests can run inside a notebook");
  });

  test("an answer that is missing, stops or is no data ends the tests, so that nothing is earned", async () => {
    learner("let broken = () => { throw new Error('stop') };");
    const fine = 'test("fine", true, "");';
    await expect(grade(`${fine} await answer("missing");`)).rejects.toThrow("missing is not defined");
    await expect(grade(`${fine} await call("broken");`)).rejects.toThrow("stop");
    await expect(grade(`${fine} await answer("broken");`)).rejects.toThrow("not data");
  });

  test("a learner who wrote over the cell of checks, or has none, is graded by the copy in each test's hidden part", async () => {
    const code = inChecks('// PASS: yes\ntest("six", (await answer("total")) === 6, "not six");', 1).replace(
      "await dataSurgeryChecks",
      "dataSurgeryChecks",
    );
    const bare = createContext({ console });
    new Script("let total = 6;").runInContext(bare);
    expect(await (new Script(code).runInContext(bare) as Promise<unknown>)).toBe(1);
  });
});
