/** A value as JSON can carry it: what has no place in JSON becomes text, circles are cut. For message contents. */
export function jsonCopy(value: unknown): unknown {
  return copy(value, []);
}

function copy(value: unknown, open: readonly object[]): unknown {
  switch (typeof value) {
    case "string":
    case "boolean":
      return value;
    case "number":
      return Number.isFinite(value) ? value : null;
    case "object":
      return value === null ? null : copyObject(value, open);
    case "undefined":
      return null;
    default:
      return String(value);
  }
}

function copyObject(value: object, open: readonly object[]): unknown {
  if (open.includes(value) || open.length > 100) return null;
  const inside = [...open, value];
  if (Array.isArray(value)) return value.map((entry) => copy(entry, inside));
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return Array.from(value as unknown as ArrayLike<unknown>, (entry) => copy(entry, inside));
  const { toJSON } = value as { readonly toJSON?: unknown };
  if (typeof toJSON === "function") return copy((toJSON as () => unknown).call(value), inside);
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined && typeof entry !== "function")
      .map(([key, entry]) => [key, copy(entry, inside)]),
  );
}
