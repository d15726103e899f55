import { StoredCells, storedBehind } from "./cell-store.js";
import { censusOf } from "./census.js";
import { cellsBehind, rememberCells } from "./coded-values.js";
import { ColumnCells } from "./column-cells.js";
import { lazily } from "./lazily.js";
import { recordAt, type Records } from "./records.js";
import type {
  Choice,
  ColumnSettings,
  ColumnType,
  DateOrder,
  Layout,
  LeftOut,
  Reading,
  Source,
  SourceColumn,
  SourceTable,
} from "./source-table.js";
import { typeColumn } from "./type-column.js";
import type { TypedColumn } from "./typed-column.js";

/** What a table is made from. A fix changes one of these and the table is made anew. */
export interface TableParts {
  readonly source: Source;
  readonly reading: Reading;
  readonly records: StoredCells | readonly (readonly string[])[];
  readonly layout: Layout;
  readonly settings: ColumnSettings;
  readonly choices: readonly Choice[];
}

export const noSettings: ColumnSettings = { types: {}, dateOrders: {}, names: {}, leftOutColumns: [] };

/** Records, layout and a person's decisions to a table with typed columns. Pure. */
export function buildTable(parts: TableParts, before?: SourceTable): SourceTable {
  const { records, layout, settings } = parts;
  const rowNumbers: number[] = [];
  const leftOut: LeftOut[] = [];
  const headers = new Set(layout.headerRows);
  for (let row = 1; row <= records.length; row++) {
    const reason = layout.leftOut.get(row);
    if (reason !== undefined) leftOut.push({ row, reason, cells: recordAt(records, row) });
    else if (!headers.has(row)) rowNumbers.push(row);
  }
  const headings = headingsOf(records, layout);
  const names = nameColumns(headings, settings.names);
  const dropped = new Set(settings.leftOutColumns);
  const places = names.map((_, at) => at).filter((at) => !dropped.has(at));
  const uneven = unevenRows(parts, rowNumbers);
  const stored = storedBehind(records);
  const drafts = places.map((at): Draft => {
    const name = names[at] ?? "";
    const found =
      stored?.column(at, rowNumbers) ?? new ColumnCells(rowNumbers.map((row) => recordAt(records, row)[at] ?? ""));
    const cells = knownCells(
      found,
      before?.columns.find((column) => column.at === at),
    );
    const wishes = { type: ownOf(settings.types, name), dateOrder: ownOf(settings.dateOrders, name) };
    const heading = settings.names[at] ?? headings[at] ?? "";
    return { at, name, heading, cells, wishes, typed: typeOf(cells, heading, wishes, uneven) };
  });
  const agreed = agreeOnDates(drafts);
  const columns = agreed.map(columnOf);
  const typeChoices = columns.map((column, at): Choice => {
    const reason = agreed[at]?.typed.reason ?? "";
    return { about: "type", chosen: column.type, reason, option: "types", column: column.name };
  });
  const kept = parts.choices.filter((choice) => choice.about !== "type");
  const { source, reading } = parts;
  const choices = [...kept, ...typeChoices];
  // The list of records is as large as all else together, and is seldom asked for.
  const listed = lazily(() => (records instanceof StoredCells ? records.list() : records));
  return {
    source,
    reading,
    get records() {
      return listed();
    },
    layout,
    settings,
    columns,
    rowNumbers,
    leftOut,
    choices,
  };
}

/** A column may be called `constructor`: what every object has by that name is nobody's decision. */
function ownOf<Value>(byName: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(byName, name) ? byName[name] : undefined;
}

/** Places of data rows with too few cells: from the slip on, their cells stand under wrong headings. */
function unevenRows({ reading, records, layout }: TableParts, rowNumbers: readonly number[]): ReadonlySet<number> {
  const uneven = new Set<number>();
  if (reading.format !== "csv") return uneven;
  rowNumbers.forEach((row, place) => {
    const width = records instanceof StoredCells ? records.widthAt(row) : recordAt(records, row).length;
    if (width < layout.width) uneven.add(place);
  });
  return uneven.size * 2 > rowNumbers.length ? new Set() : uneven;
}

