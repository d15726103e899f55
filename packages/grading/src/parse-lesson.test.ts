import { expect, test } from "vitest";
import { parseLesson } from "./parse-lesson.js";
import { changedText, tinyLesson, tinyText, type RawNotebook } from "./test-lesson.js";

function codes(text: string, name = "tiny"): string[] {
  const parsed = parseLesson(name, text);
  return parsed.type === "broken" ? parsed.faults.map(({ code }) => code) : [];
}

const cell = (raw: RawNotebook, id: string): RawNotebook["cells"][number] => raw.cells.find((one) => one.id === id)!;
const ours = (raw: RawNotebook, id: string): Record<string, unknown> => cell(raw, id).metadata["data_surgery"]!;
const nbgrader = (raw: RawNotebook, id: string): Record<string, unknown> => cell(raw, id).metadata["nbgrader"]!;

test("FO1 a lesson of format 1 is read with its exercises, tests and what each starts with", () => {
  const lesson = tinyLesson();
  expect(lesson.exercises.map(({ id, points }) => [id, points])).toEqual([
    ["total", 1],
    ["rate", 2],
  ]);
  const [total] = lesson.exercises;
  expect(total?.starting).toBe("// Add all the numbers.\nlet total = ____;\nconsole.log(total);");
  expect(total?.solution).toContain("numbers.reduce");
  expect(total?.solution).not.toContain("###");
  expect(total?.type === "code" && total.test.pass).toBe("All the numbers are in it.");
});

test("FO2 an older and a newer format are different faults, and neither is read further", () => {
  expect(codes(changedText((raw) => (raw.metadata["data_surgery"]!["format"] = 3)))).toEqual(["lesson.too-new"]);
  expect(codes(changedText((raw) => (raw.metadata["data_surgery"]!["format"] = 0)))).toEqual(["lesson.too-old"]);
  expect(codes(changedText((raw) => (raw.metadata["data_surgery"]!["format"] = "1")))).toEqual(["lesson.too-old"]);
});

test("FO3 what is not a lesson is named as what it is", () => {
  expect(codes("{")).toEqual(["lesson.not-a-notebook"]);
  expect(codes("[]")).toEqual(["lesson.not-a-notebook"]);
  expect(codes(changedText((raw) => delete raw.metadata["data_surgery"]))).toEqual(["lesson.no-metadata"]);
  expect(codes(tinyText, "other")).toEqual(["lesson.other-name"]);
});

const mistakes: [string, string, (raw: RawNotebook) => unknown][] = [
  ["cell.bad-metadata", "an unknown key", (raw) => (ours(raw, "ex-total")["hint"] = "one")],
  ["cell.bad-nbgrader", "another schema", (raw) => (nbgrader(raw, "ex-total")["schema_version"] = 2)],
  ["cell.bad-id", "two cells with one id", (raw) => (cell(raw, "title").id = "ex-rate")],
  ["grade-id.duplicate", "two cells with one grade_id", (raw) => (nbgrader(raw, "ex-rate")["grade_id"] = "total")],
  ["exercise.wrong-nbgrader", "an exercise that is graded", (raw) => (nbgrader(raw, "ex-total")["grade"] = true)],
  ["exercise.no-solution", "no markers", (raw) => (cell(raw, "ex-total").source = "let total = 6;")],
  ["exercise.markers", "an end without begin", (raw) => (cell(raw, "ex-total").source = "// ### END SOLUTION")],
  ["exercise.no-gap", "no gap", (raw) => (ours(raw, "ex-total")["starter"] = "let total = 0;")],
  ["exercise.duplicate", "two exercises of one name", (raw) => (ours(raw, "ex-rate")["exercise"] = "total")],
  ["exercise.two-tests", "two test cells", (raw) => (ours(raw, "test-rate")["exercise"] = "total")],
  ["exercise.no-test", "no test cell", (raw) => (raw.cells = raw.cells.filter(({ id }) => id !== "test-rate"))],
  ["test.unknown-exercise", "tests of nothing", (raw) => (ours(raw, "test-rate")["exercise"] = "gone")],
  ["test.before-exercise", "tests above the exercise", (raw) => (raw.cells = raw.cells.toReversed())],
  ["test.no-pass-line", "nothing to say on a pass", (raw) => (cell(raw, "test-rate").source = "test('x', true, 'y');")],
  ["test.wrong-nbgrader", "tests without points", (raw) => delete nbgrader(raw, "test-rate")["points"]],
  [
    "test.markers",
    "an open hidden part",
    (raw) => (cell(raw, "test-rate").source = "// PASS: yes\n// ### BEGIN HIDDEN TESTS\n"),
  ],
];

test.each(mistakes)("FO4 %s is found: %s", (code, _what, change) => {
  const parsed = parseLesson(
    "tiny",
    changedText((raw) => void change(raw)),
  );
  expect(parsed.type).toBe("broken");
  const faults = parsed.type === "broken" ? parsed.faults : [];
  expect(faults.map((fault) => fault.code)).toContain(code);
  for (const { message, remedy } of faults) expect([message, remedy]).not.toContain("");
});

test("FO4 every fault is found at once, each with its cell", () => {
  const parsed = parseLesson(
    "tiny",
    changedText((raw) => {
      ours(raw, "ex-total")["starter"] = "let total = 0;";
      delete nbgrader(raw, "test-rate")["points"];
    }),
  );
  expect(parsed.type === "broken" && parsed.faults.map(({ code, cell }) => [code, cell])).toEqual([
    ["test.wrong-nbgrader", "test-rate"],
    ["exercise.no-gap", "ex-total"],
  ]);
});
