import type { Cell, Notebook } from "@data-surgery/jupyter";
import { expect, test } from "vitest";
import { mergeLesson, newerTextKey } from "./merge-lesson.js";

type Kind = "reading" | "example" | "exercise" | "test";

function lessonCell(id: string, source: string, role: Kind = "reading"): Cell {
  const isGraded = role === "exercise" || role === "test";
  const metadata = {
    ...(role === "reading" || role === "test" ? { editable: false } : {}),
    deletable: false,
    data_surgery: { role, ...(isGraded ? { exercise: id.replace("test-", "") } : {}) },
    ...(isGraded
      ? {
          nbgrader: {
            schema_version: 3,
            grade: role === "test",
            solution: role === "exercise",
            locked: role === "test",
            grade_id: id,
          },
        }
      : {}),
  };
  return role === "reading"
    ? { cell_type: "markdown", id, metadata, source }
    : { cell_type: "code", id, metadata, source, execution_count: null, outputs: [] };
}

function notebook(cells: readonly Cell[], release: string): Notebook {
  return { nbformat: 4, nbformat_minor: 5, metadata: { data_surgery: { lesson: "l", release } }, cells };
}

const own = (id: string, source: string): Cell => ({
  cell_type: "code",
  id,
  metadata: {},
  source,
  execution_count: null,
  outputs: [],
});
const texts = ({ cells }: Notebook): string[] => cells.map(({ source }) => source);
const withText = (book: Notebook, id: string, source: string): Notebook => ({
  ...book,
  cells: book.cells.map((cell) => (cell.id === id ? { ...cell, source } : cell)),
});

const first = notebook(
  [lessonCell("intro", "Hello"), lessonCell("show", "show()", "example"), lessonCell("sum", "____", "exercise")],
  "1",
);

test("LM1 text of the lesson that was not touched becomes the newer one, and the copy says which version it is", () => {
  const next = notebook([lessonCell("intro", "Welcome"), ...first.cells.slice(1)], "2");
  const { notebook: merged, changes } = mergeLesson(first, first, next);
  expect(texts(merged)).toEqual(["Welcome", "show()", "____"]);
  expect(merged.metadata).toEqual(next.metadata);
  expect(changes).toEqual([{ type: "changed", cellId: "intro", oldText: "Hello", newText: "Welcome" }]);
});

test("LM2 where both changed a cell mine stays, and the newer text is kept with it", () => {
  const mine = withText(first, "sum", "1 + 1");
  const next = withText(notebook(first.cells, "2"), "sum", "let sum = ____");
  const { notebook: merged, changes } = mergeLesson(first, mine, next);
  expect(texts(merged)).toEqual(["Hello", "show()", "1 + 1"]);
  expect(merged.cells[2]?.metadata["data_surgery"]).toMatchObject({
    exercise: "sum",
    [newerTextKey]: "let sum = ____",
  });
  expect(changes).toEqual([{ type: "kept-mine", cellId: "sum", oldText: "1 + 1", newText: "let sum = ____" }]);
  // It waits for its owner through a version that says nothing new of this cell.
  const later = mergeLesson(next, merged, { ...next, metadata: { data_surgery: { lesson: "l", release: "3" } } });
  expect(later.notebook.cells[2]).toEqual(merged.cells[2]);
});

test("LM3 a cell that the lesson dropped goes if it was not touched, and stays as one's own if it was", () => {
  const mine = withText(first, "sum", "my work");
  const { notebook: merged, changes } = mergeLesson(first, mine, notebook([lessonCell("intro", "Hello")], "2"));
  expect(texts(merged)).toEqual(["Hello", "my work"]);
  expect(merged.cells[1]?.metadata).toEqual({});
  expect(changes.map(({ type, cellId }) => [type, cellId])).toEqual([
    ["kept-removed", "sum"],
    ["removed", "show"],
  ]);
});

test("LM4 new cells come at their place, after what one wrote there; own cells keep theirs when the lesson is put in another order", () => {
  const mine = notebook([first.cells[0]!, own("note", "my note"), ...first.cells.slice(1)], "1");
  const added = notebook([first.cells[0]!, lessonCell("extra", "Extra"), ...first.cells.slice(1)], "2");
  expect(texts(mergeLesson(first, mine, added).notebook)).toEqual(["Hello", "my note", "Extra", "show()", "____"]);
  const turned = notebook([first.cells[1]!, first.cells[0]!, first.cells[2]!], "2");
  expect(texts(mergeLesson(first, mine, turned).notebook)).toEqual(["show()", "Hello", "my note", "____"]);
});

