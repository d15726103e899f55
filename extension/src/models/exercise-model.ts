/** One exercise on the page: what was checked, which hints are open, whether the solution shows. Talks to the server, draws nothing. */
import type { AnswerReview, CheckResult, ExerciseWork, Solution, TryPage } from "@data-surgery/contract";
import { Signal, type ISignal } from "@lumino/signaling";
import { PlainError } from "./plain-error.js";

/** The part of the server's API that an exercise needs. */
export interface ExerciseService {
  check(exercise: string): Promise<CheckResult>;
  hint(exercise: string, number: number): Promise<{ readonly count: number; readonly text: string }>;
  solution(exercise: string): Promise<Solution>;
  /** Own earlier tries, newest first. @param before an attempt; what is older than it */
  tries(exercise: string, before?: string): Promise<TryPage>;
}

export type Busy = "check" | "hint" | "solution" | undefined;

export interface ExerciseFacts {
  readonly exercise: string;
  readonly hintCount: number;
  /** A person reads the answer: it is handed in and not checked. */
  readonly isReviewed: boolean;
}

export class ExerciseModel {
  readonly exercise: string;
  readonly hintCount: number;
  readonly isReviewed: boolean;
  result: CheckResult | undefined;
  /** When the result was judged again after a test was mended, where this changed it. */
  regradedAt: number | undefined;
  review: AnswerReview | undefined;
  readonly hints: string[] = [];
  solution: Solution | undefined;
  tries = 0;
  /** Whether solutions are shown before a try. */
  solutionsAtOnce = false;
  /** What stands in the solution's place after somebody asked for it: whether they really want it, or that a try comes first. */
  askedForSolution: "sure" | "try-first" | undefined;
  busy: Busy;
  /** What went wrong with the last request, in words for the person. */
  problem: string | undefined;
  readonly #service: ExerciseService;
  readonly #changed = new Signal<this, void>(this);

  constructor({ exercise, hintCount, isReviewed }: ExerciseFacts, service: ExerciseService) {
    this.exercise = exercise;
    this.hintCount = hintCount;
    this.isReviewed = isReviewed;
    this.#service = service;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  /** What the server remembers. It may be older than what stands here: nothing that shows goes away again. */
  restore(work: ExerciseWork, solutionsAtOnce: boolean): void {
    this.solutionsAtOnce = solutionsAtOnce;
    this.tries = Math.max(this.tries, work.tries);
    if (work.result !== undefined && work.result.at >= (this.result?.at ?? 0)) {
      this.result = work.result;
      this.regradedAt = work.regradedAt;
    }
    this.hints.push(...work.hints.slice(this.hints.length));
    this.solution ??= work.solution;
    this.review = work.review ?? this.review;
    this.#changed.emit();
  }

  check(): Promise<void> {
    return this.#while("check", async () => {
      this.result = await this.#service.check(this.exercise);
      this.regradedAt = undefined;
      this.tries = this.result.tries;
      if (this.tries > 0 && this.askedForSolution === "try-first") this.askedForSolution = undefined;
    });
  }

  /** The next hint; nothing when all are open. */
  nextHint(): Promise<void> {
    if (this.hints.length >= this.hintCount) return Promise.resolve();
    return this.#while("hint", async () => {
      const { text } = await this.#service.hint(this.exercise, this.hints.length + 1);
      this.hints.push(text);
    });
  }

  /** Only asks, or says that a try comes first. */
  askForSolution(): void {
    this.askedForSolution = this.tries > 0 || this.solutionsAtOnce ? "sure" : "try-first";
    this.#changed.emit();
  }

  keepTrying(): void {
    this.askedForSolution = undefined;
    this.#changed.emit();
  }

  showSolution(): Promise<void> {
    return this.#while("solution", async () => {
      this.solution = await this.#service.solution(this.exercise);
      this.askedForSolution = undefined;
    });
  }

  /** @throws PlainError */
  earlierTries(before?: string): Promise<TryPage> {
    return this.#service.tries(this.exercise, before);
  }

  /** One request at a time: a second press while one is under way does nothing. */
  async #while(what: Exclude<Busy, undefined>, work: () => Promise<void>): Promise<void> {
    if (this.busy !== undefined) return;
    this.busy = what;
    this.problem = undefined;
    this.#changed.emit();
    try {
      await work();
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      this.problem = error.message;
    } finally {
      this.busy = undefined;
      this.#changed.emit();
    }
  }
}
