/**
 * What an author says of a cell: our metadata and nbgrader's, always changed together so that one never contradicts the other.
 * Pure, on plain JSON; half-filled forms are normal here, and what is missing is said by the check. No DOM.
 */
export const cellKinds = ["none", "reading", "example", "text", "exercise", "test", "question", "task"] as const;
export type CellKind = (typeof cellKinds)[number];

export interface Fields {
  readonly [key: string]: unknown;
}

export interface AuthorCell {
  readonly id: string;
  readonly type: string;
  /** `metadata.data_surgery` and `metadata.nbgrader`, as they stand there; undefined where there is none. */
  readonly ours: Fields | undefined;
  readonly nbgrader: Fields | undefined;
}

/** What a cell is to become. `type` only where the kind needs another one. */
export interface CellChange {
  readonly id: string;
  readonly type?: "code" | "markdown";
  readonly ours: Fields | undefined;
  readonly nbgrader: Fields | undefined;
}

export function kindOf({ ours }: AuthorCell): CellKind {
  const role = ours?.["role"];
  return cellKinds.find((kind) => kind === role) ?? "none";
}

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
export const numberOf = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;
export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
export const fieldsOf = (value: unknown): Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** The exercise that a cell is or belongs to; empty where there is none. */
export function exerciseOf({ ours }: AuthorCell): string {
  return textOf(ours?.["exercise"]);
}

/** Points as the format keeps them: at the tests of an exercise, in the rubric of a question. */
export function pointsOf(cells: readonly AuthorCell[], cell: AuthorCell): number | undefined {
  const kind = kindOf(cell);
  if (kind === "question" || kind === "task") return rubricPoints(cell.ours);
  const holder = kind === "exercise" ? testOf(cells, exerciseOf(cell)) : kind === "test" ? cell : undefined;
  return numberOf(holder?.nbgrader?.["points"]);
}

export function testOf(cells: readonly AuthorCell[], exercise: string): AuthorCell | undefined {
  return cells.find((cell) => kindOf(cell) === "test" && exerciseOf(cell) === exercise);
}

function rubricPoints(ours: Fields | undefined): number {
  return listOf(ours?.["rubric"]).reduce<number>((sum, line) => sum + (numberOf(fieldsOf(line)["points"]) ?? 0), 0);
}