test("LM4 a new cell whose id one's own cell has already gets another", () => {
  const mine = notebook([...first.cells, own("extra", "mine")], "1");
  const next = notebook([...first.cells, lessonCell("extra", "Theirs", "exercise")], "2");
  const { cells } = mergeLesson(first, mine, next).notebook;
  expect(cells.map(({ source }) => source)).toContain("mine");
  expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length);
});

test("LM5 without the version it came from: locked text is the lesson's, answers stay, own cells stay", () => {
  const mine = notebook([...withText(first, "sum", "1 + 1").cells, own("note", "my note")], "");
  const next = notebook([lessonCell("intro", "Welcome"), ...first.cells.slice(1), lessonCell("end", "Bye")], "2");
  expect(texts(mergeLesson(undefined, mine, next).notebook)).toEqual(["Welcome", "show()", "1 + 1", "my note", "Bye"]);
});

/** The same run for the same seed. */
function draws(seed: number): (limit: number) => number {
  let state = seed >>> 0;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
}

function randomVersion(draw: (limit: number) => number, from: Notebook, release: string): Notebook {
  const cells = [...from.cells];
  for (let change = draw(5); change > 0; change--) {
    const at = draw(cells.length + 1);
    const cell = cells[at];
    const kind = draw(4);
    const role = (["reading", "example", "exercise"] as const)[draw(3)]!;
    if (kind === 0 || cell === undefined)
      cells.splice(at, 0, lessonCell(`n${release}-${change}`, `new ${draw(99)}`, role));
    else if (kind === 1) cells[at] = { ...cell, source: `lesson ${draw(999)}` };
    else if (kind === 2) cells.splice(at, 1);
    else cells.push(...cells.splice(at, 1));
  }
  return notebook(cells, release);
}

/** What a learner does to a copy, and everything that they wrote. */
function randomCopy(draw: (limit: number) => number, from: Notebook): { mine: Notebook; wrote: string[] } {
  const cells = [...from.cells];
  const wrote: string[] = [];
  for (let change = draw(6); change > 0; change--) {
    const at = draw(cells.length + 1);
    const cell = cells[at];
    const text = `mine ${change}-${draw(1_000_000)}`;
    const kind = draw(5);
    if (kind === 0 || cell === undefined) cells.splice(at, 0, own(`own-${change}-${draw(1_000_000)}`, text));
    else if (kind === 1) cells.splice(at, 1);
    else if (kind === 2) cells.push(...cells.splice(at, 1));
    else cells[at] = kind === 3 ? { ...cell, source: text } : { ...cell, source: text, metadata: {} };
    if (kind !== 1 && kind !== 2) wrote.push(text);
  }
  return { mine: { ...from, cells }, wrote: wrote.filter((text) => cells.some(({ source }) => source === text)) };
}

const roles = ["reading", "example", "exercise", "test"] as const;

test("LM6 2,000 seeded copies and versions: nothing that one wrote is lost, ids stay unique, the same version changes nothing, and a second merge neither", () => {
  for (let seed = 1; seed <= 2000; seed++) {
    const draw = draws(seed);
    const start = notebook(
      Array.from({ length: 1 + draw(7) }, (_, index) => lessonCell(`c${index}`, `text ${draw(4)}`, roles[draw(4)])),
      "1",
    );
    const { mine, wrote } = randomCopy(draw, start);
    const next = randomVersion(draw, start, "2");
    expect([seed, mergeLesson(start, mine, start)]).toEqual([seed, { notebook: mine, changes: [] }]);
    const known = draw(4) > 0 ? start : undefined;
    const { notebook: merged } = mergeLesson(known, mine, next);
    const all = texts(merged);
    for (const text of wrote)
      expect([seed, text, all.includes(text) || isLockedGuess(known, mine, text)]).toEqual([seed, text, true]);
    expect([seed, new Set(merged.cells.map(({ id }) => id)).size]).toEqual([seed, merged.cells.length]);
    expect([seed, mergeLesson(next, merged, next)]).toEqual([seed, { notebook: merged, changes: [] }]);
    // Every cell of the newer version that one had not taken out is there, or what one wrote in its place.
    if (known === undefined) continue;
    for (const cell of next.cells) {
      const isThere = merged.cells.some(
        (one) => one.source === cell.source || JSON.stringify(one.metadata).includes(JSON.stringify(cell.source)),
      );
      const wasChanged = start.cells.every((one) => one.source !== cell.source || one.id !== cell.id);
      if (wasChanged) expect([seed, cell.source, isThere]).toEqual([seed, cell.source, true]);
    }
  }
});

/** Without the first version, text in a cell that is still locked counts as the lesson's: only the checksum could tell. */
function isLockedGuess(known: Notebook | undefined, mine: Notebook, text: string): boolean {
  return known === undefined && mine.cells.some((cell) => cell.source === text && cell.metadata["editable"] === false);
}
