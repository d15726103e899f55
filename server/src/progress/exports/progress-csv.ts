/**
 * Events as a table for a spreadsheet: RFC 4180, a header row, ISO times, one row an event. Ids of attempts and places in
 * somebody's notebook stay behind: they lead to what people wrote. Begins with a byte order mark, without which the usual
 * spreadsheet takes UTF-8 for something older and spoils every name with an accent.
 */
import type { LessonSummary, ProgressEvent } from "@data-surgery/contract";

export interface CsvExport {
  readonly events: readonly ProgressEvent[];
  readonly lessons: readonly LessonSummary[];
  /** Name by person; without it there is no column for names. */
  readonly names?: ReadonlyMap<string, string> | undefined;
}

type Row = Readonly<Record<string, string | number | undefined>>;

const columns = [
  "event",
  "number",
  "time",
  "person",
  "name",
  "type",
  "lesson",
  "lesson_title",
  "exercise",
  "exercise_title",
  "skill",
  "stage",
  "outcome",
  "points_earned",
  "points_possible",
  "hint",
] as const;

export function progressCsv({ events, lessons, names }: CsvExport): string {
  const shown = columns.filter((column) => column !== "name" || names !== undefined);
  const rows = events.map((event) => {
    const row = rowOf(event, lessons, names);
    return shown.map((column) => field(row[column])).join(",");
  });
  return `\uFEFF${[shown.join(","), ...rows].join("\r\n")}\r\n`;
}

function rowOf(
  event: ProgressEvent,
  lessons: readonly LessonSummary[],
  names: ReadonlyMap<string, string> | undefined,
): Row {
  const lesson = "lesson" in event ? lessons.find(({ id }) => id === event.lesson) : undefined;
  const exercise = "exercise" in event ? lesson?.exercises.find(({ id }) => id === event.exercise) : undefined;
  const points = "points" in event ? event.points : undefined;
  return {
    event: event.id,
    number: event.seq,
    time: new Date(event.at).toISOString(),
    person: event.personId,
    name: names?.get(event.personId),
    type: event.type,
    lesson: "lesson" in event ? event.lesson : undefined,
    lesson_title: lesson?.title,
    exercise: "exercise" in event ? event.exercise : undefined,
    exercise_title: exercise?.title,
    skill: exercise?.skill,
    stage: exercise?.stage,
    outcome: outcomeOf(event),
    points_earned: points?.earned,
    points_possible: points?.possible,
    hint: event.type === "hint-shown" ? event.number : undefined,
  };
}

function outcomeOf(event: ProgressEvent): string | undefined {
  if ("outcome" in event) return event.outcome;
  if (event.type === "answer-reviewed") return event.decision;
  return event.type === "help-changed" ? event.status : undefined;
}

/** A spreadsheet would work out what begins like a formula: an apostrophe makes it text. */
function field(value: string | number | undefined): string {
  const text = String(value ?? "");
  const disarmed = typeof value === "string" && /^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(disarmed) ? `"${disarmed.replaceAll('"', '""')}"` : disarmed;
}
