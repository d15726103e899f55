/**
 * Emptied counts that no total gives away: where a sum has too few of them to hide in, its smallest other parts are emptied too, and where
 * there are none, its total (complementary cell suppression; L. H. Cox, JASA 75 (1980), 377–385). What can still be worked out afterwards
 * is looked for, and closed in the same way.
 */
import { findTotals, type Cell, type Sum, type Totals } from "./find-totals.js";
import { columnOf, type PublishedTable } from "./published-table.js";
import { workOut } from "./work-out.js";

const isSmall = (count: number, below: number): boolean => count > 0 && count < below;

/** Empties counts from 1 to `below` - 1 in these columns, and what has to go with them. */
export function suppressWithTotals(table: PublishedTable, names: readonly string[], below: number): PublishedTable {
  const small = new Set<Cell>();
  for (const [at, column] of table.columns.entries()) {
    if (!names.includes(column.name)) continue;
    const isSmallText = column.texts.map((text) => text !== "" && isSmall(Number(text), below));
    for (let row = 0; row < table.length; row++)
      if (isSmallText[column.codes[row] ?? 0] === true) small.add(at * table.length + row);
  }
  return protectedBy(table, findTotals(table), small, below);
}

/** For counts that are emptied already. */
export function protectEmptied(table: PublishedTable, below: number): PublishedTable {
  return protectedBy(table, findTotals(table), new Set(), below);
}

/** Emptied counts from 1 to `below` - 1 that can be worked out from what is published, with their figures. */
export function givenAway(table: PublishedTable, sums: readonly Sum[], below: number): Map<Cell, number> {
  const found = workOut(sums, figuresIn(table));
  return new Map([...found].filter(([, figure]) => isSmall(figure, below)));
}

/** undefined where it is emptied; what is no number counts as nought, since it is part of no sum that was found. */
function figuresIn(table: PublishedTable): (cell: Cell) => number | undefined {
  return (cell) => {
    const column = table.columns[Math.floor(cell / table.length)];
    const text = column?.texts[column.codes[cell % table.length] ?? 0] ?? "";
    return text === "" ? undefined : Number(text);
  };
}

function protectedBy(table: PublishedTable, { sums }: Totals, small: ReadonlySet<Cell>, below: number): PublishedTable {
  const figures = figuresIn(table);
  // What was empty before and is no small count needs no cover: whoever works it out learns nothing of anybody.
  const harmless = new Map<Cell, number>();
  for (const [cell, figure] of workOut(sums, figures)) if (!isSmall(figure, below)) harmless.set(cell, figure);
  const told = (cell: Cell): number | undefined => figures(cell) ?? harmless.get(cell);
  const hidden = new Set(small);
  for (const { total, parts } of sums)
    for (const cell of [total, ...parts]) if (told(cell) === undefined) hidden.add(cell);
  const shown = (cell: Cell): number | undefined => (hidden.has(cell) ? undefined : told(cell));
  const sumsWith = new Map<Cell, Sum[]>();
  for (const sum of sums)
    for (const cell of [sum.total, ...sum.parts]) {
      const there = sumsWith.get(cell);
      if (there === undefined) sumsWith.set(cell, [sum]);
      else there.push(sum);
    }
  const waiting = sums.filter(({ total, parts }) => [total, ...parts].some((cell) => hidden.has(cell)));
  const hide = (cell: Cell): void => {
    hidden.add(cell);
    waiting.push(...(sumsWith.get(cell) ?? []));
  };
  for (;;) {
    for (let sum = waiting.pop(); sum !== undefined; sum = waiting.pop()) {
      while (isOpen(sum, hidden, shown, told, below)) {
        const next = nextToHide(sum, hidden, told);
        if (next === undefined) break;
        hide(next);
      }
    }
    // Several sums together give it away: one more goes in one of them, one at a time in each.
    const before = hidden.size;
    const touched = new Set<Sum>();
    for (const [cell, figure] of workOut(sums, shown)) {
      const around = sumsWith.get(cell) ?? [];
      if (!hidden.has(cell) || !isSmall(figure, below) || around.some((sum) => touched.has(sum))) continue;
      const next = around.map((sum) => nextToHide(sum, hidden, told)).find((one) => one !== undefined);
      if (next === undefined) continue;
      for (const sum of around) touched.add(sum);
      hide(next);
    }
    if (hidden.size === before) break;
  }
  return withEmptied(table, hidden);
}

/** Whether what is emptied in it is too little for any of it to be more than small. */
function isOpen(
  { total, parts }: Sum,
  hidden: ReadonlySet<Cell>,
  shown: (cell: Cell) => number | undefined,
  told: (cell: Cell) => number | undefined,
  below: number,
): boolean {
  const gone = parts.filter((cell) => hidden.has(cell));
  if (hidden.has(total)) {
    if (gone.length === 0) return true;
    const figures = gone.map(told);
    // Of what was empty before nobody here knows how much it was.
    if (figures.includes(undefined)) return false;
    return figures.reduce<number>((room, figure) => room + (figure ?? 0) - 1, 0) < below;
  }
  if (gone.length === 0) return false;
  const rest = parts.reduce((sum, cell) => sum - (shown(cell) ?? 0), shown(total) ?? 0);
  return gone.length === 1 || rest - gone.length < below;
}

/** The smallest part that is shown and not nought; where there is none, the total. */
function nextToHide(
  { total, parts }: Sum,
  hidden: ReadonlySet<Cell>,
  told: (cell: Cell) => number | undefined,
): Cell | undefined {
  let next: Cell | undefined;
  for (const cell of parts) {
    const figure = told(cell) ?? 0;
    if (hidden.has(cell) || figure === 0) continue;
    if (next === undefined || figure < (told(next) ?? 0)) next = cell;
  }
  return next ?? (hidden.has(total) || (told(total) ?? 0) === 0 ? undefined : total);
}

function withEmptied(table: PublishedTable, cells: ReadonlySet<Cell>): PublishedTable {
  const byColumn = new Map<number, number[]>();
  for (const cell of cells) {
    const at = Math.floor(cell / table.length);
    const rows = byColumn.get(at);
    if (rows === undefined) byColumn.set(at, [cell % table.length]);
    else rows.push(cell % table.length);
  }
  return {
    ...table,
    columns: table.columns.map((column, at) => {
      const rows = byColumn.get(at);
      if (rows === undefined) return column;
      const codes = column.codes.slice();
      for (const row of rows) codes[row] = column.texts.length;
      return columnOf(column.name, column.kind, codes, [...column.texts, ""]);
    }),
  };
}
