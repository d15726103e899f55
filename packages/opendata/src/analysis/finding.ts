import type { Chart } from "../chart.js";
import { plotlyMime } from "../charts/plotly-figure.js";
import { escapeHtml } from "../escape-html.js";
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

export function createFinding(parts: {
  readonly sentence: string;
  readonly numbers: Table;
  readonly chart: Chart;
  readonly warnings: readonly string[];
  readonly facts: Facts;
}): Finding {
  const { sentence, numbers, chart, warnings, facts } = parts;
  const text = [sentence, chart[nodeInspect](), ...warnings.map((warning) => `Be careful: ${warning}`)].join("\n");
  return {
    ...parts,
    toJSON: () => ({ sentence, numbers: numbers.rows(), warnings, facts }),
    [jupyterDisplay]: () => ({
      [plotlyMime]: chart.figure,
      "text/html": `<div><p style="margin:4px 0 12px"><strong>${escapeHtml(sentence)}</strong></p>${chart.html}</div>`,
      "text/plain": text,
    }),
    [nodeInspect]: () => text,
  };
}
