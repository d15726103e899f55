import type { Chart } from "../chart.js";
import type { Showable } from "../show.js";
import type { Table } from "../table/table.js";

/**
 * What an analysis gives: the numbers, a chart of them, and one sentence that could be said aloud, with its doubt. Shown under a
 * cell, all three stand there. `warnings` say why the data may not carry the sentence; an empty list means nothing was found.
 */
export interface Finding extends Showable {
  readonly sentence: string;
  readonly numbers: Table;
  readonly chart: Chart;
  readonly warnings: readonly string[];
}
