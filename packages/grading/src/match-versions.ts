/**
 * Which cell of the version that a copy was made from, of the copy, and of a newer version are one cell of the lesson. Found as a
 * check finds them: by id and grade id, then either, then the exercise's name, then the text. Each cell is given away once.
 */
import { lessonKey } from "@data-surgery/contract";
import type { Cell, Notebook } from "@data-surgery/jupyter";

/** One cell of the lesson; at least one of `base` and `next` is there. */
export interface LessonPair {
  readonly base: Cell | undefined;
  readonly next: Cell | undefined;
  /** In the learner's copy; undefined where they took it out, or it is new. */
  readonly mine: Cell | undefined;
}

type IsSame = (one: Cell, other: Cell) => boolean;

const signs: readonly IsSame[] = [
  (one, other) => one.id === other.id && gradeIdOf(one) === gradeIdOf(other),
  (one, other) => gradeIdOf(one) !== undefined && gradeIdOf(one) === gradeIdOf(other),
  // A copied cell keeps nothing but its text: two cells of different exercises are never one.
  (one, other) => one.id === other.id && (gradeIdOf(one) ?? gradeIdOf(other)) === undefined,
  (one, other) => exerciseOf(one) !== undefined && exerciseOf(one) === exerciseOf(other),
];

/** In the order of the newer version; those that it does not have any more come last. */
export function matchVersions(base: Notebook | undefined, mine: Notebook, next: Notebook): LessonPair[] {
  const baseOf = matchCells(next.cells, base?.cells ?? [], signs);
  const used = new Set(baseOf.values());
  const versions = [
    ...next.cells.map((cell) => ({ next: cell, base: baseOf.get(cell) })),
    ...(base?.cells ?? []).filter((cell) => !used.has(cell)).map((cell) => ({ next: undefined, base: cell })),
  ];
  const byText: IsSame = (one, other) => one.source.trim() !== "" && one.source.trim() === other.source.trim();
  const free = new Set(mine.cells);
  const found = new Map<(typeof versions)[number], Cell>();
  const idAlone: IsSame = (one, other) => one.id === other.id;
  for (const sign of [...signs, idAlone, byText]) {
    for (const version of versions) {
      if (found.has(version)) continue;
      const looks = [version.base, version.next].filter((cell) => cell !== undefined);
      const cell = mine.cells.find((one) => free.has(one) && looks.some((look) => sign(look, one)));
      if (cell === undefined) continue;
      found.set(version, cell);
      free.delete(cell);
    }
  }
  return versions.map((version) => ({ ...version, mine: found.get(version) }));
}

function matchCells(cells: readonly Cell[], others: readonly Cell[], by: readonly IsSame[]): Map<Cell, Cell> {
  const matches = new Map<Cell, Cell>();
  const free = new Set(others);
  for (const sign of by) {
    for (const cell of cells) {
      if (matches.has(cell)) continue;
      const other = others.find((one) => free.has(one) && sign(cell, one));
      if (other === undefined) continue;
      matches.set(cell, other);
      free.delete(other);
    }
  }
  return matches;
}

function gradeIdOf(cell: Cell): string | undefined {
  const id = partOf(cell, "nbgrader")?.["grade_id"];
  return typeof id === "string" && id !== "" ? id : undefined;
}

function exerciseOf(cell: Cell): string | undefined {
  const ours = partOf(cell, lessonKey);
  const exercise = ours?.["exercise"];
  return typeof exercise === "string" && exercise !== ""
    ? `${ours?.["role"] === "test" ? "test" : ""} ${exercise}`
    : undefined;
}

function partOf(cell: Cell, key: string): Readonly<Record<string, unknown>> | undefined {
  const part = cell.metadata[key];
  return typeof part === "object" && part !== null ? (part as Record<string, unknown>) : undefined;
}
