import { expect, test } from "vitest";
import { lintLesson } from "./lint-lesson.js";
import { parseLesson } from "./parse-lesson.js";
import { renderLiteral } from "./render-literal.js";
import { earnedPoints, score } from "./score.js";
import { runnableTests, visibleTests } from "./test-code.js";
import { changedText, tinyLesson } from "./test-lesson.js";

test("code of tests keeps its line numbers when the hidden part is switched", () => {
  const source = "// PASS: x\ntest(1);\n  // ### BEGIN HIDDEN TESTS\ntest(2);\n### END HIDDEN TESTS\ntest(3);";
  expect(runnableTests(source).split("\n")).toEqual([
    "// PASS: x",
    "test(1);",
    ";$hidden(true);",
    "test(2);",
    ";$hidden(false);",
    "test(3);",
  ]);
  expect(visibleTests(source)).toBe("// PASS: x\ntest(1);\ntest(3);");
});

test("arguments reach the learner's function as they are", () => {
  const values = [1, -0, Number.NaN, -Infinity, 'a\n\u2028"', null, undefined, true, 3n, [1, [2]], { "a b": 1 }];
  for (const value of values) {
    // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- reading back what was written is the test
    expect(new Function(`return ${renderLiteral(value)}`)()).toEqual(value);
  }
  expect(renderLiteral(new Map([[1, new Date(5)]]))).toBe("new Map([[1,new Date(5)]])");
  // oxlint-disable-next-line typescript/no-implied-eval, no-new-func -- as above
  const back = new Function(`return ${renderLiteral(JSON.parse('{"__proto__":{"x":1}}'))}`)() as object;
  expect([Object.getPrototypeOf(back) === Object.prototype, Object.keys(back)]).toEqual([true, ["__proto__"]]);
  expect(() => renderLiteral(() => 1)).toThrow(TypeError);
  expect(() => renderLiteral(new (class Person {})())).toThrow(TypeError);
});

test("points are added up over all exercises, those without an outcome too", () => {
  expect(score(tinyLesson(), new Map([["total", 1]]))).toEqual({
    earned: 1,
    possible: 3,
    exercises: [
      { exercise: "total", earned: 1, possible: 1 },
      { exercise: "rate", earned: 0, possible: 2 },
    ],
  });
});

test("advice: long readings, few hints, hidden tests on the lesson's own inputs", () => {
  const parsed = parseLesson(
    "tiny",
    changedText((raw) => {
      raw.cells[0]!.source = "word ".repeat(91);
      const ours = raw.cells[2]!.metadata["data_surgery"]!;
      ours["hints"] = ["only one"];
      ours["misconceptions"] = [];
      raw.cells[3]!.source = "// PASS: x\n// ### BEGIN HIDDEN TESTS\ntest('a', true, 'b');\n// ### END HIDDEN TESTS";
    }),
  );
  expect(parsed.type === "lesson" && lintLesson(parsed.lesson).map(({ code, level }) => `${level} ${code}`)).toEqual([
    "advice cell.reading-long",
    "advice exercise.few-hints",
    "advice exercise.few-misconceptions",
    "advice test.hidden-constant",
  ]);
});

test("SC1 an answer earns the share of weight that holds, rounded down, and all of it only when everything holds", () => {
  const tests = (...weights: number[]): { weight: number; passed: boolean }[] =>
    weights.map((weight) => ({ weight: Math.abs(weight), passed: weight > 0 }));
  expect(earnedPoints(2, tests(1, 1))).toBe(2);
  expect(earnedPoints(2, tests(1, -1))).toBe(1);
  expect(earnedPoints(4, tests(3, -1))).toBe(3);
  expect(earnedPoints(1, tests(1, 1, -1))).toBe(0.66);
  expect(earnedPoints(1, tests(3, -7))).toBe(0.3);
  expect(earnedPoints(1, tests(9999, -1))).toBe(0.99);
  expect(earnedPoints(1, [{ passed: true, weight: 0 }])).toBe(1);
  expect(earnedPoints(1, [{ passed: false, weight: 0 }])).toBe(0);
  expect(earnedPoints(1, [])).toBe(0);
});
