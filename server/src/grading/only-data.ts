/**
 * What a runner hands back, made sure of on this side of the channel: whoever gets between a runner and its serialiser can
 * send what its own checks would never let through, such as a list of holes, for which every rule about its rows is true.
 */

/** The runner allows 30 and 200,000. */
const deepest = 40;
const mostNodes = 250_000;

export class NotDataError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotDataError";
  }
}

/**
 * A copy without holes: numbers, text, lists, objects, dates, and maps of these.
 *
 * @param value as deserialised, so without getters, functions or prototypes of somebody else's
 * @throws NotDataError for anything else, and for what is too deep or too large
 */
export function onlyData(value: unknown): unknown {
  return copy(value, 0, { left: mostNodes });
}

function copy(value: unknown, depth: number, budget: { left: number }): unknown {
  if (--budget.left < 0) throw new NotDataError("A value that is too large.");
  if (depth > deepest) throw new NotDataError("A value that is too deep.");
  if (typeof value !== "object" || value === null) return value;
  const inner = (each: unknown): unknown => copy(each, depth + 1, budget);
  if (Array.isArray(value)) {
    if (value.length > budget.left) throw new NotDataError("A list that is too long.");
    return Array.from(value as unknown[], inner);
  }
  if (value instanceof Map) {
    return new Map([...(value as Map<unknown, unknown>)].map(([key, entry]) => [inner(key), inner(entry)]));
  }
  if (value instanceof Date) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) throw new NotDataError("A value that is not data.");
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, inner(entry)]));
}
