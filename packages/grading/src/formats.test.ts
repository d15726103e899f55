import { lessonFormat } from "@data-surgery/contract";
import type { Cell, Notebook } from "@data-surgery/jupyter";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nbgraderChecksum } from "./nbgrader-checksum.js";
import { parseLesson } from "./parse-lesson.js";
import { planCheck } from "./plan-check.js";
import { releaseLesson } from "./release-lesson.js";
import type { Lesson } from "./lesson.js";

/** Lessons of every format that there ever was, as they were: they are never changed, only added to. */
const folder = join(import.meta.dirname, "..", "fixtures");
const frozen = [
  { format: 1, lesson: "tiny", sha256: "e7f986d30ace8c326d1d07d7aac7e26b973dd4d1402c5925dbd2f511ee37d221" },
  { format: 2, lesson: "every-role", sha256: "735a2cdd16f53371ad0098d7d199a0a10952bdd27b2be08fabf39014b159ff20" },
];

function textOf(format: number, lesson: string): string {
  return readFileSync(join(folder, `format-${format}`, lesson, `${lesson}.ipynb`), "utf8");
}

function read(format: number, lesson: string): Lesson {
  const parsed = parseLesson(lesson, textOf(format, lesson));
  if (parsed.type === "broken") throw new Error(JSON.stringify(parsed.faults));
  return parsed.lesson;
}

function releasedText(lesson: Lesson): string {
  const released = releaseLesson(lesson);
  if (released.type === "leaks") throw new Error(JSON.stringify(released.faults));
  return released.text;
}

test("UP1 there is a frozen lesson of every format up to today's", () => {
  const there = readdirSync(folder)
    .filter((name) => name.startsWith("format-"))
    .toSorted();
  expect(there).toEqual(Array.from({ length: lessonFormat }, (_, index) => `format-${index + 1}`));
});

test.each(frozen)("UP1 the frozen lesson of format $format was not touched", ({ format, lesson, sha256 }) => {
  expect(createHash("sha256").update(textOf(format, lesson)).digest("hex")).toBe(sha256);
});

test.each(frozen)(
  "UP2 a lesson of format $format is read, brought up to date, and released to the same bytes as ever",
  ({ format, lesson }) => {
    const today = read(format, lesson);
    expect(today.notebook.metadata["data_surgery"]).toMatchObject({ format: lessonFormat, lesson });
    const released = readFileSync(join(folder, `format-${format}`, `${lesson}.released.ipynb`), "utf8");
    expect(releasedText(today)).toBe(released);
  },
);

test("RO1 every kind of cell is read as what it is, with what its reviewer needs", () => {
  const lesson = read(2, "every-role");
  expect(lesson.exercises.map(({ id, type, points }) => [id, type, points])).toEqual([
    ["total", "code", 2],
    ["chart", "reviewed", 2],
    ["finding", "reviewed", 1],
    ["explore", "reviewed", 3],
  ]);
  const [, chart, finding, explore] = lesson.exercises;
  expect(chart).toMatchObject({ answer: "cell", cellType: "code", starting: "// Draw the numbers as you like.\n____" });
  expect(finding).toMatchObject({
    answer: "cell",
    cellType: "markdown",
    starting: "**Our finding:**\n\nThe numbers ____.\n\n**Source:** this project",
    solution: "**Our finding:**\n\nCANARY-model: the three numbers come to six.\n\n**Source:** this project",
    markScheme: "CANARY-scheme: half of the points for the number alone.",
  });
  expect(explore).toMatchObject({
    answer: "below",
    starting: "Find one more number of your own, in as many cells as you like below.",
    markScheme: expect.stringContaining("CANARY-task-scheme"),
  });
});

test("RE1 no model answer, rubric, mark scheme, nor a picture that only they show is left in the release", () => {
  const text = releasedText(read(2, "every-role"));
  expect(text).not.toMatch(/CANARY|MARK SCHEME|SOLUTION|HIDDEN|424242|secret\.png/);
  expect(text).toContain("attachment:dot.png");
  expect(text).toContain('"dot.png": {');
});

test("RE2 read-only cells, tests and tasks can't be edited; answers can; none is deleted", () => {
  const { cells } = JSON.parse(releasedText(read(2, "every-role"))) as {
    cells: { id: string; metadata: { editable?: boolean; deletable?: boolean } }[];
  };
  expect(cells.every(({ metadata }) => metadata.deletable === false)).toBe(true);
  expect(cells.filter(({ metadata }) => metadata.editable === false).map(({ id }) => id)).toEqual([
    "title",
    "test-total",
    "task-explore",
  ]);
});

// Expected values: nbgrader 0.9.6's compute_checksum over the same cells.
test("RE3 the checksums of a task, a manual answer and a read-only cell are nbgrader's, whatever their marks say of locks", () => {
  const flags = { schema_version: 3 as const, grade: false, solution: false, locked: false };
  const text = { cell_type: "markdown", source: "Say what it shows." };
  expect([
    nbgraderChecksum(text, { ...flags, locked: true, task: true, grade_id: "explore", points: 3 }),
    nbgraderChecksum(text, { ...flags, grade: true, solution: true, locked: true, grade_id: "finding", points: 1.5 }),
    nbgraderChecksum(text, { ...flags, grade: true, solution: true, grade_id: "finding", points: 1.5 }),
    nbgraderChecksum(text, { ...flags, locked: true, grade_id: "note" }),
    nbgraderChecksum({ ...text, cell_type: "code" }, { ...flags, grade: true, grade_id: "note-test", points: 2 }),
  ]).toEqual([
    "6cbf152fe3808d6b13cad21c6726defe",
    "9c5d41eacb01bbd7225b5d72046e6635",
    "9c5d41eacb01bbd7225b5d72046e6635",
    "bfeaa91cd4b041f7e6a4b7702938e99d",
    "ccfde92c8751b740dfa0bbd921c50fa8",
  ]);
});

test("FO4 what would be hidden elsewhere and is shown here is refused: a marker in a cell that has no such part", () => {
  const raw = JSON.parse(textOf(2, "every-role")) as { cells: { id: string; source: string | string[] }[] };
  raw.cells.find(({ id }) => id === "note")!.source = "# BEGIN HIDDEN TESTS\n6\n# END HIDDEN TESTS";
  const parsed = parseLesson("every-role", JSON.stringify(raw));
  expect(parsed.type === "broken" && parsed.faults.map(({ code, cell }) => [code, cell])).toEqual([
    ["cell.stray-marker", "note"],
  ]);
});

test("PL1 a task is tried once there is something in a cell of one's own between it and the next cell of the lesson", () => {
  const lesson = read(2, "every-role");
  const released = releaseLesson(lesson);
  if (released.type === "leaks") throw new Error(JSON.stringify(released.faults));
  const own = (source: string): Cell => ({ cell_type: "markdown", id: "own", metadata: {}, source });
  const withOwn = (source: string, before: string): Notebook => {
    const at = released.notebook.cells.findIndex(({ id }) => id === before);
    return { ...released.notebook, cells: released.notebook.cells.toSpliced(at, 0, own(source)) };
  };
  expect(planCheck(lesson, released.notebook, "explore").type).toBe("not-attempted");
  expect(planCheck(lesson, withOwn(" ", "note"), "explore").type).toBe("not-attempted");
  expect(planCheck(lesson, withOwn("Seven.", "task-explore"), "explore").type).toBe("not-attempted");
  expect(planCheck(lesson, withOwn("Seven.", "note"), "explore").type).toBe("run");
});
