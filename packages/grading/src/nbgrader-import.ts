/**
 * An nbgrader notebook as a lesson of ours. Nothing of it is changed but what we add under our own key: the original goes along
 * in the lesson's folder, and `exportNotebook` gives back its bytes wherever nobody changed the lesson.
 */
import {
  lessonFormat,
  lessonKey,
  type LessonCellMetadata,
  type LessonMetadata,
  type LessonOrigin,
  type NbgraderMetadata,
  type RubricLine,
} from "@data-surgery/contract";
import { NotebookError, parseNotebook, renderNotebook, type Cell, type Notebook } from "@data-surgery/jupyter";
import { FaultList } from "./fault-list.js";
import type { LessonFault } from "./lesson-fault.js";
import { checkedLanguages } from "./lint-lesson.js";
import { readNbgrader } from "./nbgrader-schema.js";

export type ImportedNotebook =
  | { readonly type: "imported"; readonly text: string }
  | { readonly type: "refused"; readonly faults: readonly LessonFault[] };

export interface NotebookToImport {
  /** What the lesson is to be called: a lesson id. */
  readonly lesson: string;
  readonly assignment: string;
  readonly notebook: string;
  /** The .ipynb file. */
  readonly text: string;
}

/** A course's cell with nbgrader's part as of today. */
export interface CourseCell {
  readonly cell: Cell;
  readonly nbgrader?: NbgraderMetadata;
}

export function importNotebook({ lesson, assignment, notebook: name, text }: NotebookToImport): ImportedNotebook {
  const faults = new FaultList();
  const read = readCourseNotebook(text, faults);
  if (read === undefined || faults.found.length > 0) return { type: "refused", faults: faults.found };
  const { notebook, cells } = read;
  const origin: LessonOrigin = { type: "nbgrader", assignment, notebook: name, language: languageOf(notebook) };
  const roles = rolesOf(cells, origin.language);
  const answers = roles.filter((role) => role !== undefined && "exercise" in role && role.role !== "test").length;
  if (answers === 0) {
    const message = "No cell of this notebook is marked as an answer or a task of nbgrader's.";
    faults.add("import.no-answers", undefined, message, "Mark them in nbgrader's toolbar, or leave this notebook out.");
    return { type: "refused", faults: faults.found };
  }
  const title = headingsOf(cells)[0] ?? name;
  const ours: LessonMetadata = {
    format: lessonFormat,
    lesson,
    title,
    question: title,
    minutes: answers * minutesEach,
    data: [],
    origin,
  };
  const imported: Notebook = {
    ...notebook,
    metadata: { ...notebook.metadata, [lessonKey]: ours },
    cells: cells.map(({ cell, nbgrader }, at) => ({
      ...cell,
      metadata: {
        ...withoutKeys(cell.metadata, [lessonKey, "nbgrader"]),
        ...(nbgrader === undefined ? {} : { nbgrader }),
        ...(roles[at] === undefined ? {} : { [lessonKey]: roles[at] }),
      },
    })),
  };
  return { type: "imported", text: renderNotebook(imported) };
}

/** nbgrader has no times. A guess that fits most: what is left is shown as "about". */
const minutesEach = 5;

export interface CourseNotebook {
  readonly notebook: Notebook;
  readonly cells: readonly CourseCell[];
}

/** The same text gives the same cell ids, whether or not it had any: that is how an export finds its way back. */
export function readCourseNotebook(text: string, faults: FaultList): CourseNotebook | undefined {
  const notebook = readText(text, faults);
  if (notebook === undefined) return undefined;
  const cells = notebook.cells.map((cell): CourseCell => {
    const reading = readNbgrader(cell.metadata["nbgrader"], cell.cell_type);
    if (reading.type === "marked") return { cell, nbgrader: reading.nbgrader };
    if (reading.type === "too-new") {
      const message = `nbgrader's part of this cell has version ${reading.version}; this program reads up to 3.`;
      faults.add("import.nbgrader-too-new", cell.id, message, "Update this program.");
    } else if (reading.type === "bad") {
      const message = `nbgrader's part of this cell can't be read: ${reading.reason}.`;
      faults.add("import.bad-cell", cell.id, message, "Let `nbgrader validate` find what is wrong, and mend it.");
    }
    return { cell };
  });
  return { notebook, cells };
}

function readText(text: string, faults: FaultList): Notebook | undefined {
  let made = 0;
  try {
    return parseNotebook(JSON.parse(text), () => `imported-${++made}`);
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof NotebookError)) throw error;
    const why = error instanceof NotebookError ? error.message : "it is not JSON";
    const message = `The file is not a notebook that can be read: ${why}.`;
    faults.add("lesson.not-a-notebook", undefined, message, "Open it in Jupyter and save it again.");
    return undefined;
  }
}

export function withoutKeys(
  fields: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([key]) => !keys.includes(key)));
}

/** nbgrader takes the kernel's word for the language, and Python where it says nothing. */
function languageOf({ metadata }: Notebook): string {
  const kernelspec = metadata["kernelspec"];
  const language = typeof kernelspec === "object" && kernelspec !== null ? (kernelspec as { language?: unknown }) : {};
  return typeof language.language === "string" && language.language !== "" ? language.language : "python";
}

