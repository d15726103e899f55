/**
 * Brings back what was left in a lesson: once when it opens, and again when the server counts what this page does not show (another
 * page of the same person, a reviewer's answer). No DOM.
 */
import type { ExerciseProgress, LessonWork } from "@data-surgery/contract";
import type { ExerciseModel } from "./exercise-model.js";

export interface ExerciseWorkOptions {
  read(): Promise<LessonWork>;
  /** Those on the page. */
  models(): Iterable<ExerciseModel>;
  progressOf(exercise: string): ExerciseProgress;
  /** A reviewer's answer came while the page was open, or what was checked before was judged again. */
  onJudged(model: ExerciseModel, by: "review" | "regrade"): void;
}

export class ExerciseWorkKeeper {
  readonly #options: ExerciseWorkOptions;
  /** States at the last reading: a review or a regrade changes nothing else. */
  readonly #states = new Map<string, ExerciseProgress["state"]>();
  #work: LessonWork | undefined;
  #reading: Promise<void> | undefined;
  #isStale = false;

  constructor(options: ExerciseWorkOptions) {
    this.#options = options;
  }

  /** For an exercise that came to the page later than the answer of the server. */
  restore(model: ExerciseModel): void {
    const work = this.#work?.exercises.find(({ exercise }) => exercise === model.exercise);
    if (work !== undefined) model.restore(work, this.#work?.solutionsAtOnce ?? false);
  }

  /** @throws PlainError when the server can't be reached; the next news asks again */
  async refresh(): Promise<void> {
    this.#isStale = true;
    this.#reading ??= this.#readUntilFresh().finally(() => (this.#reading = undefined));
    await this.#reading;
  }

  /** @throws PlainError */
  async refreshOnNews(): Promise<void> {
    if (this.#work === undefined || [...this.#options.models()].some((model) => this.#isNews(model)))
      await this.refresh();
  }

  /** What this page is doing itself it hears of by the answer. */
  #isNews(model: ExerciseModel): boolean {
    if (model.busy !== undefined) return false;
    const { tries, hints, solutionSeen, state } = this.#options.progressOf(model.exercise);
    return (
      tries > model.tries ||
      hints > model.hints.length ||
      (solutionSeen && model.solution === undefined) ||
      state !== this.#states.get(model.exercise)
    );
  }

  async #readUntilFresh(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      for (const { exercise } of this.#options.models())
        this.#states.set(exercise, this.#options.progressOf(exercise).state);
      const isFirst = this.#work === undefined;
      this.#work = await this.#options.read();
      for (const model of this.#options.models()) {
        const [review, regrade] = [model.review?.at, model.regradedAt];
        this.restore(model);
        if (isFirst) continue;
        if (model.review !== undefined && model.review.at !== review) this.#options.onJudged(model, "review");
        if (model.regradedAt !== undefined && model.regradedAt !== regrade) this.#options.onJudged(model, "regrade");
      }
    }
  }
}
