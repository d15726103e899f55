/** A plain value as a person would write it in code: names without quotation marks where they need none. */
export function codeOf(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(codeOf).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  const parts = Object.entries(value)
    .filter(([, part]) => part !== undefined)
    .map(([name, part]) => `${nameInCode(name)}: ${codeOf(part)}`);
  return parts.length === 0 ? "{}" : `{ ${parts.join(", ")} }`;
}

/** The name of a property: as it is, or in quotation marks where it has spaces or signs. */
export function nameInCode(name: string): string {
  // `__proto__` as a plain name would set what the object inherits from.
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
