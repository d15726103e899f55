/** Whether a name fits a pattern in which `*` stands for anything; capitals do not count. Without regular expressions: a pattern comes from a file. */
export function fits(name: string, pattern: string): boolean {
  const parts = pattern.toLowerCase().split("*");
  const text = name.toLowerCase();
  const [first = "", ...rest] = parts;
  if (rest.length === 0) return text === first;
  const last = rest.pop() ?? "";
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= text.length - last.length;
}

/** The first of the names that fits the first pattern that any fits. */
export function firstFitting(names: readonly string[], patterns: readonly string[]): string | undefined {
  for (const pattern of patterns) {
    const found = names.find((name) => fits(name, pattern));
    if (found !== undefined) return found;
  }
  return undefined;
}
