/** One person's progress in one lesson, kept up to date by check results and by the server's stream. No DOM. */
import type { ExerciseProgress, MyProgress, ProgressEvent } from "@data-surgery/contract";
import { Signal, type ISignal } from "@lumino/signaling";

export class ProgressModel {
  readonly #lesson: string;
  readonly #exercises = new Map<string, ExerciseProgress>();
  readonly #changed = new Signal<this, void>(this);

  constructor(lesson: string) {
    this.#lesson = lesson;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  of(exercise: string): ExerciseProgress {
    return this.#exercises.get(exercise) ?? { exercise, state: "untouched", tries: 0, hints: 0, solutionSeen: false };
  }

  load(progress: MyProgress): void {
    for (const entry of progress.lessons.find((one) => one.lesson === this.#lesson)?.exercises ?? []) this.#exercises.set(entry.exercise, entry);
    this.#changed.emit();
  }

  /** The same event twice changes nothing that shows: a stream that resumes may repeat its last. */
  apply(event: ProgressEvent): void {
    if (!("exercise" in event) || event.lesson !== this.#lesson) return;
    const before = this.of(event.exercise);
    this.#exercises.set(event.exercise, next(before, event));
    this.#changed.emit();
  }
}

function next(before: ExerciseProgress, event: Extract<ProgressEvent, { exercise: string }>): ExerciseProgress {
  switch (event.type) {
    case "check-recorded": {
      if (event.outcome === "not-attempted") return before;
      const state = event.outcome === "pass" || before.state === "passed" ? "passed" : "tried";
      return { ...before, state, tries: before.tries + 1 };
    }
    case "hint-shown":
      return { ...before, hints: Math.max(before.hints, event.number) };
    case "solution-shown":
      return { ...before, solutionSeen: true };
    default:
      return before;
  }
}

/** What a screen reader says and a tick shows. */
export function stateWords(progress: ExerciseProgress): string {
  if (progress.state === "passed") return "done";
  if (progress.state === "tried") return progress.tries === 1 ? "tried once" : `tried ${progress.tries} times`;
  return "not started";
}
