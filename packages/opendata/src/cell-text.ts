/** What a cell reads as where words are wanted. A learner's own column may hold anything, lists and objects too. */
export function cellText(value: unknown): string {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    case "object":
      return value === null ? "missing" : (JSON.stringify(value) ?? "");
    default:
      return value === undefined ? "missing" : `a ${typeof value}`;
  }
}
