/**
 * Text put together from slices of an original and from words of ours, which remembers for every place where it came from.
 * Words of ours belong to the place in the original that they were written for.
 */
export interface GeneratedText {
  /** Words of ours. */
  add(text: string, origin: number): void;
  /** A slice of the original, with the edits that lie inside it. */
  copy(start: number, end: number): void;
  text(): string;
  /** From an offset in the generated text to one in the original. */
  readonly originOf: (offset: number) => number;
}

/** A replacement inside the original, by offsets. Edits may touch but not overlap. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Piece {
  readonly at: number;
  readonly origin: number;
  readonly exact: boolean;
}

export function createGeneratedText(original: string, edits: readonly Edit[]): GeneratedText {
  const sorted = edits.toSorted((a, b) => a.start - b.start || a.end - b.end);
  const pieces: Piece[] = [];
  let text = "";
  const put = (words: string, origin: number, exact: boolean): void => {
    if (words === "") return;
    pieces.push({ at: text.length, origin, exact });
    text += words;
  };
  return {
    add: (words, origin) => put(words, origin, false),
    copy: (start, end) => {
      let at = start;
      for (let index = firstFrom(sorted, start); index < sorted.length; index++) {
        const edit = sorted[index];
        if (edit === undefined || edit.end > end) break;
        put(original.slice(at, edit.start), at, true);
        put(edit.text, edit.start, false);
        at = edit.end;
      }
      put(original.slice(at, end), at, true);
    },
    text: () => text,
    originOf: (offset) => {
      const piece = pieces.findLast(({ at }) => at <= offset);
      if (piece === undefined) return 0;
      return piece.exact ? piece.origin + offset - piece.at : piece.origin;
    },
  };
}

/** The first edit that starts at or after an offset. */
function firstFrom(edits: readonly Edit[], offset: number): number {
  let low = 0;
  let high = edits.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((edits[middle]?.start ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
