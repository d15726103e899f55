/** A complaint of the compiler, and the same in plain words. */
import { plainSentences } from "./plain-sentences.js";

/** A place in a cell, as the compiler found something wrong with it. Lines and columns count from 1; columns are UTF-16 units. */
export interface Diagnostic {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** TypeScript's number, such as 2304. */
  readonly code: number;
  /** In TypeScript's words. */
  readonly message: string;
  /** What happened and what to try, for somebody who learns to program. */
  readonly plain: string;
  /** The name that it says is not there; absent where it says something else. */
  readonly name?: string;
}

const longestCode = 40;

/** @param code the marked piece of the cell */
export function plainSentence(number: number, message: string, code: string): string {
  const sentence = Object.hasOwn(plainSentences, number) ? plainSentences[number] : undefined;
  if (sentence === undefined) return firstSentence(message);
  const [first = ""] = message.split("\n");
  return sentence({ names: quotedNames(message), numbers: first.match(/\d+/g) ?? [], code: shorten(code) });
}

/** What stands between quotes in the first line: the rest are reasons. The compiler puts types between them that hold quotes themselves: a quote counts at a word's edge. */
export function quotedNames(message: string): string[] {
  const [first = ""] = message.split("\n");
  return [...first.matchAll(/(?<![\p{L}\p{N}])'(.*?)'(?![\p{L}\p{N}'])/gsu)].map((match) => match[1] ?? "");
}

function firstSentence(message: string): string {
  const [line = message] = message.split("\n");
  return /^.*?[.?!](?=\s|$)/.exec(line)?.[0] ?? line;
}

function shorten(code: string): string {
  const line = code.replaceAll(/\s+/g, " ").trim();
  return line.length <= longestCode ? line : `${line.slice(0, longestCode - 1)}…`;
}

/**
 * Without what memory knows better: a cell that failed half-way is not part of the checked notebook, but what it had made by
 * then is there.
 */
export function withoutKnownNames(diagnostics: readonly Diagnostic[], names: readonly string[]): Diagnostic[] {
  const known = new Set(names);
  return diagnostics.filter(({ name }) => name === undefined || !known.has(name));
}

/** The name that a complaint says is not there. */
export function missingName(number: number, message: string): string | undefined {
  return aboutName.has(number) ? quotedNames(message)[0] : undefined;
}

const aboutName = new Set([2304, 2552, 2580, 2581, 2582, 2584, 18004]);
