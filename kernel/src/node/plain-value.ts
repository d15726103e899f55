/**
 * A copy of a learner's value as plain data: numbers, text, lists, objects, maps of these. Getters are read once, functions
 * and proxies' tricks do not survive, and depth and size are bounded. Uses only what was taken before learner code ran.
 */
const { isArray } = Array;
const isView = ArrayBuffer.isView.bind(ArrayBuffer);
const DataViewClass = DataView;
const { keys, getPrototypeOf } = Object;
const DateClass = Date;
const MapClass = Map;
const SetClass = Set;
const RangeErrorClass = RangeError;
const TypeErrorClass = TypeError;
// Reads the date itself, whatever its methods were replaced by.
const copyDate = structuredClone<Date>;

const deepest = 30;
const mostNodes = 200_000;
/** Longer text does not fit into a frame. */
const mostCharacters = 256 * 1024;

export const tooLarge = "The value is too large.";

interface Budget {
  left: number;
  characters: number;
}

/** @throws RangeError when it is too deep or too large, TypeError when it holds something that is not data */
export function plainValue(value: unknown): unknown {
  return copy(value, 0, { left: mostNodes, characters: mostCharacters });
}

function copy(value: unknown, depth: number, budget: Budget): unknown {
  if (depth > deepest) throw new RangeErrorClass("The value is nested too deeply.");
  if (--budget.left < 0) throw new RangeErrorClass(tooLarge);
  switch (typeof value) {
    case "function":
      throw new TypeErrorClass("The value is a function, not data.");
    case "symbol":
      throw new TypeErrorClass("The value is a symbol, not data.");
    case "object":
      return value === null ? null : copyObject(value, depth, budget);
    case "string":
      // Said before a hundred megabytes are copied.
      budget.characters -= value.length;
      if (budget.characters < 0) throw new RangeErrorClass(tooLarge);
      return value;
    default:
      return value;
  }
}

function copyObject(value: object, depth: number, budget: Budget): unknown {
  if (isArray(value) || (isView(value) && !(value instanceof DataViewClass))) {
    const given = value as ArrayLike<unknown>;
    const list: unknown[] = [];
    for (let index = 0; index < given.length; index++) list[index] = copy(given[index], depth + 1, budget);
    return list;
  }
  if (value instanceof DateClass) return copyDate(value);
  if (value instanceof MapClass) return copyEntries(value, depth, budget);
  if (value instanceof SetClass) return copyObject([...value], depth, budget);
  if (typeof (value as { toJSON?: unknown }).toJSON === "function" && getPrototypeOf(value) !== null) {
    return copy((value as { toJSON(): unknown }).toJSON(), depth + 1, budget);
  }
  const plain: Record<string, unknown> = {};
  for (const key of keys(value)) {
    const entry = (value as Record<string, unknown>)[key];
    // Methods of a class instance are not part of its data.
    if (typeof entry !== "function") plain[key] = copy(entry, depth + 1, budget);
  }
  return plain;
}

function copyEntries(map: Map<unknown, unknown>, depth: number, budget: Budget): Map<unknown, unknown> {
  const result = new MapClass<unknown, unknown>();
  for (const [key, entry] of map) result.set(copy(key, depth + 1, budget), copy(entry, depth + 1, budget));
  return result;
}
