/** What a cell reads as where words are wanted. A learner's own column may hold anything, lists and objects too. */
export function cellText(value: unknown): string {
  if (value === null || value === undefined) return "missing";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return String(value);
  return typeof value === "object" ? (JSON.stringify(value) ?? "") : `a ${typeof value}`;
}
