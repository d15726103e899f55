/**
 * The columns of anything that looks like a table: a list of rows, or an object with `columns`, `columnNames()` or `rows`
 * (Arquero, danfojs, and whatever learners make themselves).
 */
import type { LiveScope } from "./live-scope.js";
import { isObject, memberValue } from "./own-members.js";

export interface Column {
  readonly name: string;
  /** A value of the first row that has one. */
  readonly sample: unknown;
}

const rowsToLookAt = 20;
const most = 500;

export function columnsOf(value: unknown, isProxy: LiveScope["isProxy"]): readonly Column[] | undefined {
  if (!isObject(value) || isProxy?.(value) === true) return undefined;
  if (Array.isArray(value)) return columnsOfRows(value as unknown[], isProxy);
  const names = textList(memberValue(value, "columns", isProxy)) ?? askedColumns(value, isProxy);
  if (names !== undefined) return names.slice(0, most).map((name) => ({ name, sample: undefined }));
  const rows = memberValue(value, "rows", isProxy);
  return Array.isArray(rows) ? columnsOfRows(rows as unknown[], isProxy) : undefined;
}

function columnsOfRows(rows: readonly unknown[], isProxy: LiveScope["isProxy"]): readonly Column[] | undefined {
  const columns = new Map<string, Column>();
  for (let index = 0; index < Math.min(rows.length, rowsToLookAt); index++) {
    const row = memberValue(rows, String(index), isProxy);
    if (!isObject(row) || typeof row === "function" || Array.isArray(row) || isProxy?.(row) === true) return undefined;
    for (const name of Object.keys(row)) {
      if (columns.size >= most) break;
      const sample = memberValue(row, name, isProxy);
      if ((columns.get(name)?.sample ?? undefined) === undefined) columns.set(name, { name, sample });
    }
  }
  return columns.size === 0 ? undefined : [...columns.values()];
}

/** `columns` may be a getter, and `columnNames` is a function; both only tell names in every table library we know. A class has them, not the object itself. */
function askedColumns(table: object, isProxy: LiveScope["isProxy"]): string[] | undefined {
  const prototype: unknown = Object.getPrototypeOf(table);
  if (!isObject(prototype) || prototype === Object.prototype || isProxy?.(prototype) === true) return undefined;
  try {
    const { columns, columnNames } = table as { columns?: unknown; columnNames?: unknown };
    return textList(columns) ?? (typeof columnNames === "function" ? textList(columnNames.call(table)) : undefined);
  } catch {
    // Not such a table after all. Completion has nothing to say about it.
    return undefined;
  }
}

function textList(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string") ? value : undefined;
}
