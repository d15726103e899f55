/** Stand-in until the errors part is merged: name, message, and the places in cells. */
import type { DescribedError } from "../session/realm.js";

export interface CellSource {
  readonly source: string;
  readonly count: number;
  position(line: number, column: number): { readonly line: number; readonly column: number };
}

/** By source URL. */
export type CellSources = ReadonlyMap<string, CellSource>;

export function describeError(thrown: unknown, cells: CellSources): DescribedError {
  if (!(thrown instanceof Error)) {
    const text = typeof thrown === "string" ? thrown : (JSON.stringify(thrown) ?? String(thrown));
    return { ename: "Thrown", evalue: text, traceback: [`Thrown: ${text}`] };
  }
  const frames: string[] = [];
  for (const [, name = "", line = "", column = ""] of String(thrown.stack).matchAll(/([\w-]+\.ts):(\d+):(\d+)/g)) {
    const cell = cells.get(name);
    if (cell === undefined) continue;
    const place = cell.position(Number(line), Number(column));
    frames.push(`  Cell ${cell.count}, line ${place.line}: ${cell.source.split("\n")[place.line - 1]?.trim() ?? ""}`);
  }
  const causes = thrown.cause === undefined ? [] : ["Caused by:", ...describeError(thrown.cause, cells).traceback];
  return {
    ename: thrown.name,
    evalue: thrown.message,
    traceback: [`${thrown.name}: ${thrown.message}`, ...frames, ...causes],
  };
}
