import { createNumberFormat, type NumberFormat } from "../number-format.js";
import type { Line } from "./collect-lines.js";

/** How each line's numbers are written: what was measured alike, what was worked out by itself, so that its decimals don't spread. */
export function lineNumbers(lines: readonly Line[], worked: ReadonlySet<string>): (line: Line) => NumberFormat {
  const valuesOf = (some: readonly Line[]): number[] => some.flatMap(({ points }) => points.map(({ y }) => y));
  const measured = createNumberFormat(valuesOf(lines.filter(({ name }) => !worked.has(name))));
  return (line) => (worked.has(line.name) ? createNumberFormat(valuesOf([line])) : measured);
}
