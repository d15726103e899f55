/** What a lesson consists of, read from its cells' metadata. No DOM. */
export interface CellFacts {
  readonly id: string;
  readonly type: string;
  /** `metadata.data_surgery`, as it stands in the notebook: anybody's input. */
  readonly surgery: unknown;
}

export interface OutlineExercise {
  readonly id: string;
  readonly title: string;
  readonly cellId: string;
  readonly minutes: number;
  readonly hintCount: number;
  /** `reviewed`: a person reads the answer. */
  readonly type: "code" | "reviewed";
}

export interface OutlineStep {
  /** As the lesson numbers it; 0 is what comes before the first step. */
  readonly number: number;
  readonly title: string;
  /** The cell to go to. */
  readonly cellId: string;
  readonly exercises: readonly OutlineExercise[];
}

export interface LessonOutline {
  readonly lesson: string;
  readonly title: string;
  readonly minutes: number;
  readonly steps: readonly OutlineStep[];
}

interface Fields {
  readonly [key: string]: unknown;
}

const fields = (value: unknown): Fields => (typeof value === "object" && value !== null ? (value as Fields) : {});
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const count = (value: unknown): number =>
  typeof value === "number" && Number.isFinite(value) && value >= 0 ? value : 0;

/** Undefined for a notebook that is no lesson. A new step begins with each new number, named by its first titled cell. */
export function readOutline(notebookSurgery: unknown, cells: readonly CellFacts[]): LessonOutline | undefined {
  const about = fields(notebookSurgery);
  const lesson = text(about["lesson"]);
  if (lesson === "") return undefined;
  const steps = new Map<number, { number: number; title: string; cellId: string; exercises: OutlineExercise[] }>();
  for (const cell of cells) {
    const facts = fields(cell.surgery);
    const number = facts["step"];
    if (typeof number !== "number" || !Number.isFinite(number)) continue;
    const step = steps.get(number) ?? {
      number,
      title: text(facts["title"]) || `Step ${number}`,
      cellId: cell.id,
      exercises: [],
    };
    steps.set(number, step);
    const exercise = readExercise(cell, facts);
    if (exercise !== undefined) step.exercises.push(exercise);
  }
  return {
    lesson,
    title: text(about["title"]),
    minutes: count(about["minutes"]),
    steps: [...steps].toSorted(([a], [b]) => a - b).map(([, step]) => step),
  };
}

function readExercise(cell: CellFacts, facts: Fields): OutlineExercise | undefined {
  const id = text(facts["exercise"]);
  const isCode = facts["role"] === "exercise" && cell.type === "code";
  const isReviewed = facts["role"] === "question" || facts["role"] === "task";
  if (id === "" || !(isCode || isReviewed)) return undefined;
  return {
    id,
    title: text(facts["title"]) || id,
    cellId: cell.id,
    minutes: count(facts["minutes"]),
    hintCount: count(facts["hintCount"]),
    type: facts["role"] === "exercise" ? "code" : "reviewed",
  };
}

/** The lesson's own minutes, less those of the exercises that are done. */
export function minutesLeft(outline: LessonOutline, isDone: (exercise: OutlineExercise) => boolean): number {
  const exercises = outline.steps.flatMap((step) => step.exercises);
  const spent = exercises.filter(isDone).reduce((sum, one) => sum + one.minutes, 0);
  return exercises.length > 0 && exercises.every(isDone) ? 0 : Math.max(0, outline.minutes - spent);
}

/** The step that a cell belongs to: its own, or that of the nearest cell before it that names one. */
export function stepAt(cells: readonly CellFacts[], cellId: string): number | undefined {
  const at = cells.findIndex(({ id }) => id === cellId);
  const steps = cells.slice(0, at + 1).map(({ surgery }) => fields(surgery)["step"]);
  return steps.findLast((step) => typeof step === "number");
}

/** What a cell is for: `reading`, `example`, `exercise`, `test`, `text`, or nothing we know. */
export function readRole(surgery: unknown): string {
  return text(fields(surgery)["role"]);
}
