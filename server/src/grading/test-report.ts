/** What the server and the thread of an author's tests say to each other, and what the tests saw. */

/** Name of the error when a test asks for a chart and there is none; its message is the name that was asked for. */
export const notAChart = "NotAChart";

export interface TestTask {
  /** Test code without types, hidden parts switched by `$hidden`. */
  readonly code: string;
  /** Test expressions, tried in order when the tests did not all pass. */
  readonly misconceptions: readonly string[];
  /** What made-up inputs come from. */
  readonly seed: number;
}

export type TestQuestion =
  | { readonly type: "answer"; readonly expression: string; readonly original: boolean }
  | { readonly type: "call"; readonly name: string; readonly args: readonly unknown[] }
  /** Without an expression: what the exercise's cell showed last. */
  | { readonly type: "chart"; readonly expression?: string; readonly original: boolean }
  | { readonly type: "with-data"; readonly files: Readonly<Record<string, string>> };

export type TestAnswer =
  | { readonly id: number; readonly type: "value"; readonly value: unknown }
  | { readonly id: number; readonly type: "error"; readonly name: string; readonly message: string };

export interface TestRecord {
  readonly title: string;
  readonly passed: boolean;
  readonly message: string;
  readonly hidden: boolean;
  /** What it counts for beside the others. */
  readonly weight: number;
}

/** Why the test code did not come to its end. */
export interface TestStop {
  /** `learner`: what it asked for failed. `data`: it could not work with what it got. `author`: it is wrong itself. */
  readonly by: "learner" | "data" | "author";
  readonly hidden: boolean;
  readonly name: string;
  readonly message: string;
}

export interface TestReport {
  readonly tests: readonly TestRecord[];
  readonly stop?: TestStop;
  /** Position of the first misconception that is true. */
  readonly misconception?: number;
}

export type FromTestWorker =
  | { readonly type: "ready" }
  | { readonly type: "ask"; readonly id: number; readonly question: TestQuestion }
  | { readonly type: "done"; readonly report: TestReport };
