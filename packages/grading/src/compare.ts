/**
 * The comparisons that tests are written with. They run where the author's tests run, on plain data, so that nothing a
 * learner's code redefined takes part. Each answers true or false and never throws, whatever it is given.
 */

/** Two results of the same sum may differ in their last digits: 0.1 + 0.2 counts as 0.3. */
const relativeTolerance = 1e-9;
/** Plain values are no deeper than 30; anything deeper is not data. */
const deepest = 100;

/** Same value, whatever the way it was made: lists in order, objects by keys, NaN is NaN, 0 is −0, last digits forgiven. */
export function equal(a: unknown, b: unknown): boolean {
  return same(a, b, 0);
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
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  const left: unknown[] = [...(b as unknown[])];
  for (const row of a as unknown[]) {
    const at = left.findIndex((other) => same(row, other, 0));
    if (at === -1) return false;
    left.splice(at, 1);
  }
  return true;
}

function same(a: unknown, b: unknown, depth: number): boolean {
  if (depth > deepest) return false;
  if (typeof a === "number" && typeof b === "number") return sameNumber(a, b);
  if (typeof a === "bigint" || typeof b === "bigint") return sameInteger(a, b);
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return a === b;
  return sameObject(a, b, depth);
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

function sameObject(a: object, b: object, depth: number): boolean {
  if (kindOf(a) !== kindOf(b)) return false;
  if (a instanceof Date) return sameNumber(a.getTime(), (b as Date).getTime());
  if (a instanceof RegExp) return a.toString() === (b as RegExp).toString();
  if (a instanceof Set) return sameRows([...a], [...(b as Set<unknown>)]);
  if (a instanceof Map) return sameRows([...a], [...(b as Map<unknown, unknown>)]);
  if (a instanceof Error) return a.name === (b as Error).name && a.message === (b as Error).message;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  if (Array.isArray(a) && a.length !== (b as unknown[]).length) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && same(left[key], right[key], depth + 1));
}

function kindOf(value: object): string {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return "list";
  return Object.prototype.toString.call(value);
}
