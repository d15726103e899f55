import type { TextPosition } from "../compile/text-lines.js";

/** A cell that ran, as far as errors need to know it. */
export interface CellSource {
  /** As written. */
  readonly source: string;
  /** The number that stands beside it: In [3]. */
  readonly count: number;
  /** From the evaluated code to the cell as written (`position` of the compiled cell). */
  readonly position: (line: number, column: number) => TextPosition;
}

/** From a cell's address in stack traces ("cell-3.ts") to the cell. A Map will do. */
export interface CellSources {
  readonly get: (url: string) => CellSource | undefined;
}

/** What errors may know of the session, to say what was probably meant. Nothing of it may run the learner's code. */
export interface ErrorContext {
  readonly scope?: {
    /** Names that cells declared, and those that the kernel gives. */
    readonly names: () => readonly string[];
    /** The value of a chain such as `rows[0].name`, where it can be read without running anything; else undefined. */
    readonly evaluateSafely: (expression: string) => unknown;
  };
  /** The notebook's folder: frames of the learner's own files below it are shown. */
  readonly folder?: string;
  /** Where it was thrown, for what has no stack of its own. As evaluated, not yet mapped. */
  readonly at?: { readonly url: string; readonly line: number; readonly column: number };
}
