/**
 * Notebooks of the real lessons, answered and then damaged in several ways at once, by seed: no damage stops a check, what is
 * put right is named, and where an answer is still whole the very same code runs as in the undamaged notebook.
 */
import {
  parseLesson,
  planCheck,
  releaseLesson,
  repairNotebook,
  type CheckPlan,
  type Lesson,
} from "@data-surgery/grading";
import { parseNotebook, readNotebookText, renderNotebook, type Notebook } from "@data-surgery/jupyter";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  damages,
  isIntact,
  isThere,
  textOf,
  type DamageState,
  type Held,
  type RawCell,
  type RawNotebook,
} from "./damage.js";
import { Random } from "./random.js";

const root = join(import.meta.dirname, "..", "..");
const names = Object.keys(damages);
const lessons = await Promise.all([
  ...(await readdir(join(root, "notebooks"))).map((name) => readLesson(join(root, "notebooks"), name)),
  readLesson(join(root, "packages/grading/fixtures/format-1"), "tiny"),
]);

async function readLesson(folder: string, name: string): Promise<Lesson> {
  const parsed = parseLesson(name, await readFile(join(folder, name, `${name}.ipynb`), "utf8"));
  if (parsed.type === "broken") throw new Error(JSON.stringify(parsed.faults));
  return parsed.lesson;
}

/** What the learner has after answering everything, as it stands on the disk. */
function answeredNotebook(lesson: Lesson): Notebook {
  const released = releaseLesson(lesson);
  if (released.type === "leaks") throw new Error(JSON.stringify(released.faults));
  const solution = new Map(lesson.exercises.map(({ cellId, solution: text, starting }) => [cellId, text || starting]));
  const read = readNotebookText(released.text, () => "unused");
  return { ...read, cells: read.cells.map((cell) => ({ ...cell, source: solution.get(cell.id) ?? cell.source })) };
}

interface Case {
  readonly lesson: Lesson;
  readonly state: DamageState;
  readonly done: readonly string[];
  readonly damaged: Notebook;
}

function damage(lesson: Lesson, seed: number, chosen?: readonly string[]): Case {
  const draw = new Random(seed);
  const undamaged = answeredNotebook(lesson);
  const { cells, ...notebook } = JSON.parse(renderNotebook(undamaged)) as RawNotebook;
  const held = cells.map((cell) => ({ cell, whole: [cell.id!] }));
  const state: DamageState = { notebook, held, unsure: new Set(), draw, made: 0 };
  const done = chosen ?? Array.from({ length: 1 + draw.below(6) }, () => draw.pick(names)!);
  for (const name of done) damages[name]!(state);
  const text = JSON.stringify({ ...state.notebook, cells: state.held.map(({ cell }) => cell) });
  let made = 0;
  return { lesson, state, done, damaged: readNotebookText(text, () => `made-${++made}`) };
}

/** The lines that must run, without what learners add of their own. */
function mustRun(plan: CheckPlan): string[] | string {
  if (plan.type !== "run") return plan.type;
  return plan.cells
    .filter(({ mayFail }) => !mayFail)
    .flatMap(({ source }) => source.split("\n").map((line) => line.trim()))
    .filter((line) => line !== "" && !line.startsWith("let mine"));
}

const undamagedRuns = new Map<string, string[] | string>();

function undamagedRun(lesson: Lesson, exercise: string): string[] | string {
  const key = `${lesson.id} ${exercise}`;
  const known = undamagedRuns.get(key) ?? mustRun(planCheck(lesson, answeredNotebook(lesson), exercise));
  undamagedRuns.set(key, known);
  return known;
}

/** Nothing that the exercise needs was lost for good, and nobody doubts which answer counts. */
function answersIntact({ lesson, state }: Case, exerciseId: string): boolean {
  const last = lesson.cells.findIndex(({ cell }) => cell.id === exerciseCell(lesson, exerciseId));
  return lesson.cells.slice(0, last + 1).every(({ cell, ours, nbgrader }) => {
    if (cell.cell_type !== "code" || ours?.role === "test") return true;
    const isAnswer = ours?.role === "exercise" || ours?.role === "question";
    // The lesson's own text is put back when nothing of it is left.
    if (!isAnswer && !isThere(state, cell.id) && !state.unsure.has(cell.id)) return true;
    return isIntact(state, cell.id, nbgrader?.grade_id);
  });
}

const exerciseCell = (lesson: Lesson, id: string): string => lesson.exercises.find((one) => one.id === id)!.cellId;

/** Everything that must hold whatever happened. */
function prove(one: Case): number {
  const { lesson, damaged, state } = one;
  const repaired = repairNotebook(lesson, damaged);
  const ids = repaired.notebook.cells.map(({ id }) => id);
  const own = new Set(lesson.cells.map(({ cell }) => cell.id));
  expect(ids.filter((id) => own.has(id)).toSorted()).toEqual([...own].toSorted());
  // What was repaired can be written, read, and needs no second repair but for what can't be put right.
  const again = parseNotebook(JSON.parse(renderNotebook(repaired.notebook)), () => "doubled");
  const left = repairNotebook(lesson, again).repairs.map(({ code }) => code);
  expect(left.filter((code) => code !== "cell.moved")).toEqual([]);
  for (const { id, cellId } of lesson.exercises) {
    const plan = planCheck(lesson, damaged, id);
    if (!isThere(state, cellId) && !state.unsure.has(cellId) && !state.held.some(({ cell }) => textOf(cell) === ""))
      expect([plan.type, repaired.repairs.map(({ code, cell }) => `${code} ${cell}`)]).toEqual([
        "cell-missing",
        expect.arrayContaining([`answer.missing ${cellId}`]),
      ]);
  }
  let same = 0;
  for (const { id, type } of lesson.exercises) {
    if (type !== "code" || !answersIntact(one, id)) continue;
    expect([id, mustRun(planCheck(lesson, damaged, id))]).toEqual([id, undamagedRun(lesson, id)]);
    same++;
  }
  return same;
}

