/**
 * What the server and a check runner say to each other. Frames: 4 bytes length (big endian), then a v8-serialised value.
 * One request at a time. The server sends on the runner's fd 3 and reads on fd 4. Learner code shares the runner's process,
 * so everything that comes back is hostile: the server ends the run on a frame that nobody asked for, that is too long, that
 * does not decode, or that lacks the run's nonce.
 */
export type RunnerRequest =
  | { readonly id: number; readonly type: "run"; readonly cells: readonly RunnerCell[] }
  | { readonly id: number; readonly type: "evaluate"; readonly expression: string }
  /** What a chart says of itself; without an expression, what the last cell that ran showed last. */
  | { readonly id: number; readonly type: "chart"; readonly expression?: string };

export interface RunnerCell {
  readonly id: string;
  readonly source: string;
}

export type RunnerReply =
  | { readonly id: number; readonly nonce: string; readonly type: "ran" }
  | ({ readonly id: number; readonly nonce: string; readonly type: "failed"; readonly cellId: string } & RunnerError)
  | { readonly id: number; readonly nonce: string; readonly type: "value"; readonly value: unknown }
  | ({ readonly id: number; readonly nonce: string; readonly type: "error" } & RunnerError);

export interface RunnerError {
  readonly name: string;
  readonly message: string;
  /** Line in the cell, from 1, where it is known. */
  readonly line?: number;
}

/** Longest frame either way, in bytes. */
export const longestRunnerFrame: number = 256 * 1024;
