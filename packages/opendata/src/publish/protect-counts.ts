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

/** undefined where it is emptied; what is no number is part of no sum. */
function figuresIn(table: PublishedTable): (cell: Cell) => number | undefined {
  const numbers = table.columns.map(({ type, texts }) =>
    type === "integer" ? texts.map((text) => (text === "" ? undefined : Number(text))) : [],
  );
  return (cell) => {
    const at = Math.floor(cell / table.length);
    return numbers[at]?.[table.columns[at]?.codes[cell - at * table.length] ?? 0];
  };
}

/** For each cell the sums that it is in, in two lists instead of many small ones: a large table has a sum in every row. */
function sumsByCell(sums: readonly Sum[], cells: number): (cell: Cell) => Sum[] {
  const starts = new Uint32Array(cells + 1);
  const each = (use: (cell: Cell, at: number) => void): void => {
    for (const [at, { total, parts }] of sums.entries()) {
      use(total, at);
      for (const part of parts) use(part, at);
    }
  };
  each((cell) => (starts[cell + 1] = (starts[cell + 1] ?? 0) + 1));
  for (let cell = 0; cell < cells; cell++) starts[cell + 1] = (starts[cell + 1] ?? 0) + (starts[cell] ?? 0);
  const places = new Uint32Array(starts[cells] ?? 0);
  const next = starts.slice();
  each((cell, at) => {
    places[next[cell] ?? 0] = at;
    next[cell] = (next[cell] ?? 0) + 1;
  });
  return (cell) => {
    const found: Sum[] = [];
    for (let place = starts[cell] ?? 0; place < (starts[cell + 1] ?? 0); place++) {
      const sum = sums[places[place] ?? 0];
      if (sum !== undefined) found.push(sum);
    }
    return found;
  };
}

function protectedBy(table: PublishedTable, { sums }: Totals, small: ReadonlySet<Cell>, below: number): PublishedTable {
  const figures = figuresIn(table);
  // What was empty before and is no small count needs no cover: whoever works it out learns nothing of anybody.
  const harmless = new Map<Cell, number>();
  for (const [cell, figure] of workOut(sums, figures)) if (!isSmall(figure, below)) harmless.set(cell, figure);
  const told = (cell: Cell): number | undefined => figures(cell) ?? harmless.get(cell);
  const hidden = new Set(small);
  const hideEmpty = (cell: Cell): void => {
    if (told(cell) === undefined) hidden.add(cell);
  };
  for (const { total, parts } of sums) {
    hideEmpty(total);
    parts.forEach(hideEmpty);
  }
  const shown = (cell: Cell): number | undefined => (hidden.has(cell) ? undefined : told(cell));
  const sumsWith = sumsByCell(sums, table.columns.length * table.length);
  const waiting = sums.filter(({ total, parts }) => hidden.has(total) || parts.some((cell) => hidden.has(cell)));
  let touched = new Set<Sum>(waiting);
  const hide = (cell: Cell): void => {
    hidden.add(cell);
    for (const sum of sumsWith(cell)) {
      waiting.push(sum);
      touched.add(sum);
    }
  };
  while (touched.size > 0) {
    for (let sum = waiting.pop(); sum !== undefined; sum = waiting.pop()) {
      while (isOpen(sum, hidden, shown, told, below)) {
        const next = nextToHide(sum, hidden, told);
        if (next === undefined) break;
        hide(next);
      }
    }
    // Several sums together may give something away: one more goes in one of them, one at a time in each.
    const looked = allAround(touched, sumsWith, hidden);
    touched = new Set<Sum>();
    for (const [cell, figure] of workOut(looked, shown)) {
      const around = sumsWith(cell);
      if (!hidden.has(cell) || !isSmall(figure, below) || around.some((sum) => touched.has(sum))) continue;
      const next = around.map((sum) => nextToHide(sum, hidden, told)).find((one) => one !== undefined);
      if (next !== undefined) hide(next);
    }
  }
  return withEmptied(table, hidden);
}

/** These sums, and all that hang together with them by emptied cells. */
function allAround(some: ReadonlySet<Sum>, sumsWith: (cell: Cell) => Sum[], hidden: ReadonlySet<Cell>): Sum[] {
  const all = new Set(some);
  for (const { total, parts } of all)
    for (const cell of [total, ...parts]) if (hidden.has(cell)) for (const sum of sumsWith(cell)) all.add(sum);
  return [...all];
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
