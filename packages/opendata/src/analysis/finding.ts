import type { Chart } from "../chart.js";
import { jupyterDisplay, nodeInspect, type Showable } from "../show.js";
import type { Row } from "../row.js";
import type { Table } from "../table/table.js";

/** What a finding rests on, by name: for checks, and for sentences of one's own. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/**
 * What figures show, ready to be said aloud: a sentence that says what, compared with what and how sure; the numbers behind it; a chart; and
 * what to be careful about. In the last line of a cell it shows itself.
 */
export interface Finding extends Showable {
  readonly sentence: string;
  readonly numbers: Table;
  readonly chart: Chart;
  readonly warnings: readonly string[];
  /** The figures in the sentence, not rounded. */
  readonly facts: Facts;
  /** As plain values: what checks see. */
  toJSON(): FindingValues;
}

export interface FindingValues {
  readonly sentence: string;
  readonly numbers: readonly Row[];
  readonly warnings: readonly string[];
  readonly facts: Facts;
}

/** The chart is drawn with the sentence and the warnings around it, so that it is shown and spoken as the finding. */
export function createFinding(parts: {
  readonly sentence: string;
  readonly numbers: Table;
  readonly warnings: readonly string[];
  readonly facts: Facts;
  readonly chart: (words: { readonly lead: string; readonly warnings: readonly string[] }) => Chart;
}): Finding {
  const { sentence, numbers, warnings, facts } = parts;
  const chart = parts.chart({ lead: sentence, warnings });
  return {
    sentence,
    numbers,
    chart,
    warnings,
    facts,
    toJSON: () => ({ sentence, numbers: numbers.rows(), warnings, facts }),
    [jupyterDisplay]: () => chart[jupyterDisplay](),
    [nodeInspect]: () => chart[nodeInspect](),
  };
}
