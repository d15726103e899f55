import { numbersOf } from "../numbers-of.js";
import { OpenDataError } from "../open-data-error.js";
import type { Row } from "../row.js";

/** The numbers of a column, of which a chart needs one at least. */
export function numbersToDraw(rows: readonly Row[], column: string): number[] {
  const numbers = numbersOf(rows, column);
  if (numbers.length > 0) return numbers;
  throw new OpenDataError(
    "nothing-to-draw",
    `There are no numbers under "${column}", so there is nothing to draw. Look at the table first.`,
  );
}
