/** What the realm needs of the place where learner code runs. */
import type { InputAnswer, RealmEvent } from "../session/realm.js";

export interface Place {
  readonly url: string;
  readonly line: number;
  readonly column: number;
}

export type Evaluation =
  | { readonly type: "done" }
  | {
      readonly type: "thrown";
      readonly value: unknown;
      /** Where the engine refused to begin, for what has no frames of its own. */
      readonly at?: Place;
    }
  /** Ended from outside, without an exception that code could catch. */
  | { readonly type: "stopped" };

/** One run of a cell. Follows its asynchronous work: whatever that writes or throws later is still this run's. */
export interface Run {
  readonly id: number;
  readonly count: number;
  readonly allowInput: boolean;
  isEnded: boolean;
  /** The person stopped it: what is left of it shall end, too. */
  isInterrupted: boolean;
}

/** Takes the full text of a cell that wrote too much for a notebook. */
export interface OverflowFile {
  /** As the person finds it. */
  readonly name: string;
  write(text: string): void;
  close(): void;
}

export interface RealmHost {
  /** The notebook's. */
  readonly folder: string;
  /** Evaluates in the global scope, with top-level await and redeclaration by `let`; done when its promise is. */
  evaluate(code: string, name: string): Promise<Evaluation>;
  /** The run on whose behalf code runs at this moment. */
  currentRun(): Run | undefined;
  within<Result>(run: Run, action: () => Result): Result;
  /** Milliseconds that only go forward. */
  clock(): number;
  /** Cannot be cancelled and does not keep the host alive. */
  after(milliseconds: number, action: () => void): void;
  send(event: RealmEvent): void;
  /** Waits, with everything standing still, for the person's answer. */
  askInput(run: number, prompt: string, password: boolean): InputAnswer;
  /** Undefined where there is no place for it. */
  openOverflow(run: Run): OverflowFile | undefined;
  /** Drops what the run has planned for later; all runs when it is not given. */
  cancelTimers(run: Run | undefined): void;
  /** Names of cells' own declarations and globals. */
  names(): readonly string[];
  evaluateSafely(expression: string): unknown;
  /** Looking into a proxy runs code. */
  isProxy(value: object): boolean;
}
