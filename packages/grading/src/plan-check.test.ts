import type { Cell, Notebook } from "@data-surgery/jupyter";
import { expect, test } from "vitest";
import { planCheck } from "./plan-check.js";
import { learnerNotebook, ownCell, tinyLesson } from "./test-lesson.js";

const lesson = tinyLesson();
const answered = { "ex-total": "let total = 6;" };

const ids = (notebook: Notebook, exercise = "total"): string[] => {
  const plan = planCheck(lesson, notebook, exercise);
  return plan.type === "run" ? plan.cells.map(({ id }) => id) : [plan.type];
};
const changed = (notebook: Notebook, change: (cells: Cell[]) => Cell[]): Notebook => ({
  ...notebook,
  cells: change([...notebook.cells]),
});
const repairs = (notebook: Notebook): readonly string[] => {
  const plan = planCheck(lesson, notebook, "total");
  return plan.type === "run" ? plan.repairs : [];
};

test("PL1 the gap, an untouched cell and an empty cell are not attempts; anything else is", () => {
  expect(ids(learnerNotebook(lesson))).toEqual(["not-attempted"]);
  expect(ids(learnerNotebook(lesson, { "ex-total": "" }))).toEqual(["not-attempted"]);
  expect(ids(learnerNotebook(lesson, { "ex-total": "  let total = ____;\n\n// my note" }))).toEqual(["not-attempted"]);
  expect(ids(learnerNotebook(lesson, { "ex-total": "let total = 5; // instead of ____" }))).toContain("ex-total");
  expect(ids(learnerNotebook(lesson, { "ex-total": "let total = " }))).toContain("ex-total");
});

test("PL2 the learner's cells run in their order up to the exercise, tests and untried exercises left out", () => {
  const notebook = changed(learnerNotebook(lesson, { "ex-rate": "const rate = () => 50;" }), (cells) => [
    ...cells,
    ownCell("after", "never()"),
  ]);
  expect(ids(notebook, "rate")).toEqual(["example-read", "ex-rate"]);
});

test("PL3 cells that learners added run too, and may fail", () => {
  const notebook = changed(learnerNotebook(lesson, answered), (cells) => [ownCell("mine", "1 +"), ...cells]);
  const plan = planCheck(lesson, notebook, "total");
  expect(plan.type === "run" && plan.cells.map(({ id, mayFail }) => [id, mayFail])).toEqual([
    ["mine", true],
    ["example-read", false],
    ["ex-total", false],
  ]);
});

test("PL4 a deleted or emptied cell of the lesson is put back for the run, and said", () => {
  const deleted = changed(learnerNotebook(lesson, answered), (cells) =>
    cells.filter(({ id }) => id !== "example-read"),
  );
  expect(ids(deleted)).toEqual(["example-read", "ex-total"]);
  expect(repairs(deleted)).toEqual(["“Read the numbers” was missing; the lesson's own was run in its place."]);
  expect(ids(learnerNotebook(lesson, { ...answered, "example-read": " " }))).toEqual(["example-read", "ex-total"]);
});

test("PL5 a cell that was moved below the exercise is run before it", () => {
  const moved = changed(learnerNotebook(lesson, answered), (cells) => cells.toSorted((a, b) => (a.id < b.id ? 1 : -1)));
  expect(ids(moved)).toEqual(["example-read", "ex-total"]);
  const reversed = changed(learnerNotebook(lesson, answered), (cells) => cells.toReversed());
  expect(ids(reversed).at(-1)).toBe("ex-total");
  expect(repairs(reversed)).toEqual(["“Read the numbers” stood below the exercise; it was run first."]);
});

test("PL6 exercises are found by grade_id, by cell id, and by name when metadata or ids were lost", () => {
  const base = learnerNotebook(lesson, answered);
  const without = (key: string): Notebook =>
    changed(base, (cells) => cells.map((cell) => ({ ...cell, metadata: { ...cell.metadata, [key]: undefined } })));
  expect(ids(without("nbgrader"))).toContain("ex-total");
  const renamed = changed(base, (cells) => cells.map((cell, index) => ({ ...cell, id: `new-${index}` })));
  expect(ids(renamed)).toEqual(["new-1", "new-2"]);
  const bare = changed(base, (cells) => cells.map((cell) => ({ ...cell, metadata: {} })));
  expect(ids(bare)).toEqual(["example-read", "ex-total"]);
});

test("PL6 of a cell and its copy, the one with the lesson's own id is the exercise", () => {
  const base = learnerNotebook(lesson, answered);
  const original = base.cells.find(({ id }) => id === "ex-total")!;
  const copied = changed(base, (cells) => [{ ...original, id: "copy", source: "let total = 1;" }, ...cells]);
  const plan = planCheck(lesson, copied, "total");
  expect(plan.type === "run" && plan.cellId).toBe("ex-total");
  expect(ids(copied)).toEqual(["copy", "example-read", "ex-total"]);
});

test("PL6 hostile metadata is nothing but a claim", () => {
  const hostile = changed(learnerNotebook(lesson, answered), (cells) =>
    cells.map((cell) => ({ ...cell, metadata: { nbgrader: [1, { grade_id: {} }], data_surgery: "x" } })),
  );
  expect(ids(hostile)).toEqual(["example-read", "ex-total"]);
});

test("PL7 an exercise that became text is run as code; one that is gone is said to be gone", () => {
  const retyped = changed(learnerNotebook(lesson, answered), (cells) =>
    cells.map((cell) =>
      cell.id === "ex-total"
        ? { cell_type: "markdown", id: cell.id, metadata: cell.metadata, source: cell.source }
        : cell,
    ),
  );
  expect(ids(retyped)).toEqual(["example-read", "ex-total"]);
  expect(repairs(retyped)).toHaveLength(1);
  const gone = changed(learnerNotebook(lesson), (cells) => cells.filter(({ id }) => id !== "ex-total"));
  expect(ids(gone)).toEqual(["cell-missing"]);
});
