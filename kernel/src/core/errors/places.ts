import { createTextLines } from "../compile/text-lines.js";
import type { CellSources, ErrorContext } from "./cell-sources.js";
import { stackFrames, type StackFrame } from "./stack-frames.js";

/** A place in the learner's own code, as written. */
export interface Place {
  /** "Cell 3" or the name of a file. */
  readonly where: string;
  readonly line: number;
  readonly column: number;
  /** The function that was running; absent at the top level. */
  readonly name?: string;
  /** The cell's text; absent for a file. */
  readonly source?: string;
}

const mostPlaces = 6;

/** The learner's own part of an error's stack, innermost first. Packages, the kernel and Node are left out. */
export function placesOf(error: object, cells: CellSources, context: ErrorContext): Place[] {
  const frames = stackFrames(error);
  const given = frames.length === 0 && context.at !== undefined ? [context.at] : frames;
  return given.flatMap((frame) => placeOf(frame, cells, context) ?? []);
}

function placeOf(frame: StackFrame, cells: CellSources, { folder }: ErrorContext): Place | undefined {
  const name =
    frame.name === undefined || /^(?:eval|<anonymous>|global)\b/.test(frame.name) ? {} : { name: nameOf(frame.name) };
  const cell = cells.get(frame.url);
  if (cell !== undefined) {
    const { line, column } = cell.position(frame.line, frame.column);
    return { where: `Cell ${cell.count}`, line, column, source: cell.source, ...name };
  }
  const path = pathOf(frame.url);
  if (folder === undefined || !path.startsWith(`${folder}/`) || path.includes("/node_modules/")) return undefined;
  return { where: path.slice(folder.length + 1), line: frame.line, column: frame.column, ...name };
}

function pathOf(url: string): string {
  const path = url.startsWith("file://") ? url.slice("file://".length) : url;
  try {
    return decodeURIComponent(path).replace(/\?.*$/, "");
  } catch {
    return path;
  }
}

function nameOf(name: string): string {
  return name.replace(/^(?:Object|Module|global)\./, "").replace(/ \[as (.+)\]$/, "");
}

/** Places as lines of a traceback: the innermost with its line of code and a caret. */
export function placeLines(places: readonly Place[]): string[] {
  const lines: string[] = [];
  for (const { place, times } of grouped(places).slice(0, mostPlaces)) {
    const begin = lines.length === 0 ? "in" : "called from";
    const inside = place.name === undefined ? "" : `, in ${place.name}`;
    const often = times > 1 ? ` (${times} times)` : "";
    lines.push(`  ${begin} ${place.where}, line ${place.line}${inside}${often}`);
    if (place.source !== undefined) lines.push(...codeLines(place.source, place.line, place.column));
  }
  const more = grouped(places).length - mostPlaces;
  return more > 0 ? [...lines, `  and from ${more} more ${more === 1 ? "place" : "places"}`] : lines;
}

/** A function that calls itself is one place many times. */
function grouped(places: readonly Place[]): { place: Place; times: number }[] {
  const groups: { place: Place; times: number }[] = [];
  for (const place of places) {
    const last = groups.at(-1);
    const isSame =
      last?.place.where === place.where && last.place.line === place.line && last.place.name === place.name;
    if (isSame) last.times++;
    else groups.push({ place, times: 1 });
  }
  return groups;
}

const longestLine = 100;

/** The line of code and a caret under the place. */
export function codeLines(source: string, line: number, column: number): string[] {
  const full = createTextLines(source).line(line).replaceAll("\t", " ");
  // Of a line that goes on for ever, the part around the place.
  const from = column > longestLine - 20 ? column - 40 : 0;
  const text = `${from > 0 ? "…" : ""}${full.slice(from, from + longestLine)}${full.length > from + longestLine ? "…" : ""}`;
  const number = String(line).padStart(5);
  const before = Math.max(0, column - 1 - from) + (from > 0 ? 1 : 0);
  return [`${number} | ${text}`, `${" ".repeat(number.length)} | ${" ".repeat(before)}^`];
}
