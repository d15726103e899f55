/** Writes plain data as a TypeScript expression that makes the same data: how a test's arguments reach the learner's function. */

const deepest = 50;

/** @throws TypeError for what is not data (functions, symbols, class instances other than Date, Map and Set) */
export function renderLiteral(value: unknown, depth = 0): string {
  if (depth > deepest) throw new TypeError("An argument is nested too deeply.");
  switch (typeof value) {
    case "string":
      return JSON.stringify(value);
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "bigint":
      return `${value}n`;
    case "boolean":
    case "undefined":
      return String(value);
    case "object":
      return value === null ? "null" : renderObject(value, depth + 1);
    case "function":
    case "symbol":
    default:
      throw new TypeError(`A ${typeof value} can't be handed to the learner's function, only data.`);
  }
}

function renderObject(value: object, depth: number): string {
  const list = (items: Iterable<unknown>): string =>
    `[${Array.from(items, (item) => renderLiteral(item, depth)).join(",")}]`;
  if (Array.isArray(value)) return list(value);
  if (value instanceof Date) return `new Date(${renderLiteral(value.getTime())})`;
  if (value instanceof Map || value instanceof Set) {
    return `new ${value instanceof Map ? "Map" : "Set"}(${list(value)})`;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    throw new TypeError("Only lists, plain objects, dates, maps and sets can be handed to the learner's function.");
  }
  // A computed key, because { "__proto__": … } would set the prototype.
  const entries = Object.entries(value).map(
    ([key, inner]) => `[${JSON.stringify(key)}]:${renderLiteral(inner, depth)}`,
  );
  return `{${entries.join(",")}}`;
}