test("DN1 1,000 seeded damages: nothing throws, the repaired notebook is whole, and answers that are intact run as before", () => {
  const failed: string[] = [];
  let same = 0;
  for (let seed = 1; seed <= 1000; seed++) {
    const one = damage(lessons[seed % lessons.length]!, seed);
    try {
      same += prove(one);
    } catch (error) {
      failed.push(`${one.lesson.id} seed ${seed}: ${one.done.join(", ")}\n${String(error).slice(0, 2000)}`);
    }
  }
  expect(failed).toEqual([]);
  // A simulation that damages everything proves nothing.
  expect(same).toBeGreaterThan(1500);
});

/** What is named when only this happened to the smallest lesson, and of which cell. */
const alone: readonly (readonly [damage: string, change: (held: Held[]) => Held[], expected: readonly string[]])[] = [
  ["an answer deleted", (held) => held.filter(({ whole }) => whole[0] !== "ex-total"), ["answer.missing ex-total"]],
  [
    "an example deleted",
    (held) => held.filter(({ whole }) => whole[0] !== "example-read"),
    ["cell.restored example-read"],
  ],
  ["a copy", (held) => [...held, { ...find(held, "ex-total"), whole: [] }], ["cell.copied ex-total"]],
  ["became text", (held) => changed(held, "ex-total", { cell_type: "markdown" }), ["cell.retyped ex-total"]],
  [
    "moved",
    (held) => [find(held, "ex-rate"), ...held.filter(({ whole }) => whole[0] !== "ex-rate")],
    ["cell.moved ex-rate"],
  ],
  ["split", (held) => halves(held, "ex-total"), ["cell.split ex-total"]],
  ["merged", (held) => merged(held, "example-read", "ex-total"), ["cell.merged ex-total"]],
  [
    "a test edited",
    (held) => changed(held, "test-total", { source: "test('x', true, 'x')" }),
    ["cell.changed test-total"],
  ],
  ["a text edited", (held) => changed(held, "title", { source: "# Mine" }), ["cell.changed title"]],
  ["tags lost", (held) => changed(held, "ex-total", { metadata: {} }), ["cell.found ex-total"]],
  ["an id lost", (held) => changed(held, "ex-total", { id: "another" }), ["cell.found ex-total"]],
  ["a stranger's tests", (held) => [...held, foreignTest], ["cell.foreign strange"]],
];

const foreignTest: Held = {
  cell: { cell_type: "code", id: "strange", metadata: { nbgrader: { grade: true, grade_id: "other" } }, source: "1;" },
  whole: [],
};
const find = (held: Held[], id: string): Held => held.find(({ whole }) => whole[0] === id)!;
const changed = (held: Held[], id: string, cell: Partial<RawCell>): Held[] =>
  held.map((one) => (one.whole[0] === id ? { ...one, cell: { ...one.cell, ...cell } } : one));
const halves = (held: Held[], id: string): Held[] =>
  held.flatMap((one) => {
    if (one.whole[0] !== id) return [one];
    const [first, ...rest] = textOf(one.cell).split("\n");
    const part = (source: string, name: string): Held => ({ cell: { ...one.cell, id: name, source }, whole: [] });
    return [part(first!, id), part(rest.join("\n"), "half")];
  });
const merged = (held: Held[], first: string, second: string): Held[] => {
  const source = `${textOf(find(held, first).cell)}\n\n${textOf(find(held, second).cell)}`;
  return changed(held, first, { source }).filter(({ whole }) => whole[0] !== second);
};

test.each(alone)("DN2 each repair is listed with its cell and in words: %s", (_what, change, expected) => {
  const lesson = lessons.find(({ id }) => id === "tiny")!;
  const { cells, ...notebook } = JSON.parse(renderNotebook(answeredNotebook(lesson))) as RawNotebook;
  const held = change(cells.map((cell) => ({ cell, whole: [cell.id!] })));
  const damaged = readNotebookText(JSON.stringify({ ...notebook, cells: held.map(({ cell }) => cell) }), () => "made");
  const { repairs } = repairNotebook(lesson, damaged);
  expect(repairs.map(({ code, cell }) => `${code} ${cell}`)).toEqual(expected);
  for (const { message } of repairs) expect(message).toMatch(/^[A-Z“].*[.]$/);
});

test("DN2 an undamaged notebook needs no repair, answered or not", () => {
  for (const lesson of lessons) {
    const released = releaseLesson(lesson);
    if (released.type === "leaks") throw new Error("The lesson leaks.");
    expect(repairNotebook(lesson, released.notebook).repairs).toEqual([]);
    expect(repairNotebook(lesson, answeredNotebook(lesson)).repairs).toEqual([]);
  }
});
