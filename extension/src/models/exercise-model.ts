/** One exercise on the page: what was checked, which hints are open, whether the solution shows. Talks to the server, draws nothing. */
import type { CheckResult, Solution } from "@data-surgery/contract";
import { Signal, type ISignal } from "@lumino/signaling";
import { PlainError } from "./plain-error.js";

/** The part of the server's API that an exercise needs. */
export interface ExerciseService {
  check(exercise: string): Promise<CheckResult>;
  hint(exercise: string, number: number): Promise<{ readonly count: number; readonly text: string }>;
  solution(exercise: string): Promise<Solution>;
}

export type Busy = "check" | "hint" | "solution" | undefined;

export class ExerciseModel {
  readonly exercise: string;
  readonly hintCount: number;
  result: CheckResult | undefined;
  readonly hints: string[] = [];
  solution: Solution | undefined;
  /** The person was asked whether they really want to see the solution. */
  askedForSolution = false;
  busy: Busy;
  /** What went wrong with the last request, in words for the person. */
  problem: string | undefined;
  readonly #service: ExerciseService;
  readonly #changed = new Signal<this, void>(this);

  constructor(exercise: string, hintCount: number, service: ExerciseService) {
    this.exercise = exercise;
    this.hintCount = hintCount;
    this.#service = service;
  }

  get changed(): ISignal<this, void> {
    return this.#changed;
  }

  check(): Promise<void> {
    return this.#while("check", async () => {
      this.result = await this.#service.check(this.exercise);
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

  /** The first time only asks. */
  askForSolution(): void {
    this.askedForSolution = true;
    this.#changed.emit();
  }

  keepTrying(): void {
    this.askedForSolution = false;
    this.#changed.emit();
  }

  showSolution(): Promise<void> {
    return this.#while("solution", async () => {
      this.solution = await this.#service.solution(this.exercise);
      this.askedForSolution = false;
    });
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
