/** Replacements in a text, given by offsets into the original. They may touch but not overlap. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** @throws RangeError when two edits overlap */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  let result = "";
  let at = 0;
  for (const { start, end, text: replacement } of sorted) {
    if (start < at) throw new RangeError("Two edits overlap.");
    result += text.slice(at, start) + replacement;
    at = end;
  }
  return result + text.slice(at);
}
