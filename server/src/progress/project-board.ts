/**
 * The trainer's board: people × exercises, those who need somebody first, each with the reason. Pure: the same people, events
 * and time give the same board.
 */
import {
  isDone,
  type Board,
  type BoardCell,
  type BoardColumn,
  type BoardRow,
  type LessonSummary,
} from "@data-surgery/contract";
import { exerciseKey, exerciseProgress, noProgress, stateOf, triesOf, type PersonProgress } from "./person-progress.js";

/** Somebody on the board, as the identity domain knows them. */
export interface BoardPerson {
  readonly personId: string;
  readonly name: string;
  readonly color: string;
  readonly home: string;
  readonly joinedAt: number;
}

export interface BoardInput {
  readonly at: number;
  readonly people: readonly BoardPerson[];
  readonly progress: ReadonlyMap<string, PersonProgress>;
  /** All lessons, in the order of the curriculum. */
  readonly lessons: readonly LessonSummary[];
}

const minute = 60_000;
/** Nobody is stuck after two tries; after three without a pass somebody should look. */
const manyTries = 3;
const longAtOne = 10 * minute;
const quiet = 8 * minute;
/** Quiet for longer than this is gone home. */
const gone = 45 * minute;

interface Need {
  /** Lower comes first. */
  readonly rank: number;
  /** Within a rank, higher comes first. */
  readonly weight: number;
  readonly text?: string;
}

export function projectBoard(input: BoardInput): Board {
  const columns = boardColumns(input);
  const rows = input.people.map((person) => {
    const progress = input.progress.get(person.personId) ?? noProgress;
    const cells = columns.map((column) => boardCell(progress, column));
    return {
      row: boardRow(person, progress, cells, input.lessons),
      need: needOf(person, progress, columns, cells, input.at),
    };
  });
  rows.sort(
    (a, b) => a.need.rank - b.need.rank || b.need.weight - a.need.weight || a.row.name.localeCompare(b.row.name, "en"),
  );
  return {
    at: input.at,
    columns,
    rows: rows.map(({ row, need }) => (need.text === undefined ? row : { ...row, needs: need.text })),
    counts: {
      joined: rows.length,
      working: rows.filter(({ row }) => row.lastAt !== undefined && input.at - row.lastAt < quiet).length,
      waiting: rows.filter(({ row }) => row.help === "help").length,
    },
  };
}

/** The exercises of every lesson that somebody is at; of the first lesson while nobody is. */
function boardColumns({ lessons, people, progress }: BoardInput): BoardColumn[] {
  const used = new Set<string>();
  for (const { personId } of people) {
    const own = progress.get(personId);
    if (own?.lesson !== undefined) used.add(own.lesson);
    for (const { lesson } of own?.exercises.values() ?? []) used.add(lesson);
  }
  const found = lessons.filter(({ id }) => used.has(id));
  const shown = found.length > 0 ? found : lessons.slice(0, 1);
  return shown.flatMap((lesson, lessonAt) =>
    lesson.exercises.map(({ id, title }, at) => ({
      lesson: lesson.id,
      lessonTitle: lesson.title,
      exercise: id,
      title,
      label: shown.length === 1 ? String(at + 1) : `${letter(lessonAt)}${at + 1}`,
    })),
  );
}

/** 0 → A, 25 → Z, 26 → AA. */
function letter(index: number): string {
  const last = String.fromCodePoint(65 + (index % 26));
  return index < 26 ? last : `${letter(Math.floor(index / 26) - 1)}${last}`;
}

function boardCell(progress: PersonProgress, { lesson, exercise }: BoardColumn): BoardCell {
  const lastAt = progress.exercises.get(exerciseKey(lesson, exercise))?.lastAt;
  return { lesson, ...exerciseProgress(progress, lesson, exercise), ...(lastAt === undefined ? {} : { lastAt }) };
}

function boardRow(
  { personId, name, color, home }: BoardPerson,
  progress: PersonProgress,
  cells: readonly BoardCell[],
  lessons: readonly LessonSummary[],
): BoardRow {
  const lesson = lessons.some(({ id }) => id === progress.lesson) ? progress.lesson : undefined;
  return {
    personId,
    name,
    color,
    help: progress.help,
    ...(progress.helpPlace === undefined ? {} : { helpPlace: progress.helpPlace }),
    ...(progress.lastAt === 0 ? {} : { lastAt: progress.lastAt }),
    cells,
    ...(lesson === undefined ? {} : { notebook: `people/${home}/${lesson}/${lesson}.ipynb` }),
  };
}

function needOf(
  person: BoardPerson,
  progress: PersonProgress,
  columns: readonly BoardColumn[],
  cells: readonly BoardCell[],
  at: number,
): Need {
  const lastAt = Math.max(progress.lastAt, person.joinedAt);
  const still = at - lastAt;
  if (progress.help === "help") {
    const place = progress.helpPlace === undefined ? "" : ` at ${progress.helpPlace.label}`;
    return { rank: 0, weight: at - progress.helpAt, text: `asked for help${place}${ago(at - progress.helpAt)}` };
  }
  const finished = progress.help === "done" || (cells.length > 0 && cells.every(({ state }) => isDone(state)));
  if (still >= gone) return { rank: 4, weight: -still };
  const stuck = finished ? undefined : stuckAt(progress, columns, at);
  if (stuck !== undefined) return stuck;
  if (!finished && still >= quiet) {
    const text = progress.lastAt === 0 ? `joined${ago(still)}, nothing tried yet` : `quiet for ${minutes(still)}`;
    return { rank: 2, weight: still, text };
  }
  return { rank: 3, weight: 0 };
}

/** The exercise that somebody is at now, when it has taken them many tries or long. */
function stuckAt(progress: PersonProgress, columns: readonly BoardColumn[], at: number): Need | undefined {
  const latest = [...progress.exercises.values()].toSorted((a, b) => b.lastAt - a.lastAt)[0];
  if (latest === undefined || isDone(stateOf(latest))) return undefined;
  const count = triesOf(latest);
  if (count === 0) return undefined;
  const spent = at - latest.firstAt;
  if (count < manyTries && spent < longAtOne) return undefined;
  const column = columns.find(({ lesson, exercise }) => lesson === latest.lesson && exercise === latest.exercise);
  const tries = count === 1 ? "1 try" : `${count} tries`;
  const text = `${tries} on ${column?.label ?? latest.exercise}${spent < minute ? "" : `, ${minutes(spent)}`}`;
  return { rank: 1, weight: count + spent / (2 * minute), text };
}

function minutes(duration: number): string {
  const count = Math.floor(duration / minute);
  return count === 1 ? "1 minute" : `${count} minutes`;
}

function ago(duration: number): string {
  return duration < minute ? "" : ` ${minutes(duration)} ago`;
}
