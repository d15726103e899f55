/**
 * Notebooks of the real lessons, answered and then damaged in several ways at once, by seed: no damage stops a check, what is
 * put right is named, and where an answer is still whole the very same code runs as in the undamaged notebook.
 */
import { planCheck, releaseLesson, repairNotebook, type CheckPlan, type Lesson } from "@data-surgery/grading";
import { parseNotebook, readNotebookText, renderNotebook } from "@data-surgery/jupyter";
import { expect, test } from "vitest";
import { isThere, textOf, type Held, type RawCell, type RawNotebook } from "./damage.js";
import {
  answeredNotebook,
  answersIntact,
  damageLesson,
  lessonFolders,
  readLessonSource,
  type DamagedLesson,
} from "./damaged-lesson.js";

const lessons = await Promise.all(lessonFolders.map(([folder, name]) => readLessonSource(folder, name)));

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

/** Everything that must hold whatever happened. */
function prove(one: DamagedLesson): number {
  const { lesson, damaged, state } = one;
  const repaired = repairNotebook(lesson, damaged);
  const ids = repaired.notebook.cells.map(({ id }) => id);
  const own = new Set(lesson.cells.map(({ cell }) => cell.id));
  expect(ids.filter((id) => own.has(id)).toSorted()).toEqual([...own].toSorted());
  // What was repaired can be written, read, and needs no second repair but for what can't be put right.
  const again = parseNotebook(JSON.parse(renderNotebook(repaired.notebook)), () => "doubled");
  const left = repairNotebook(lesson, again).repairs.map(({ code }) => code);
  expect(left.filter((code) => code !== "cell.moved")).toEqual([]);
  let same = 0;
  for (const { id, cellId, type } of lesson.exercises) {
    const plan = planCheck(lesson, damaged, id);
    if (!isThere(state, cellId) && !state.unsure.has(cellId) && !state.held.some(({ cell }) => textOf(cell) === ""))
      expect([plan.type, repaired.repairs.map(({ code, cell }) => `${code} ${cell}`)]).toEqual([
        "cell-missing",
        expect.arrayContaining([`answer.missing ${cellId}`]),
      ]);
    if (type !== "code" || !answersIntact(one, id)) continue;
    expect([id, mustRun(plan)]).toEqual([id, undamagedRun(lesson, id)]);
    same++;
  }
  return same;
}

test("DN1 1,000 seeded damages: nothing throws, the repaired notebook is whole, and answers that are intact run as before", () => {
  const failed: string[] = [];
  let same = 0;
  for (let seed = 1; seed <= 1000; seed++) {
    const one = damageLesson(lessons[seed % lessons.length]!, seed);
    try {
      same += prove(one);
    } catch (error) {
      failed.push(`${one.lesson.id} seed ${seed}: ${one.done.join(", ")}\n${String(error).slice(0, 2000)}`);
    }
  }
  expect(failed).toEqual([]);
  // A simulation that damages everything proves nothing.
  expect(same).toBeGreaterThan(1500);
}, 900_000);

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