/** What a column is, told by the rows that are whole. */
function typeOf(
  cells: ColumnCells,
  heading: string,
  wishes: Draft["wishes"],
  uneven: ReadonlySet<number>,
): TypedColumn {
  const census = cells.census();
  const all = typeColumn(census, heading, wishes);
  if (uneven.size === 0 || wishes.type !== undefined) return all;
  const whole = typeColumn(censusOf(cells.raw().filter((_, place) => !uneven.has(place))), heading, wishes);
  if (whole.type === all.type || whole.type === "empty") return all;
  const dateOrder = wishes.dateOrder ?? whole.dateOrder;
  return { ...typeColumn(census, heading, { type: whole.type, dateOrder }), reason: whole.reason };
}

interface Draft {
  readonly at: number;
  readonly name: string;
  readonly heading: string;
  readonly cells: ColumnCells;
  readonly wishes: { readonly type: ColumnType | undefined; readonly dateOrder: DateOrder | undefined };
  readonly typed: TypedColumn;
}

/** Where no cell of a column changed, what is known about it is known again, and its list is the same one. */
function knownCells(cells: ColumnCells, before: SourceColumn | undefined): ColumnCells {
  const old = before === undefined ? undefined : cellsBehind(before);
  return old?.equals(cells) === true ? old : cells;
}

/** One program wrote all dates of a file: where one column settles the order, columns in doubt follow it. */
function agreeOnDates(drafts: readonly Draft[]): Draft[] {
  const sure = new Set<DateOrder>();
  for (const { typed } of drafts) {
    if (typed.dateOrderFrom === "values" && typed.dateOrder !== undefined) sure.add(typed.dateOrder);
  }
  const [order] = sure;
  if (sure.size !== 1 || order === undefined) return [...drafts];
  const reason = `Another column of this file shows that the ${order === "day-first" ? "day" : "month"} comes first.`;
  return drafts.map((draft) => {
    if (draft.typed.dateOrderFrom !== "guess") return draft;
    const typed = typeColumn(draft.cells.census(), draft.heading, { ...draft.wishes, dateOrder: order });
    return { ...draft, typed: { ...typed, reason, dateOrderFrom: "other-column" } };
  });
}

function columnOf({ at, name, heading, cells, typed }: Draft): SourceColumn {
  const { dateOrder, dateOrderFrom } = typed;
  const values = lazily(() => Array.from(cells.indexes, (index) => typed.values[index] ?? null));
  const column: SourceColumn = {
    name,
    heading,
    at,
    type: typed.type,
    // Lists as long as the table, made when somebody asks.
    get raw() {
      return cells.raw();
    },
    get values() {
      return values();
    },
    missing: typed.missing,
    ...(dateOrder === undefined || dateOrderFrom === undefined ? {} : { dateOrder, dateOrderFrom }),
  };
  rememberCells(column, { cells, values: typed.values });
  return column;
}

/** The headings as they stand; groups above names go before them: `2019 Male`. */
export function headingsOf(records: Records, layout: Layout): string[] {
  const rows = layout.headerRows.map((row) => recordAt(records, row));
  const lowest = rows.at(-1) ?? [];
  return Array.from({ length: layout.width }, (_, at) => {
    const parts = rows.slice(0, -1).map((row) => groupAt(row, at, rows.length > 1 ? lowest : []));
    const own = lowest[at] ?? "";
    const above = parts.filter((part) => part !== "");
    if (above.length === 0) return own;
    return [...above, own.trim()].filter((part) => part !== "").join(" ");
  });
}

/** A group stands in its first cell and holds for the blank ones to its right, as far as there are names below them. */
function groupAt(row: readonly string[], at: number, below: readonly string[]): string {
  for (let left = at; left >= 0; left--) {
    const group = (row[left] ?? "").trim();
    if (group !== "") return left === at || (below[at] ?? "").trim() !== "" ? group : "";
  }
  return "";
}

/** Headings as they should be shown: without stray spaces and line breaks, blank ones by place, repeated ones numbered. */
export function nameColumns(headings: readonly string[], wished: Readonly<Record<number, string>>): string[] {
  const taken = new Set<string>();
  return headings.map((heading, at) => {
    const clean = wished[at] ?? cleanHeading(heading);
    const wanted = clean === "" ? `column ${at + 1}` : clean;
    let name = wanted;
    for (let count = 2; taken.has(name); count++) name = `${wanted} (${count})`;
    taken.add(name);
    return name;
  });
}

export function cleanHeading(heading: string): string {
  return heading
    .replace(/[\uFEFF\u200B-\u200F\u2060]/g, "")
    .replaceAll("\u0000", "")
    .replace(/\s+/g, " ")
    .trim();
}
