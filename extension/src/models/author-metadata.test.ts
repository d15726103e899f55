import { expect, test } from "vitest";
import {
  freeId,
  ofExercise,
  pointsOf,
  renamed,
  withField,
  withKind,
  withPoints,
  withReadOnly,
  type AuthorCell,
  type CellChange,
  type CellKind,
} from "./author-metadata.js";
import { markOf } from "./author-words.js";

const bare = (id: string, type = "code"): AuthorCell => ({ id, type, ours: undefined, nbgrader: undefined });

/** The cells after these changes. */
function changed(cells: readonly AuthorCell[], ...changes: readonly CellChange[]): AuthorCell[] {
  return cells.map((cell) => ({ ...cell, ...changes.find(({ id }) => id === cell.id) }));
}

/** Cells that were given these kinds in order. */
function cellsOf(...kinds: readonly CellKind[]): AuthorCell[] {
  let cells = kinds.map((_kind, index) => bare(`c${index}`));
  for (const [index, kind] of kinds.entries()) cells = changed(cells, withKind(cells, cells[index]!, kind));
  return cells;
}

test("each kind says the same in both languages: ours and nbgrader's", () => {
  const parts = (kind: CellKind): unknown[] => {
    const { ours, nbgrader, type } = withKind([bare("a", "raw")], bare("a", "raw"), kind);
    const { grade, solution, locked, task } = nbgrader ?? {};
    return [ours?.["role"], type, grade, solution, locked, task];
  };
  const no = undefined;
  expect(parts("none")).toEqual([no, no, no, no, no, no]);
  expect(parts("reading")).toEqual(["reading", "markdown", no, no, no, no]);
  expect(parts("example")).toEqual(["example", "code", no, no, no, no]);
  expect(parts("text")).toEqual(["text", no, no, no, no, no]);
  expect(parts("exercise")).toEqual(["exercise", "code", false, true, false, no]);
  expect(parts("test")).toEqual(["test", "code", true, false, true, no]);
  expect(parts("question")).toEqual(["question", "markdown", true, true, false, no]);
  expect(parts("task")).toEqual(["task", "markdown", false, false, true, true]);
});

test("names and grade ids are never given twice", () => {
  const cells = cellsOf("exercise", "test", "exercise", "test", "question", "question");
  expect(cells.map(({ ours }) => ours?.["exercise"])).toEqual([
    "exercise",
    "exercise",
    "exercise-2",
    "exercise-2",
    "question",
    "question-2",
  ]);
  const ids = cells.map(({ nbgrader }) => nbgrader?.["grade_id"]);
  expect(new Set(ids).size).toBe(ids.length);
  expect(freeId("Où sont-ils ?", new Set(["ou-sont-ils"]))).toBe("ou-sont-ils-2");
  expect(freeId("!?", new Set())).toBe("exercise");
});

test("a renamed exercise takes its tests along, and tests can be given to another", () => {
  const cells = cellsOf("exercise", "test", "exercise");
  const after = changed(cells, ...renamed(cells, cells[0]!, "Add them up"));
  expect(after.map(({ ours }) => ours?.["exercise"])).toEqual(["add-them-up", "add-them-up", "exercise-2"]);
  expect(after[1]!.nbgrader?.["grade_id"]).toBe("add-them-up-tests");
  const given = changed(after, ofExercise(after, after[1]!, "exercise-2"));
  expect(given[1]).toMatchObject({ ours: { exercise: "exercise-2" }, nbgrader: { grade_id: "exercise-2-tests" } });
});

test("points stand where the format keeps them: at the tests, or as the sum of the rubric", () => {
  const cells = cellsOf("exercise", "test", "question");
  const after = changed(cells, ...withPoints(cells, cells[0]!, 2.5));
  expect(after[1]!.nbgrader?.["points"]).toBe(2.5);
  expect([0, 1, 2].map((at) => pointsOf(after, after[at]!))).toEqual([2.5, 2.5, 1]);
  const rubric = [
    { id: "a", text: "x", points: 1 },
    { id: "b", text: "y", points: 2 },
  ];
  const asked = withField(after[2]!, "rubric", rubric);
  expect(asked.nbgrader).toMatchObject({ points: 3, grade_id: "question" });
  expect(markOf(after, after[0]!)).toBe("Exercise · 2.5 points");
  expect(withPoints([cells[0]!], cells[0]!, 3)).toEqual([]);
});

test("what a cell said already is kept when its kind changes and knows it too; the rest goes", () => {
  const [cell] = cellsOf("exercise");
  const told = changed([cell!], withField(cell!, "why", "Because."))[0]!;
  const asked = withKind([told], told, "question");
  expect(asked.ours).toMatchObject({ role: "question", why: "Because.", exercise: "exercise" });
  expect(asked.ours).not.toHaveProperty("misconceptions");
  expect(withKind([told], told, "none")).toEqual({ id: "c0", ours: undefined, nbgrader: undefined });
});

test("read-only is nbgrader's locked cell, and goes without a trace", () => {
  const [cell] = cellsOf("example");
  const locked = changed([cell!], withReadOnly([cell!], cell!, true))[0]!;
  expect(locked.nbgrader).toMatchObject({ schema_version: 3, grade: false, solution: false, locked: true });
  expect(withReadOnly([locked], locked, false).nbgrader).toBeUndefined();
});
