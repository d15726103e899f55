import { readNotebookText, renderNotebook, type Cell, type Notebook } from "@data-surgery/jupyter";
import fc from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { lintLesson } from "./lint-lesson.js";
import { exportNotebook } from "./nbgrader-export.js";
import { importNotebook } from "./nbgrader-import.js";
import { readNbgrader } from "./nbgrader-schema.js";
import { parseLesson } from "./parse-lesson.js";
import { releaseLesson } from "./release-lesson.js";
import type { Lesson } from "./lesson.js";

/** A course in three hands: today's nbgrader; one of years ago with other blanks, escapes and line ends; one line. */
const course = join(import.meta.dirname, "..", "fixtures", "nbgrader-course", "source");
const files = ["fair-shares/shares", "Old Sums/Sums & more", "Old Sums/second"].map((path) => ({
  path,
  text: readFileSync(join(course, `${path}.ipynb`), "utf8"),
}));
const [shares, old, second] = files.map(({ text }) => text) as [string, string, string];

function imported(text: string): Notebook {
  const result = importNotebook({ lesson: "lesson", assignment: "a", notebook: "n", text });
  if (result.type === "refused") throw new Error(JSON.stringify(result.faults));
  // Through the file, as the lab would open it.
  return readNotebookText(result.text, () => "new");
}

function exported(lesson: Notebook, original: string): string {
  // Through our own canonical form, as the lab would save it.
  const saved = readNotebookText(renderNotebook(lesson), () => "new");
  const result = exportNotebook(saved, original);
  if (result.type === "refused") throw new Error(JSON.stringify(result.faults));
  return result.text;
}

function lessonOf(text: string): Lesson {
  const parsed = parseLesson("lesson", renderNotebook(imported(text)));
  if (parsed.type === "broken") throw new Error(JSON.stringify(parsed.faults));
  return parsed.lesson;
}

test.each(files)("NB1 import and export give back every byte of $path", ({ text }) => {
  expect(exported(imported(text), text)).toBe(text);
});

test.each(files)("NB1 importing $path twice gives the same lesson", ({ text }) => {
  expect(renderNotebook(imported(text))).toBe(renderNotebook(imported(text)));
});

describe("NB2 when one cell is changed, only that cell changes", () => {
  const change = (lesson: Notebook, at: number, source: string): Notebook => ({
    ...lesson,
    cells: lesson.cells.map((cell, index) => (index === at ? { ...cell, source } : cell)),
  });
  /** Lines of the one that are not in the other, in order. */
  const newLines = (now: string, before: string): string[] => {
    const known = new Set(before.split(/\r?\n/));
    return now.split(/\r?\n/).filter((line) => !known.has(line));
  };

  test("today's hand: a list of lines, with an umlaut as it is", () => {
    const now = exported(change(imported(shares), 5, "## Part B: in wörds"), shares);
    expect(newLines(now, shares)).toEqual(['    "## Part B: in wörds"']);
  });

  test("an old hand: one text with escapes, Windows line ends, no newline at the end", () => {
    const now = exported(change(imported(old), 0, "# Sums\n\nCafé “now”."), old);
    expect(newLines(now, old)).toEqual([String.raw`      "source": "# Sums\n\nCaf\u00e9 \u201cnow\u201d.",`]);
    expect(now).not.toMatch(/[^\r]\n/);
    expect(now.endsWith("}")).toBe(true);
  });

  test("all on one line", () => {
    const now = exported(change(imported(second), 0, "x = 2"), second);
    expect(now).toBe(second.replace('"source": ["x = 1"]', '"source": ["x = 2"]'));
  });

  test("changed code loses its outputs; the marks of old versions stay in the file", () => {
    const now = JSON.parse(exported(change(imported(shares), 2, "def share(): pass"), shares)) as Notebook;
    const [before] = [JSON.parse(shares) as Notebook];
    expect(now.cells[2]).toEqual({
      ...before.cells[2],
      source: ["def share(): pass"],
      outputs: [],
      execution_count: null,
    });
    expect(exported(change(imported(old), 1, "pass"), old)).toContain('"grade_id": "total"');
    expect(exported(change(imported(old), 1, "pass"), old)).not.toContain("schema_version");
  });

  test("running the notebook here changes nothing", () => {
    const lesson = imported(shares);
    const cells = lesson.cells.map((cell): Cell => {
      if (cell.cell_type !== "code") return cell;
      return { ...cell, execution_count: 9, outputs: [{ output_type: "stream", name: "stdout", text: "ran" }] };
    });
    expect(exported({ ...lesson, cells }, shares)).toBe(shares);
  });

  test("cells that were added, taken away and moved: every other one keeps its text", () => {
    const lesson = imported(shares);
    const [first, ...rest] = lesson.cells;
    const added: Cell = { cell_type: "markdown", id: "mine", metadata: {}, source: "New" };
    const now = exported({ ...lesson, cells: [...rest.slice(1), first!, added] }, shares);
    const cells = (JSON.parse(now) as Notebook).cells;
    const before = (JSON.parse(shares) as Notebook).cells;
    expect(cells.slice(0, -1)).toEqual([...before.slice(2), before[0]]);
    expect(cells.at(-1)).toEqual({ cell_type: "markdown", metadata: {}, source: ["New"] });
    expect(newLines(now, shares)).toEqual(['    "New"']);
  });
});

