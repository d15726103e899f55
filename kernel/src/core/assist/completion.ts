/** What may be offered at the cursor, and what may be told about the name under it. */

/** The words that front ends have icons for. */
export type CompletionKind =
  | "class"
  | "column"
  | "constant"
  | "enum"
  | "field"
  | "file"
  | "function"
  | "interface"
  | "keyword"
  | "method"
  | "module"
  | "property"
  | "text"
  | "type"
  | "variable";

export interface Completion {
  /** What goes into the cell, from `start` to the cursor. */
  readonly text: string;
  readonly kind: CompletionKind;
  /** Where the replaced part begins, a UTF-16 offset; without it, the beginning of the word that the cursor stands in or after. */
  readonly start?: number;
  /** A type, or a sample of the value. */
  readonly detail?: string;
  readonly documentation?: string;
}

export interface Inspection {
  /** `readTable: (path: string) => Row[]` */
  readonly signature: string;
  readonly documentation?: string;
  /** What is in memory just now, in a line. */
  readonly value?: string;
}

/** Where the word begins that the cursor stands in or after. */
export function wordStart(source: string, offset: number): number {
  let start = offset;
  while (start > 0 && isWordCharacter(source, start - 1)) start--;
  return start;
}

/** Surrogate halves count: all letters outside the basic plane may stand in names, and little else of a program may. */
export function isWordCharacter(source: string, at: number): boolean {
  return /[\p{L}\p{N}_$\p{Cs}]/u.test(source[at] ?? "");
}
