/** Completions as the protocol has them: all of them replace the same piece of the cell. */
import { wordStart, type Completion } from "./completion.js";

export interface PlacedCompletions {
  /** Where the replaced piece begins; it ends at the cursor. A UTF-16 offset. */
  readonly start: number;
  readonly items: readonly Completion[];
}

/** Entries that begin later than the earliest one get what stands in the cell between the two. */
export function placeCompletions(
  source: string,
  offset: number,
  completions: readonly Completion[],
): PlacedCompletions {
  const word = wordStart(source, offset);
  const start = completions.reduce(
    (least, one) => Math.min(least, one.start ?? word),
    completions.length === 0 ? word : offset,
  );
  return {
    start,
    items: completions.map((one) => ({ ...one, text: source.slice(start, one.start ?? word) + one.text })),
  };
}
