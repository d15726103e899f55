/**
 * The comparisons that tests are written with. They run where the author's tests run, on plain data, so that nothing a
 * learner's code redefined takes part. Each answers true or false and never throws, whatever it is given.
 */
import { matchRows } from "./match-rows.js";

/** Two results of the same sum may differ in their last digits: 0.1 + 0.2 counts as 0.3. */
const relativeTolerance = 1e-9;
/** Plain values are no deeper than 30; anything deeper is not data. */
const deepest = 100;
/** Deeper than this, keys of rows no longer look. */
const deepestKey = 4;

/** Same value, whatever the way it was made: lists in order, objects by keys, NaN is NaN, 0 is −0, last digits forgiven. */
export function equal(a: unknown, b: unknown): boolean {
  return same(a, b, lastDigits, 0);
}

/** Two numbers at most `tolerance` apart (default one millionth). */
export function near(a: unknown, b: unknown, tolerance = 1e-6): boolean {
  if (typeof a !== "number" || typeof b !== "number") return false;
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  if (a === b) return true;
  // The slack keeps 0.3 within 0.1 of 0.2, which binary fractions would deny.
  return Math.abs(a - b) <= tolerance + Number.EPSILON * Math.max(Math.abs(a), Math.abs(b), 1);
}

/** The same rows in any order, each as often. */
export function sameRows(a: unknown, b: unknown): boolean {
  return Array.isArray(a) && Array.isArray(b) && rowsMatch(a, b, lastDigits);
}

export interface TableOptions {
  /** How far apart two numbers may be; without it only the last digits are forgiven. */
  readonly tolerance?: number;
  /** Only these columns count; every row must have them. Without it the columns must be the same. */
  readonly columns?: readonly string[];
  /** The order of the rows does not count. */
  readonly anyOrder?: boolean;
  /** `"1,200"` counts as 1200. */
  readonly numbersAsText?: boolean;
}

/** Two tables, each a list of rows, with the same figures. The order of the columns never counts. */
export function sameTable(a: unknown, b: unknown, options: TableOptions = {}): boolean {
  const { tolerance, columns, anyOrder = false, numbersAsText = false } = options;
  const left = tableRows(a, columns, numbersAsText);
  const right = tableRows(b, columns, numbersAsText);
  if (left === undefined || right === undefined || left.length !== right.length) return false;
  const numbers = tolerance === undefined ? lastDigits : within(tolerance);
  if (anyOrder) return rowsMatch(left, right, numbers);
  return left.every((row, index) => same(row, right[index], numbers, 0));
}

/** Undefined for what is no table, or lacks a column. */
function tableRows(
  value: unknown,
  columns: readonly string[] | undefined,
  numbersAsText: boolean,
): unknown[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const rows: Record<string, unknown>[] = [];
  for (const row of value as unknown[]) {
    if (typeof row !== "object" || row === null) return undefined;
    const given = row as Readonly<Record<string, unknown>>;
    const keys = columns ?? Object.keys(given);
    if (!keys.every((key) => Object.hasOwn(given, key))) return undefined;
    rows.push(Object.fromEntries(keys.map((key) => [key, numbersAsText ? asNumber(given[key]) : given[key]])));
  }
  return rows;
}

function asNumber(value: unknown): unknown {
  if (typeof value !== "string") return value;
  const text = value.trim();
  return /^[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?$/.test(text) && /\d/.test(text)
    ? Number(text.replaceAll(",", ""))
    : value;
}

/** When two numbers count as the same, and a step that is wider than what is forgiven. */
interface Forgiving {
  readonly same: (a: number, b: number) => boolean;
  readonly step: (value: number) => string;
}

const lastDigits: Forgiving = { same: sameNumber, step: (value) => (value === 0 ? "0" : value.toPrecision(7)) };

function within(tolerance: number): Forgiving {
  const width = 4 * tolerance;
  const step = width > 0 ? (value: number) => String(Math.round(value / width) + 0) : lastDigits.step;
  return { same: (a, b) => near(a, b, tolerance) || sameNumber(a, b), step };
}

function rowsMatch(a: readonly unknown[], b: readonly unknown[], numbers: Forgiving): boolean {
  return matchRows(a, b, {
    same: (left, right) => same(left, right, numbers, 0),
    coarse: (row) => keyOf(row, numbers.step, 0),
    strict: (row) => keyOf(row, () => "", 0),
  });
}

/** Enough of a value to tell most others from it. Values that are the same differ in it only by `step`. */
function keyOf(value: unknown, step: (value: number) => string, depth: number): string {
  switch (typeof value) {
    case "number":
      return Number.isFinite(value) ? `n${step(value)}` : "n";
    case "bigint":
      return `n${step(Number(value))}`;
    case "string":
      return JSON.stringify(value);
    case "object":
      return value === null ? "null" : objectKey(value, step, depth);
    default:
      return typeof value;
  }
}

function objectKey(value: object, step: (value: number) => string, depth: number): string {
  if (depth > deepestKey) return "…";
  if (kindOf(value) === "list") {
    return `[${Array.from(value as unknown[], (each) => keyOf(each, step, depth + 1)).join(",")}]`;
  }
  if (kindOf(value) !== "[object Object]") return kindOf(value);
  const row = value as Readonly<Record<string, unknown>>;
  return `{${Object.keys(row)
    .toSorted()
    .map((key) => `${JSON.stringify(key)}:${keyOf(row[key], step, depth + 1)}`)
    .join(",")}}`;
}

function same(a: unknown, b: unknown, numbers: Forgiving, depth: number): boolean {
  if (depth > deepest) return false;
  if (typeof a === "number" && typeof b === "number") return numbers.same(a, b);
  if (typeof a === "bigint" || typeof b === "bigint") return sameInteger(a, b);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  return sameObject(a, b, numbers, depth);
}

function sameNumber(a: number, b: number): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= relativeTolerance * Math.max(Math.abs(a), Math.abs(b));
}

function sameInteger(a: unknown, b: unknown): boolean {
  const whole = (value: unknown): bigint | undefined => {
    if (typeof value === "bigint") return value;
    return Number.isSafeInteger(value) ? BigInt(value as number) : undefined;
  };
  const left = whole(a);
  return left !== undefined && left === whole(b);
}

function sameObject(a: object, b: object, numbers: Forgiving, depth: number): boolean {
  if (kindOf(a) !== kindOf(b)) return false;
  if (a instanceof Date) return sameNumber(a.getTime(), (b as Date).getTime());
  if (a instanceof RegExp) return a.toString() === (b as RegExp).toString();
  if (a instanceof Set) return rowsMatch([...a], [...(b as Set<unknown>)], numbers);
  if (a instanceof Map) return rowsMatch([...a], [...(b as Map<unknown, unknown>)], numbers);
  if (a instanceof Error) return a.name === (b as Error).name && a.message === (b as Error).message;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  if (Array.isArray(a) && a.length !== (b as unknown[]).length) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key], numbers, depth + 1));
}

function kindOf(value: object): string {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return "list";
  return Object.prototype.toString.call(value);
}
