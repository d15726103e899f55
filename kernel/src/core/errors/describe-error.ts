/**
 * What was thrown, for the person who wrote the cell: the message, the place in the cell with its line, the way there through
 * their own code, what caused it, and one line that says what to try where that is known. Plain text without colours.
 */
import { errorMessage, errorName } from "../display/error-heading.js";
import { inspectValue } from "../display/inspect.js";
import { writtenNames } from "../compile/names-of-the-realm.js";
import type { CellSource, CellSources, ErrorContext } from "./cell-sources.js";
import { hintFor } from "./hint.js";
import { codeLines, placeLines, placesOf } from "./places.js";
import { hintForMistake } from "./syntax-hint.js";

export interface DescribedError {
  readonly ename: string;
  readonly evalue: string;
  /** Lines; the last one is the hint, where there is one. */
  readonly traceback: string[];
  /** What to try, one sentence or two. */
  readonly hint?: string;
}

const mostCauses = 5;
const longestMessage = 5000;

/** Never throws, whatever was thrown. */
export function describeError(thrown: unknown, cells: CellSources, context: ErrorContext = {}): DescribedError {
  if (!isError(thrown)) return describeValue(thrown, cells, context);
  const { ename, evalue } = namesOf(thrown);
  const places = placesOf(thrown, cells, context);
  const hint = hintFor({ name: ename, message: evalue, place: places[0] }, context.scope);
  const traceback = [heading(ename, evalue), ...placeLines(places), ...causeLines(thrown, cells, context, [thrown])];
  return finish(ename, evalue, traceback, hint);
}

/** A cell that can't be read as code: what `compileCell` calls broken, or what V8 refused before it began. */
export function describeMistake(
  mistake: { readonly message: string; readonly line: number; readonly column: number },
  cell: Pick<CellSource, "source" | "count">,
): DescribedError {
  const { message, line, column } = mistake;
  const traceback = [
    heading("SyntaxError", message),
    `  in Cell ${cell.count}, line ${line}`,
    ...codeLines(cell.source, line, column),
  ];
  return finish("SyntaxError", message, traceback, hintForMistake(cell.source, line, column));
}

function finish(ename: string, evalue: string, traceback: string[], hint: string | undefined): DescribedError {
  if (hint === undefined) return { ename, evalue, traceback };
  return { ename, evalue, traceback: [...traceback, `Hint: ${hint}`], hint };
}

/** Things thrown that are no errors: `throw "no"`. */
function describeValue(thrown: unknown, cells: CellSources, context: ErrorContext): DescribedError {
  const evalue = typeof thrown === "string" ? cut(thrown) : inspectValue(thrown, { longest: 2000 });
  const places = placesOf({}, cells, context);
  return { ename: "Thrown", evalue, traceback: [`This was thrown: ${evalue}`, ...placeLines(places)] };
}

/** Errors of any origin: also those of another realm, and what only looks like one. */
function isError(value: unknown): value is Error {
  if (typeof value !== "object" || value === null) return false;
  try {
    if (value instanceof Error) return true;
    const { message, stack } = value as { readonly message?: unknown; readonly stack?: unknown };
    return typeof message === "string" && typeof stack === "string";
  } catch {
    return false;
  }
}

function namesOf(error: Error): { ename: string; evalue: string } {
  const name = errorName(error);
  return { ename: name === "Error" ? (classOf(error) ?? name) : name, evalue: writtenNames(cut(errorMessage(error))) };
}

/** `class TooFew extends Error {}` means TooFew, although such an error calls itself Error. */
function classOf(error: Error): string | undefined {
  try {
    const { name } = error.constructor;
    return typeof name === "string" && name !== "" && name !== "Object" ? writtenNames(name) : undefined;
  } catch {
    return undefined;
  }
}

function heading(ename: string, evalue: string): string {
  return evalue === "" ? ename : `${ename}: ${evalue}`;
}

function cut(message: string): string {
  return message.length > longestMessage ? `${message.slice(0, longestMessage)}…` : message;
}

/** The place is that of what was thrown, not of what lies behind it. */
function withoutPlace({ folder }: ErrorContext): ErrorContext {
  return folder === undefined ? {} : { folder };
}

/** What an error says lies behind it: its cause, the errors that it gathers, the one that it hides. */
function causeLines(error: Error, cells: CellSources, context: ErrorContext, seen: readonly object[]): string[] {
  if (seen.length > mostCauses) return [];
  const lines: string[] = [];
  for (const [words, behind] of behindOf(error)) {
    if (!isError(behind)) {
      lines.push(`${words}: ${inspectValue(behind, { longest: 500 })}`);
    } else if (!seen.includes(behind)) {
      const { ename, evalue } = namesOf(behind);
      lines.push(`${words}: ${heading(ename, evalue)}`);
      lines.push(...placeLines(placesOf(behind, cells, withoutPlace(context)).slice(0, 1)));
      lines.push(...causeLines(behind, cells, context, [...seen, behind]));
    }
  }
  return lines;
}

function behindOf(error: Error): [string, unknown][] {
  try {
    const { errors, error: later, suppressed } = error as { errors?: unknown; error?: unknown; suppressed?: unknown };
    const behind: [string, unknown][] = [];
    if (Array.isArray(errors)) {
      for (const [index, one] of errors.slice(0, 5).entries())
        behind.push([`Error ${index + 1} of ${errors.length}`, one]);
    }
    if (later !== undefined && suppressed !== undefined)
      behind.push(["While cleaning up", later], ["After", suppressed]);
    if (Object.hasOwn(error, "cause") && error.cause !== undefined) behind.push(["Caused by", error.cause]);
    return behind;
  } catch {
    return [];
  }
}
