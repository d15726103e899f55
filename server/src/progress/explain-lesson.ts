/**
 * Why progress says what it says, in words, from the events alone: the same events give the same words, on any computer. The
 * states are those of the projection; this adds when and how.
 */
import {
  isDone,
  type ExplainedExercise,
  type ExplainedLesson,
  type LessonSummary,
  type ProgressEvent,
} from "@data-surgery/contract";
import { applyProgress, exerciseProgress, noProgress, type PersonProgress } from "./person-progress.js";

type About = Pick<LessonSummary, "id" | "exercises">;

/**
 * @param events of one person, oldest first
 * @param zone in which days are counted, such as `Europe/London`
 */
export function explainLesson(events: readonly ProgressEvent[], lesson: About, zone: string): ExplainedLesson {
  const progress = events.reduce<PersonProgress>(applyProgress, noProgress);
  const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", timeZone: zone });
  const exercises = lesson.exercises.map(({ id, title }): ExplainedExercise => {
    const { state, tries } = exerciseProgress(progress, lesson.id, id);
    const own = events.filter((event) => "exercise" in event && event.lesson === lesson.id && event.exercise === id);
    const said = reasons[state]({ own, tries, on: (at) => day.format(at) });
    const changed = isDone(state) && changedSince(events, lesson.id, own) ? "; the lesson has changed since" : "";
    return { exercise: id, title, state, reason: said + changed };
  });
  return {
    lesson: lesson.id,
    done: exercises.filter(({ state }) => isDone(state)).length,
    total: exercises.length,
    exercises,
  };
}

interface Told {
  /** Events of this exercise. */
  readonly own: readonly ProgressEvent[];
  readonly tries: number;
  readonly on: (at: number) => string;
}

const reasons: Readonly<Record<ExplainedExercise["state"], (told: Told) => string>> = {
  untouched: () => "not started",
  tried: triedWords,
  "handed-in": ({ own, on }) => {
    const last = own.findLast((event) => event.type === "check-recorded" && event.outcome === "handed-in");
    return last === undefined
      ? "handed in; a reader will look at it"
      : `handed in on ${on(last.at)}; a reader will look at it`;
  },
  passed: passedWords,
};

function triedWords({ own, tries, on }: Told): string {
  const returned = own.findLast((event) => event.type === "answer-reviewed");
  if (returned?.type === "answer-reviewed" && returned.decision === "returned")
    return `given back by a reader on ${on(returned.at)}: have another go`;
  if (own.some((event) => event.type === "attempt-regraded"))
    return `${times(tries)}; a check was mended and it is not right yet`;
  if (tries === 0)
    return own.some((event) => event.type === "solution-shown") ? "you looked at the solution" : "you looked at a hint";
  return `${times(tries)}, not right yet`;
}

function passedWords({ own, on }: Told): string {
  const accepted = own.find((event) => event.type === "answer-reviewed" && event.decision === "accepted");
  if (accepted !== undefined) return `read and accepted on ${on(accepted.at)}`;
  const regrades = own.filter((event) => event.type === "attempt-regraded");
  const tried = own
    .filter((event) => event.type === "check-recorded")
    .filter(({ outcome }) => outcome !== "not-attempted");
  const first = tried.findIndex(({ attemptId, outcome }) => {
    const regrade = regrades.findLast((one) => one.attemptId === attemptId);
    return outcome === "pass" && (regrade === undefined || regrade.outcome === "pass");
  });
  const regraded = regrades.findLast(({ outcome }) => outcome === "pass");
  if (first === -1) return regraded === undefined ? "done" : `passed on ${on(regraded.at)}, when a check was mended`;
  return `passed on ${on(tried[first]?.at ?? 0)} at the ${ordinal(first + 1)} try`;
}

/** After the last of what made it done, a newer version came into the copy. */
function changedSince(events: readonly ProgressEvent[], lesson: string, own: readonly ProgressEvent[]): boolean {
  const last = own.findLast(({ type }) => type === "check-recorded" || type === "answer-reviewed");
  return events.some(
    (event) => event.type === "lesson-updated" && event.lesson === lesson && event.seq > (last?.seq ?? Infinity),
  );
}

function times(tries: number): string {
  return tries === 1 ? "tried once" : `tried ${tries} times`;
}

const words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
const endings: Readonly<Record<string, string>> = { one: "st", two: "nd", few: "rd", other: "th" };
const rules = new Intl.PluralRules("en-GB", { type: "ordinal" });

function ordinal(number: number): string {
  return words[number - 1] ?? `${number}${endings[rules.select(number)] ?? "th"}`;
}
