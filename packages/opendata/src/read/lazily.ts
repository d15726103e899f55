/** A function that works something out when it is first asked, and remembers it. */
export function lazily<Result extends object>(work: () => Result): () => Result {
  let known: Result | undefined;
  return () => (known ??= work());
}
