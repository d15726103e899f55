/**
 * The notebook as one TypeScript file: all cells that ran, in order, and the newest one at the end.
 *
 * A cell may declare a name again, of whatever kind; a file may not. So the superseded declaration is renamed, together with
 * every mention that was bound to it when its cell ran: `let b = a.length` in an old cell goes on speaking of the old `a`, and
 * the type of `b` stays what it was. The same goes for mentions inside functions, although a function that is called later sees the new
 * value: nothing may depend on itself. Cells of which nothing is in use any more are left out, so that
 * running one cell five hundred times does not make a file of five hundred cells.
 */
import { applyEdits, type Edit } from "./edits.js";
import { createOffsetMap } from "./offset-map.js";
import { declaredWhileTyping, readCell, type ReadCell } from "./read-cell.js";

export interface FileWithCell {
  readonly text: string;
  /** Where the newest cell begins and ends in the text. */
  readonly start: number;
  readonly end: number;
  /** From a place in the text to a place in the newest cell as written, and back. UTF-16 offsets. */
  readonly toCell: (offset: number) => number;
  readonly fromCell: (offset: number) => number;
}

export interface AccumulatedCells {
  /** A cell that ran to its end. One with a syntax error is ignored: it cannot have. */
  add(source: string): void;
  /** The file as it is with this cell run next. `cursor` helps with a cell that does not parse while it is being typed. */
  withCell(source: string, cursor?: number): FileWithCell;
}

/** One declaration of a name (or several in one cell: overloads, merged interfaces). */
interface Version {
  readonly name: string;
  readonly meaning: number;
  readonly label: string;
}

interface Cell {
  readonly source: string;
  readonly read: ReadCell;
  /** For each use, the version that it meant when the cell ran. */
  readonly bound: readonly (Version | undefined)[];
  readonly own: readonly Version[];
}

const head = "export {};";
/** With a semicolon: a cell that begins with a bracket must not become a call of what the one before it ends with. */
const between = "\n;\n";
const renamed = /__earlier\d+/g;

/** Takes our renaming out of a text that people read. */
export function withoutRenaming(text: string): string {
  return text.replaceAll(renamed, "");
}

export function createAccumulatedCells(): AccumulatedCells {
  let cells: readonly Cell[] = [];
  let superseded: ReadonlySet<Version> = new Set();
  let versions = 0;

  /** The newest version of a name with this meaning, from the cells that ran. */
  const active = (name: string, meaning: number): Version | undefined => {
    for (const cell of cells.toReversed()) {
      const found = cell.own.find((one) => one.name === name && (one.meaning & meaning) !== 0 && !superseded.has(one));
      if (found !== undefined) return found;
    }
    return undefined;
  };

  const supersededWith = (declares: ReadonlyMap<string, number>): ReadonlySet<Version> => {
    const result = new Set(superseded);
    for (const cell of cells) {
      for (const one of cell.own) if (((declares.get(one.name) ?? 0) & one.meaning) !== 0) result.add(one);
    }
    return result;
  };

  return {
    add: (source) => {
      const read = readCell(source);
      if (read === undefined) return;
      const own = [...read.declares].map(([name, meaning]) => ({
        name,
        meaning,
        label: `${name}__earlier${++versions}`,
      }));
      const bound = read.uses.map(
        (use) =>
          own.find((one) => one.name === use.name && (one.meaning & use.meaning) !== 0) ??
          active(use.name, use.meaning),
      );
      superseded = supersededWith(read.declares);
      const kept = stillInUse(cells, superseded);
      // The same cell run again: what it did before, it has done again.
      const others = own.length > 0 ? kept : kept.filter((cell) => cell.source !== source);
      cells = [...others, { source, read, bound, own }];
    },
    withCell: (source, cursor) => {
      const read = readCell(source);
      const declares = read?.declares ?? declaredWhileTyping(source, cursor ?? source.length);
      const gone = supersededWith(declares);
      const text = [head, ...stillInUse(cells, gone).map((cell) => settledText(cell, gone)), ""].join(between);
      const { edits: needed = [], looseEdits = [] } = read ?? {};
      // Where somebody is typing, what belongs into these brackets is just what is to be found out.
      const edits = cursor === undefined ? [...needed, ...looseEdits] : needed;
      const newest = applyEdits(source, edits);
      const { forward, back } = createOffsetMap(edits);
      return {
        text: `${text}${newest}\n`,
        start: text.length,
        end: text.length + newest.length,
        toCell: (offset) => back(Math.max(0, Math.min(offset, text.length + newest.length) - text.length)),
        fromCell: (offset) => text.length + forward(offset),
      };
    },
  };
}

function stillInUse(cells: readonly Cell[], superseded: ReadonlySet<Version>): Cell[] {
  const needed = new Set<Version | undefined>();
  const kept: Cell[] = [];
  for (const cell of cells.toReversed()) {
    if (!cell.read.matters && !cell.own.some((one) => !superseded.has(one) || needed.has(one))) continue;
    for (const one of cell.bound) needed.add(one);
    kept.push(cell);
  }
  return kept.toReversed();
}

function settledText({ source, read, bound }: Cell, superseded: ReadonlySet<Version>): string {
  const renames = read.uses.flatMap(({ start, end, before }, index): Edit[] => {
    const version = bound[index];
    return version === undefined || !superseded.has(version) ? [] : [{ start, end, text: before + version.label }];
  });
  const edits = [...read.edits, ...read.looseEdits, ...read.settledEdits];
  const outside = renames.filter(
    (one) => !read.settledEdits.some((edit) => one.start >= edit.start && one.end <= edit.end),
  );
  return applyEdits(source, [...edits, ...outside]);
}