test("NB3 answers, tests, words and tasks become what can be handed in and reviewed here, with their points", () => {
  const lesson = lessonOf(shares);
  expect(lesson.origin).toEqual({ type: "nbgrader", assignment: "a", notebook: "n", language: "python" });
  expect(lesson.exercises.map(({ id, type, title, points }) => [id, type, title, points])).toEqual([
    ["share", "reviewed", "Part A: a share", 1.5],
    ["words", "reviewed", "Part B: in words", 2],
    ["further", "reviewed", "Part C: look further", 2],
  ]);
  const [share] = lesson.exercises;
  expect(share?.starting).toBe(
    'def share(part, whole):\n    """The part as a fraction of the whole."""\n    # YOUR CODE HERE\n    raise NotImplementedError()',
  );
  expect(share?.type === "reviewed" && share.rubric.map(({ text, points }) => [text, points])).toEqual([
    ["The tests called “share_half” hold.", 1],
    ["The tests called “share_other” hold.", 0.5],
  ]);
  expect(lintLesson(lesson).map(({ code, level }) => `${level} ${code}`)).toEqual(["advice lesson.other-language"]);
  expect(lintLesson(lesson)[0]?.message).toContain("python");
});

test("NB4 a release of an imported lesson shows no solution, model answer, hidden test or mark scheme", () => {
  for (const { text } of files) {
    const released = releaseLesson(lessonOf(text));
    expect(released.type).toBe("released");
    expect(released.type === "released" ? released.text : "").not.toMatch(
      /CANARY|31337|part \/ whole|sum\(numbers\)|The sum of all parts|BEGIN|END /,
    );
  }
});

test("NB5 TypeScript tests in our words run as checks; written any other way, they are shown to the reviewer", () => {
  const cell = (source: string, nbgrader: object): object => ({
    cell_type: "code",
    metadata: { nbgrader: { schema_version: 3, ...nbgrader } },
    source,
    outputs: [],
    execution_count: null,
  });
  const book = (tests: string): string =>
    JSON.stringify({
      nbformat: 4,
      nbformat_minor: 4,
      metadata: { kernelspec: { name: "surgery", display_name: "TypeScript", language: "typescript" } },
      cells: [
        cell("### BEGIN SOLUTION\nlet x = 1;\n### END SOLUTION", {
          grade: false,
          solution: true,
          locked: false,
          grade_id: "x",
        }),
        cell(tests, { grade: true, solution: false, locked: true, grade_id: "x-test", points: 2 }),
      ],
    });
  const ours = lessonOf(book('test("x is 1", (await answer("x")) === 1, "x should be 1.");'));
  expect(ours.exercises.map(({ type, points }) => [type, points])).toEqual([["code", 2]]);
  const theirs = lessonOf(book('if (x !== 1) throw new Error("no");'));
  expect(theirs.exercises.map(({ type, points }) => [type, points])).toEqual([["reviewed", 2]]);
  expect(lintLesson(theirs).map(({ code }) => code)).toEqual(["question.course-tests"]);
});

