/**
 * The trainer's board: people × exercises, those who need somebody first, each with the reason. Pure: the same people, events
 * and time give the same board.
 */
import {
  isDone,
  type Board,
  type BoardAlert,
  type BoardCell,
  type BoardColumn,
  type BoardRow,
  type LessonSummary,
} from "@data-surgery/contract";
import type { Activity } from "./run-activity.js";
import {
  exerciseKey,
  exerciseProgress,
  noProgress,
  stateOf,
  triesOf,
  type PersonProgress,
  type TriedExercise,
} from "./person-progress.js";

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
  /** By person: keys of alerts that a trainer has set aside. */
  readonly aside?: ReadonlyMap<string, ReadonlySet<string>>;
  /** What running cells tells of somebody, if anything. */
  readonly activityOf?: (personId: string) => Activity | undefined;
}

/**
 * What was projected before, so that only what changed is projected again: a row that is the same is the same object. The board is as
 * it would be without.
 */
export interface BoardMemory {
  columns?: { readonly key: string; readonly columns: readonly BoardColumn[] };
  readonly rows: Map<string, RememberedRow>;
}

interface RememberedRow {
  readonly person: BoardPerson;
  readonly progress: PersonProgress;
  readonly columns: readonly BoardColumn[];
  /** Without the alert, which time alone changes. */
  readonly bare: BoardRow;
  readonly shown: BoardRow;
}

export const emptyBoardMemory = (): BoardMemory => ({ rows: new Map() });

const minute = 60_000;
/** Nobody is stuck after two tries; after three without a pass somebody should look. */
const manyTries = 3;
/** An error in a row so often is no slip any more. */
const manyErrors = 2;
/** Whoever tries things out meets an error now and then; so many, one after the other, are a wall. */
const manyRunErrors = 4;
const longAtOne = 10 * minute;
const quiet = 8 * minute;
/** Quiet for longer than this is gone home. */
const gone = 45 * minute;

interface Need {
  /** Lower comes first. */
  readonly rank: number;
  /** Within a rank, higher comes first. */
  readonly weight: number;
  readonly alert?: BoardAlert;
}

export function projectBoard(input: BoardInput, memory: BoardMemory = emptyBoardMemory()): Board {
  const columns = rememberedColumns(input, memory);
  const rows = input.people.map((person) => {
    const progress = input.progress.get(person.personId) ?? noProgress;
    const known = memory.rows.get(person.personId);
    const isSame = known?.progress === progress && known.columns === columns && isSamePerson(known.person, person);
    const bare = isSame ? known.bare : boardRow(person, progress, columns, input.lessons);
    const need = needOf(person, progress, columns, bare.cells, input);
    const shown = isSame && isSameAlert(known.shown.alert, need.alert) ? known.shown : withAlert(bare, need.alert);
    memory.rows.set(person.personId, { person, progress, columns, bare, shown });
    return { row: shown, need };
  });
  if (memory.rows.size > rows.length) forgetOthers(memory, input.people);
  rows.sort(
    (a, b) => a.need.rank - b.need.rank || b.need.weight - a.need.weight || a.row.name.localeCompare(b.row.name, "en"),
  );
  return {
    at: input.at,
    columns,
    rows: rows.map(({ row }) => row),
    counts: {
      joined: rows.length,
      working: rows.filter(({ row }) => {
        const lastAt = Math.max(row.lastAt ?? 0, input.activityOf?.(row.personId)?.lastAt ?? 0);
        return lastAt > 0 && input.at - lastAt < quiet;
      }).length,
      waiting: rows.filter(({ row }) => row.help === "help").length,
    },
  };
}

function withAlert(row: BoardRow, alert: BoardAlert | undefined): BoardRow {
  if (alert === undefined) return row;
  return alert.isAside ? { ...row, alert } : { ...row, needs: alert.text, alert };
}

function isSameAlert(a: BoardAlert | undefined, b: BoardAlert | undefined): boolean {
  return a?.key === b?.key && a?.text === b?.text && a?.trouble === b?.trouble && a?.isAside === b?.isAside;
}

function isSamePerson(a: BoardPerson, b: BoardPerson): boolean {
  return a.name === b.name && a.color === b.color && a.home === b.home && a.joinedAt === b.joinedAt;
}

function forgetOthers(memory: BoardMemory, people: readonly BoardPerson[]): void {
  const here = new Set(people.map(({ personId }) => personId));
  for (const personId of memory.rows.keys()) if (!here.has(personId)) memory.rows.delete(personId);
}

function rememberedColumns(input: BoardInput, memory: BoardMemory): readonly BoardColumn[] {
  const shown = shownLessons(input);
  const key = shown.map(({ id, release }) => `${id}@${release}`).join(" ");
  if (memory.columns?.key !== key) memory.columns = { key, columns: boardColumns(shown) };
  return memory.columns.columns;
}

/** Every lesson that somebody is at; the first one while nobody is. */
function shownLessons({ lessons, people, progress }: BoardInput): readonly LessonSummary[] {
  const used = new Set<string>();
  for (const { personId } of people) {
    const own = progress.get(personId);
    if (own?.lesson !== undefined) used.add(own.lesson);
    for (const { lesson } of own?.exercises.values() ?? []) used.add(lesson);
  }
  const found = lessons.filter(({ id }) => used.has(id));
  return found.length > 0 ? found : lessons.slice(0, 1);
}

