/**
 * One person's progress in one lesson. The server counts; this asks it again whenever there is news, so that two pages of one
 * person, a stream that repeats itself and a stream that lost something all end with the same ticks. No DOM.
 */
import type { ExerciseProgress, HelpStatus, MyProgress } from "@data-surgery/contract";
import { Signal, type ISignal } from "@lumino/signaling";

export class ProgressModel {
  readonly #read: () => Promise<MyProgress>;
  readonly #changed = new Signal<this, void>(this);
  #progress: MyProgress = { lessons: [], help: "fine" };
  #reading: Promise<void> | undefined;
  #isStale = false;

  constructor(read: () => Promise<MyProgress>) {
    this.#read = read;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  get help(): HelpStatus {
    return this.#progress.help;
  }

  of(lesson: string, exercise: string): ExerciseProgress {
    const known = this.#progress.lessons.find((one) => one.lesson === lesson);
    const untouched: ExerciseProgress = { exercise, state: "untouched", tries: 0, hints: 0, solutionSeen: false };
    return known?.exercises.find((one) => one.exercise === exercise) ?? untouched;
  }

  /** There is news. Asked for while an answer is on its way, it asks once more afterwards: that answer may be too old. */
  async refresh(): Promise<void> {
    this.#isStale = true;
    this.#reading ??= this.#readUntilFresh().finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      this.#progress = await this.#read();
      this.#changed.emit();
    }
  }
}

/** What a screen reader says and a tick shows. */
export function stateWords(progress: ExerciseProgress): string {
  if (progress.state === "passed") return "done";
  if (progress.state === "handed-in") return "handed in";
  if (progress.state === "tried") return progress.tries === 1 ? "tried once" : `tried ${progress.tries} times`;
  return "not started";
}
