/** Whether an object is data made of keys and values, and no instance of somebody's class. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  let prototype = Object.getPrototypeOf(value) as object | null;
  // Rows of a table may inherit from an object that guards against misspelt columns; that one has no constructor of its own.
  while (prototype !== null) {
    if (Object.hasOwn(prototype, "constructor")) return Object.getPrototypeOf(prototype) === null;
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return true;
}

/** What a property holds, without running a getter. */
export function ownValue(object: object, key: PropertyKey): unknown {
  return Object.getOwnPropertyDescriptor(object, key)?.value as unknown;
}

/** A list in which every entry is a row of named values. */
export function isRows(value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  if (!Array.isArray(value) || value.length === 0) return false;
  // A list that begins as rows and goes on as something else would show wrong: look at all of it, it is cheap.
  for (let index = 0; index < value.length; index++) {
    const row = value[index] as unknown;
    if (!isPlainObject(row) || Object.keys(row).length === 0) return false;
  }
  return true;
}