/** What each cell becomes; undefined for raw cells, which have no role. */
function rolesOf(cells: readonly CourseCell[], language: string): (LessonCellMetadata | undefined)[] {
  const headings = headingsOf(cells);
  const answers = findAnswers(cells);
  const names = new Names();
  const ids = new Map(answers.map(({ at }) => [at, names.take(cells[at]!.nbgrader!.grade_id)]));
  const roles = cells.map(plainRole);
  for (const { at, tests } of answers) {
    const { cell, nbgrader } = cells[at]!;
    const exercise = ids.get(at)!;
    const title = headings[at] ?? nbgrader!.grade_id;
    const base = {
      exercise,
      title,
      objective: title,
      minutes: minutesEach,
      skill: "as the course names it",
      stage: "course",
      starter: cell.cell_type === "code" ? (stubs.get(language.toLowerCase()) ?? "# YOUR CODE HERE") : textStub,
      hints: [],
      why: "",
    };
    for (const test of tests) roles[test] = { role: "test", exercise };
    if (isOurs(cells, at, tests, language)) roles[at] = { ...base, role: "exercise", misconceptions: [] };
    else {
      const rubric = rubricOf(
        cells[at]!,
        tests.map((test) => cells[test]!),
      );
      roles[at] = { ...base, role: nbgrader!.task === true ? "task" : "question", rubric };
    }
  }
  return roles;
}

function plainRole({ cell, nbgrader }: CourseCell): LessonCellMetadata | undefined {
  if (cell.cell_type === "raw") return undefined;
  if (cell.cell_type === "code") return { role: "example" };
  return { role: nbgrader?.locked === true ? "reading" : "text" };
}

interface FoundAnswer {
  readonly at: number;
  readonly tests: number[];
}

/** Tests belong to the answer above them that has tests; those above every answer, to the first. */
function findAnswers(cells: readonly CourseCell[]): FoundAnswer[] {
  const answers: FoundAnswer[] = [];
  const early: number[] = [];
  let last: FoundAnswer | undefined;
  for (const [at, { nbgrader }] of cells.entries()) {
    if (nbgrader === undefined) continue;
    const isTest = nbgrader.grade && !nbgrader.solution;
    if (isTest) (last?.tests ?? early).push(at);
    if (!nbgrader.solution && nbgrader.task !== true) continue;
    const answer = { at, tests: [] };
    answers.push(answer);
    // A manual answer has its points itself.
    if (nbgrader.solution && !nbgrader.grade) last = answer;
  }
  answers.find(({ at }) => !cells[at]!.nbgrader!.grade && cells[at]!.nbgrader!.solution)?.tests.unshift(...early);
  return answers;
}

/** Whether the tests are written with our words, so that a check can run them. */
function isOurs(cells: readonly CourseCell[], at: number, tests: readonly number[], language: string): boolean {
  const [first, ...more] = tests;
  if (first === undefined || more.length > 0 || first < at || !checkedLanguages.has(language.toLowerCase()))
    return false;
  const { source } = cells[first]!.cell;
  return /\btest\s*\(/.test(source) && /\b(?:answer|call)\s*\(/.test(source) && !source.includes("dataSurgeryChecks");
}

function rubricOf({ cell, nbgrader }: CourseCell, tests: readonly CourseCell[]): RubricLine[] {
  if (nbgrader?.grade === true || nbgrader?.task === true) {
    const scheme = cell.source.includes("BEGIN MARK SCHEME") ? ", as the mark scheme of the course says" : "";
    return [{ id: "answer", text: `It answers what is asked${scheme}.`, points: nbgrader.points ?? 0 }];
  }
  if (tests.length === 0) return [{ id: "answer", text: "The course gives no points for it.", points: 0 }];
  const names = new Names();
  return tests.map(({ nbgrader: test }) => ({
    id: names.take(test!.grade_id),
    text: `The tests called “${test!.grade_id}” hold.`,
    points: test!.points ?? 0,
  }));
}

/** The last heading above each cell, or in it. */
function headingsOf(cells: readonly CourseCell[]): (string | undefined)[] {
  let last: string | undefined;
  return cells.map(({ cell }) => {
    const heading =
      cell.cell_type === "markdown" ? /^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$/m.exec(cell.source)?.[1] : undefined;
    last = heading === undefined ? last : heading.replace(/[*_`]/g, "").slice(0, 80);
    return last;
  });
}

/** What nbgrader puts in a solution's place, by language; the rest is set by each course. */
const stubs: ReadonlyMap<string, string> = new Map([
  ["python", "# YOUR CODE HERE\nraise NotImplementedError()"],
  ["r", "# YOUR CODE HERE\nfail()"],
  ["matlab", "% YOUR CODE HERE\nerror('No Answer Given!')"],
  ["octave", "% YOUR CODE HERE\nerror('No Answer Given!')"],
  ["sas", "/* YOUR CODE HERE */\n %notImplemented;"],
  ["java", "// YOUR CODE HERE"],
  ["typescript", '// YOUR CODE HERE\nthrow new Error("Nothing is written here yet.");'],
  ["javascript", '// YOUR CODE HERE\nthrow new Error("Nothing is written here yet.");'],
]);
const textStub = "YOUR ANSWER HERE";

/** Names of theirs as ids of ours, each once. */
class Names {
  readonly #taken = new Set<string>();

  take(name: string): string {
    const plain = lessonName(name) ?? "answer";
    let free = plain;
    for (let number = 2; this.#taken.has(free); number++) free = `${plain.slice(0, 58)}-${number}`;
    this.#taken.add(free);
    return free;
  }
}

/** A name of theirs in the letters of our ids; undefined where nothing is left of it. */
export function lessonName(name: string): string | undefined {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+/, "")
    .slice(0, 64)
    .replace(/-+$/, "");
  return plain === "" ? undefined : plain;
}
