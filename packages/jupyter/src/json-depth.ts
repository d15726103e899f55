/**
 * How deep a JSON value is. Reading deep JSON is cheap and works; walking or writing it afterwards overflows the stack, far from
 * where it came in. So what comes from outside is measured where it comes in, without recursion.
 */

/** True when arrays and objects stand inside each other more than `limit` times. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  let level: object[] = isContainer(value) ? [value] : [];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((container) => Object.values(container).filter(isContainer));
  }
  return false;
}

const isContainer = (value: unknown): value is object => typeof value === "object" && value !== null;
