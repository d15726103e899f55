/** In which order the cells of a merged lesson stand. */
import type { Cell, Notebook } from "@data-surgery/jupyter";
import type { LessonPair } from "./match-versions.js";

export interface PlacedCell {
  readonly pair: LessonPair;
  /** Where it stands in the copy already. */
  readonly mineId: string | undefined;
  /** What is to be put in for it. */
  readonly insert?: Cell;
}

/**
 * The copy's own order, unless the newer version has its cells in another order than the one before: then that, each cell of
 * one's own after the cell that it stood after. A new cell comes after the one before it, and after what was written there.
 * @param places in the order of the newer version
 */
export function mergedOrder(
  base: Notebook | undefined,
  mine: Notebook,
  next: Notebook,
  places: readonly PlacedCell[],
): Cell[] {
  const lessonIds = new Set(places.flatMap(({ mineId }) => mineId ?? []));
  const groups = groupsOf(mine.cells, lessonIds);
  const arranged = isReordered(base, next, places) ? arrange(groups, places) : groups;
  let before: string | undefined;
  for (const { mineId, insert } of places) {
    if (insert !== undefined) {
      const at = before === undefined ? 0 : arranged.findIndex(({ id }) => id === before);
      arranged.splice(at + 1, 0, { id: insert.id, cells: [insert] });
      before = insert.id;
    } else if (mineId !== undefined) before = mineId;
  }
  return arranged.flatMap(({ cells }) => cells);
}

/** A cell of the lesson with the cells of one's own after it. The first has none of the lesson. */
interface Group {
  readonly id: string | undefined;
  readonly cells: Cell[];
}

function groupsOf(cells: readonly Cell[], lessonIds: ReadonlySet<string>): Group[] {
  const groups: Group[] = [{ id: undefined, cells: [] }];
  for (const cell of cells) {
    if (lessonIds.has(cell.id)) groups.push({ id: cell.id, cells: [cell] });
    else groups.at(-1)?.cells.push(cell);
  }
  return groups;
}

function isReordered(base: Notebook | undefined, next: Notebook, places: readonly PlacedCell[]): boolean {
  if (base === undefined) return false;
  const place = new Map(base.cells.map((cell, index) => [cell, index]));
  const kept = new Set(next.cells);
  const order = places.flatMap(({ pair }) =>
    pair.base !== undefined && pair.next !== undefined && kept.has(pair.next) ? (place.get(pair.base) ?? []) : [],
  );
  return order.some((at, index) => index > 0 && at < (order[index - 1] ?? 0));
}

/** What the newer version lacks stays behind what it stood behind. */
function arrange(groups: readonly Group[], places: readonly PlacedCell[]): Group[] {
  const wanted = places.flatMap(({ pair, mineId }) =>
    pair.next !== undefined && mineId !== undefined ? [mineId] : [],
  );
  const isWanted = new Set(wanted);
  const blocks = new Map<string | undefined, Group[]>();
  let head: string | undefined;
  for (const group of groups) {
    if (group.id === undefined || isWanted.has(group.id)) head = group.id;
    blocks.set(head, [...(blocks.get(head) ?? []), group]);
  }
  return [undefined, ...wanted].flatMap((id) => blocks.get(id) ?? []);
}
