/** From a place in a text to the same place after edits, and back. A place inside a replacement goes to its beginning. */
import type { Edit } from "./edits.js";

export interface OffsetMap {
  /** From the text as written to the text after the edits. */
  readonly forward: (offset: number) => number;
  /** And back. */
  readonly back: (offset: number) => number;
}

export function createOffsetMap(edits: readonly Edit[]): OffsetMap {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  return {
    forward: (offset) => {
      let shift = 0;
      for (const { start, end, text } of sorted) {
        if (offset <= start) break;
        if (offset < end) return start + shift;
        shift += text.length - (end - start);
      }
      return offset + shift;
    },
    back: (offset) => {
      let shift = 0;
      for (const { start, end, text } of sorted) {
        const from = start + shift;
        if (offset <= from) break;
        if (offset < from + text.length) return start;
        shift += text.length - (end - start);
      }
      return offset - shift;
    },
  };
}