function boardColumns(shown: readonly LessonSummary[]): BoardColumn[] {
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
  columns: readonly BoardColumn[],
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
    cells: columns.map((column) => boardCell(progress, column)),
    ...(lesson === undefined ? {} : { notebook: `people/${home}/${lesson}/${lesson}.ipynb` }),
  };
}

function needOf(
  person: BoardPerson,
  progress: PersonProgress,
  columns: readonly BoardColumn[],
  cells: readonly BoardCell[],
  { at, aside, activityOf }: BoardInput,
): Need {
  const activity = activityOf?.(person.personId);
  const lastAt = Math.max(progress.lastAt, activity?.lastAt ?? 0);
  const still = at - Math.max(lastAt, person.joinedAt);
  const finished = progress.help === "done" || (cells.length > 0 && cells.every(({ state }) => isDone(state)));
  const stuck = finished ? undefined : (stuckAt(progress, columns, at) ?? erringSince(activity, at));
  if (progress.help === "help") {
    const place = progress.helpPlace === undefined ? "" : ` at ${progress.helpPlace.label}`;
    const why = stuck === undefined ? "" : `; ${stuck.text}`;
    const text = `asked for help${place}${ago(at - progress.helpAt)}${why}`;
    const trouble = stuck === undefined ? {} : { trouble: stuck.text };
    const alert: BoardAlert = { kind: "asked", key: `asked:${progress.helpAt}`, text, isAside: false, ...trouble };
    return { rank: 0, weight: at - progress.helpAt, alert };
  }
  if (still >= gone) return { rank: 4, weight: -still };
  const quietly = finished || still < quiet ? undefined : quietSince(person, lastAt, still);
  const found = [stuck, quietly].filter((trouble) => trouble !== undefined);
  const seen = aside?.get(person.personId);
  const news = found.find(({ key }) => seen?.has(key) !== true);
  const trouble = news ?? found[0];
  if (trouble === undefined) return { rank: 3, weight: 0 };
  const { rank, weight, kind, key, text } = trouble;
  const alert: BoardAlert = { kind, key, text, isAside: news === undefined };
  return news === undefined ? { rank: 3, weight: 0, alert } : { rank, weight, alert };
}

interface Trouble extends Pick<BoardAlert, "kind" | "key" | "text"> {
  readonly rank: number;
  readonly weight: number;
}

/** The exercise that somebody is at now, when it has taken them many tries or long, or stops with errors. */
function stuckAt(progress: PersonProgress, columns: readonly BoardColumn[], at: number): Trouble | undefined {
  let latest: TriedExercise | undefined;
  for (const one of progress.exercises.values()) {
    if (latest === undefined || one.lastAt > latest.lastAt) latest = one;
  }
  if (latest === undefined || isDone(stateOf(latest))) return undefined;
  const { lesson, exercise, firstAt } = latest;
  const count = triesOf(latest);
  if (count === 0) return undefined;
  const spent = at - firstAt;
  const errors = errorsInARow(latest);
  const isErring = errors >= manyErrors;
  if (!isErring && count < manyTries && spent < longAtOne) return undefined;
  const column = columns.find((one) => one.lesson === lesson && one.exercise === exercise);
  const where = `on ${column?.label ?? exercise}`;
  const tries = count === 1 ? "1 try" : `${count} tries`;
  const what = isErring ? `stopped by an error ${errors} times ${where}` : `${tries} ${where}`;
  const kind = isErring ? "erring" : "failing";
  const text = `${what}${spent < minute ? "" : `, ${minutes(spent)}`}`;
  return { kind, key: `${kind}:${lesson}/${exercise}:${count}`, text, rank: 1, weight: count + spent / (2 * minute) };
}

/** How many of the latest checks in a row stopped before they had looked at anything. */
function errorsInARow({ outcomes }: TriedExercise): number {
  const latest = [...outcomes.values()].toReversed();
  const other = latest.findIndex((outcome) => outcome !== "could-not-run");
  return other === -1 ? latest.length : other;
}

function erringSince(activity: Activity | undefined, at: number): Trouble | undefined {
  if (activity === undefined || activity.errors < manyRunErrors) return undefined;
  const { errors, since } = activity;
  const spent = at - since;
  const text = `${errors} errors in a row when running${spent < minute ? "" : `, ${minutes(spent)}`}`;
  // A few more of the same are nothing new.
  const key = `running:${since}:${Math.floor(errors / manyRunErrors)}`;
  return { kind: "erring", key, text, rank: 1, weight: errors / 2 + spent / (2 * minute) };
}

function quietSince(person: BoardPerson, lastAt: number, still: number): Trouble {
  const isSilent = lastAt === 0;
  const text = isSilent ? `joined${ago(still)}, nothing tried yet` : `quiet for ${minutes(still)}`;
  const kind = isSilent ? "silent" : "idle";
  return { kind, key: `${kind}:${isSilent ? person.joinedAt : lastAt}`, text, rank: 2, weight: still };
}

function minutes(duration: number): string {
  const count = Math.floor(duration / minute);
  return count === 1 ? "1 minute" : `${count} minutes`;
}

function ago(duration: number): string {
  return duration < minute ? "" : ` ${minutes(duration)} ago`;
}