/** `wanted` as an id of a-z, 0-9 and -, with a number behind it where it is taken. */
export function freeId(wanted: string, taken: ReadonlySet<string>): string {
  const plain = wanted
    .toLowerCase()
    .normalize("NFD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 48);
  const base = plain === "" ? "exercise" : plain;
  for (let number = 1; ; number++) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}

function takenNames(cells: readonly AuthorCell[], except: string): Set<string> {
  const others = cells.filter(({ id }) => id !== except);
  return new Set(others.filter((cell) => kindOf(cell) !== "test").map(exerciseOf));
}

function freeGradeId(wanted: string, cells: readonly AuthorCell[], except: string): string {
  const taken = new Set(cells.filter(({ id }) => id !== except).map(({ nbgrader }) => textOf(nbgrader?.["grade_id"])));
  return freeId(wanted, taken);
}

const isAnswer = (kind: CellKind): boolean => kind === "exercise" || kind === "question" || kind === "task";

/** What the cell becomes when its author chooses this kind. What it said already and the kind knows too is kept. */
export function withKind(cells: readonly AuthorCell[], cell: AuthorCell, kind: CellKind): CellChange {
  const { id, ours = {} } = cell;
  const place = picked(ours, ["step", "title"]);
  if (kind === "none") return { id, ours: undefined, nbgrader: undefined };
  if (kind === "reading" || kind === "example" || kind === "text") {
    const type = kind === "example" ? ("code" as const) : kind === "reading" ? ("markdown" as const) : undefined;
    return { id, ...typeChange(cell, type), ours: { role: kind, ...place }, nbgrader: undefined };
  }
  if (kind === "test") return asTest(cells, cell);
  const name = freeId(exerciseOf(cell) || textOf(ours["title"]) || kind, takenNames(cells, id));
  const answer = {
    role: kind,
    exercise: name,
    title: "",
    objective: "",
    minutes: 3,
    skill: "",
    stage: "analyse",
    starter: "____",
    hints: [""],
    why: "",
    ...place,
    ...(isAnswer(kindOf(cell)) ? picked(ours, answerKeys) : {}),
  };
  const own =
    kind === "exercise"
      ? { ...answer, misconceptions: listOf(ours["misconceptions"]) }
      : { ...answer, rubric: ours["rubric"] ?? [{ id: "line-1", text: "", points: 1 }] };
  const type = kind === "exercise" ? "code" : kind === "task" || cell.type === "raw" ? "markdown" : undefined;
  return { id, ...typeChange(cell, type), ours: own, nbgrader: answerNbgrader(cells, id, own) };
}

const answerKeys = ["objective", "minutes", "skill", "stage", "starter", "hints", "why"];

function typeChange(cell: AuthorCell, type: "code" | "markdown" | undefined): { type?: "code" | "markdown" } {
  return type === undefined || type === cell.type ? {} : { type };
}

function answerNbgrader(cells: readonly AuthorCell[], id: string, ours: Fields): Fields {
  const isTask = ours["role"] === "task";
  const isExercise = ours["role"] === "exercise";
  return {
    schema_version: 3,
    grade: !isTask && !isExercise,
    solution: !isTask,
    locked: isTask,
    ...(isTask ? { task: true } : {}),
    grade_id: freeGradeId(textOf(ours["exercise"]), cells, id),
    ...(isExercise ? {} : { points: rubricPoints(ours) }),
  };
}

/** Tests belong to the nearest exercise above that has none yet. */
function asTest(cells: readonly AuthorCell[], cell: AuthorCell): CellChange {
  const above = cells
    .slice(
      0,
      cells.findIndex(({ id }) => id === cell.id),
    )
    .toReversed();
  const exercises = above.filter((one) => kindOf(one) === "exercise");
  const open = exercises.find((one) => (testOf(cells, exerciseOf(one)) ?? cell).id === cell.id) ?? exercises[0];
  const exercise = open === undefined ? "" : exerciseOf(open);
  const step = numberOf(open?.ours?.["step"]) ?? numberOf(cell.ours?.["step"]);
  return {
    id: cell.id,
    ...typeChange(cell, "code"),
    ours: { role: "test", exercise, ...(step === undefined ? {} : { step }) },
    nbgrader: {
      schema_version: 3,
      grade: true,
      solution: false,
      locked: true,
      grade_id: freeGradeId(`${exercise}-tests`, cells, cell.id),
      points: numberOf(cell.nbgrader?.["points"]) ?? 1,
    },
  };
}

/** A value of our metadata. An empty optional one is left out; the points of a rubric are nbgrader's too. */
export function withField(cell: AuthorCell, key: string, value: unknown): CellChange {
  const { [key]: _before, ...rest } = cell.ours ?? {};
  const isGone =
    value === undefined || (value === "" && (key === "step" || (key === "title" && !isAnswer(kindOf(cell)))));
  const ours = isGone ? rest : { ...rest, [key]: value };
  const nbgrader = key === "rubric" ? { ...cell.nbgrader, points: rubricPoints(ours) } : cell.nbgrader;
  return { id: cell.id, ours, nbgrader };
}

/** The exercise's new name, in its own cell and its tests. */
export function renamed(cells: readonly AuthorCell[], cell: AuthorCell, wanted: string): CellChange[] {
  const before = exerciseOf(cell);
  const name = freeId(wanted, takenNames(cells, cell.id));
  const own: CellChange = {
    id: cell.id,
    ours: { ...cell.ours, exercise: name },
    nbgrader: { ...cell.nbgrader, grade_id: freeGradeId(name, cells, cell.id) },
  };
  const test = kindOf(cell) === "exercise" ? testOf(cells, before) : undefined;
  return test === undefined ? [own] : [own, ofExercise(cells, test, name)];
}

/** Tests that belong to another exercise from now on. */
export function ofExercise(cells: readonly AuthorCell[], test: AuthorCell, exercise: string): CellChange {
  return {
    id: test.id,
    ours: { ...test.ours, exercise },
    nbgrader: { ...test.nbgrader, grade_id: freeGradeId(`${exercise}-tests`, cells, test.id) },
  };
}

/** Points of an exercise or of its tests. Nothing where there are no tests to keep them. */
export function withPoints(cells: readonly AuthorCell[], cell: AuthorCell, points: number): CellChange[] {
  const holder = kindOf(cell) === "test" ? cell : testOf(cells, exerciseOf(cell));
  if (holder === undefined) return [];
  return [{ id: holder.id, ours: holder.ours, nbgrader: { ...holder.nbgrader, points } }];
}

/** Whether learners may change a cell that is no exercise: nbgrader's read-only cell. */
export function withReadOnly(cells: readonly AuthorCell[], cell: AuthorCell, isReadOnly: boolean): CellChange {
  const grade_id = freeGradeId(textOf(cell.nbgrader?.["grade_id"]) || `read-${cell.id}`, cells, cell.id);
  const nbgrader = { schema_version: 3, grade: false, solution: false, locked: true, grade_id };
  return { id: cell.id, ours: cell.ours, nbgrader: isReadOnly ? nbgrader : undefined };
}

function picked(fields: Fields, keys: readonly string[]): Fields {
  return Object.fromEntries(keys.flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]]])));
}