test("NB6 marks of every version of nbgrader are brought up to its third, as its own upgrade does", () => {
  const none = { schema_version: 3, grade: false, solution: false, locked: false };
  expect(readNbgrader({ solution: true, grade_id: "a", points: "4" }, "code")).toEqual({
    type: "marked",
    nbgrader: { ...none, solution: true, grade_id: "a" },
  });
  expect(readNbgrader({ grade: true, grade_id: "a", points: "" }, "code")).toMatchObject({ nbgrader: { points: 0 } });
  expect(readNbgrader({ grade: true, grade_id: "a", points: "-2" }, "code")).toMatchObject({ nbgrader: { points: 0 } });
  expect(readNbgrader({ grade: true, grade_id: "a", points: "1.5", toolbar: 1 }, "code")).toEqual({
    type: "marked",
    nbgrader: { ...none, grade: true, grade_id: "a", points: 1.5 },
  });
  expect(
    readNbgrader({ ...none, schema_version: 1, locked: true, grade_id: "a", checksum: "0".repeat(32) }, "markdown"),
  ).toMatchObject({ nbgrader: { cell_type: "markdown", schema_version: 3 } });
  expect(readNbgrader({ ...none, schema_version: 2, locked: true, grade_id: "a" }, "code").type).toBe("marked");
  expect(readNbgrader({ ...none, grade_id: "" }, "code").type).toBe("unmarked");
  expect(readNbgrader({}, "code").type).toBe("unmarked");
  expect(readNbgrader({ ...none, schema_version: 4 }, "code")).toEqual({ type: "too-new", version: 4 });
  for (const raw of [
    [],
    "x",
    { schema_version: "3" },
    { grade: true, grade_id: "a", points: "many" },
    { locked: true },
  ]) {
    expect(readNbgrader(raw, "code").type).toBe("bad");
  }
});

test("NB7 what can't be imported is refused by name, with the cell", () => {
  const codes = (text: string): unknown => {
    const result = importNotebook({ lesson: "l", assignment: "a", notebook: "n", text });
    return result.type === "refused" && result.faults.map(({ code, cell }) => [code, cell]);
  };
  expect(codes("{")).toEqual([["lesson.not-a-notebook", undefined]]);
  expect(codes('{"nbformat":3}')).toEqual([["lesson.not-a-notebook", undefined]]);
  expect(codes('{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[]}')).toEqual([
    ["import.no-answers", undefined],
  ]);
  expect(codes(shares.replace('"schema_version": 3', '"schema_version": 4'))).toEqual([
    ["import.nbgrader-too-new", "imported-1"],
  ]);
  expect(codes(shares.replace('"points": 1', '"points": "one"'))).toEqual([["import.bad-cell", "imported-4"]]);
});

test("NB1 import and export give back every byte, whatever is in the notebook and however it was written", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\n", '"', "\\", "\u2028", "}", "]", ",") });
  const marks = fc.constantFrom(
    { solution: true, grade: false },
    { solution: false, grade: true, points: 1 },
    undefined,
  );
  const cells = fc.array(fc.tuple(text, fc.boolean(), fc.boolean(), marks), { minLength: 1, maxLength: 6 });
  const hands = fc.record({
    indent: fc.constantFrom(0, 1, 4, "\t"),
    ascii: fc.boolean(),
    end: fc.constantFrom("", "\n"),
    asText: fc.boolean(),
  });
  const book = fc.tuple(cells, hands).map(([contents, hand]) => {
    const answer = [text, true, false, { solution: true, grade: false }] as const;
    const value = {
      metadata: { "key é": [{}, [], -0, 1e21, null] },
      cells: [["", ...answer.slice(1)] as [string, boolean, boolean, object], ...contents].map(
        ([source, isCode, hasMore, nbgrader], at) => ({
          ...(isCode || nbgrader !== undefined
            ? { outputs: [], cell_type: "code", execution_count: null }
            : { cell_type: "markdown" }),
          metadata: {
            ...(hasMore ? { tags: [source] } : {}),
            ...(nbgrader === undefined
              ? {}
              : { nbgrader: { schema_version: 3, locked: false, grade_id: `c${at}`, ...nbgrader } }),
          },
          source: hand.asText ? source : source.split(/(?<=\n)/),
        }),
      ),
      nbformat_minor: 4,
      nbformat: 4,
    };
    const json = JSON.stringify(value, null, hand.indent) + hand.end;
    const escape = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
    return hand.ascii ? json.replace(/[\u007f-\uffff]/g, escape) : json;
  });
  fc.assert(
    fc.property(book, (original) => exported(imported(original), original) === original),
    { seed: 5, numRuns: 300 },
  );
});

test("NB2 a changed cell in any place and hand: the notebook then means what was changed, and nothing else", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(shares, old, second),
      fc.nat(8),
      fc.string({ unit: fc.constantFrom("é", "\n", '"', "\\", "x") }),
      (original, pick, source) => {
        const lesson = imported(original);
        const at = pick % lesson.cells.length;
        const cells = lesson.cells.map((cell, index) => (index === at ? { ...cell, source } : cell));
        const made = (): string => "unused";
        const now = readNotebookText(exported({ ...lesson, cells }, original), made).cells;
        const before = readNotebookText(original, made).cells;
        return now.every((cell, index) =>
          index === at ? cell.source === source : JSON.stringify(cell) === JSON.stringify(before[index]),
        );
      },
    ),
    { seed: 6, numRuns: 300 },
  );
});
