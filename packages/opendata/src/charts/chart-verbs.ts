import { barChart, type BarChartOptions } from "../bar-chart.js";
import type { Chart } from "../chart.js";
import { lineChart, type LineChartOptions } from "../line-chart.js";
import { boxChart, type BoxChartOptions } from "./box-chart.js";
import { histogram, type HistogramOptions } from "./histogram-chart.js";
import { mapChart, type MapChartOptions } from "./map-chart.js";
import { scatterChart, type ScatterChartOptions } from "./scatter-chart.js";
import { partsOf, type WithSource } from "./with-source.js";
import type { TableLike } from "../table/table.js";

/**
 * Charts that say what they show. The title is the finding, as a sentence.
 * @example show(chart.bar(ranked, { label: "ward", value: "rate", axis: "Grants per 1,000 people", title: "…" }))
 */
export const chart = {
  /** One bar for each row, from zero, in the order of the rows; with `by`, one for each name, in parts that add up. */
  bar(table: TableLike, options: WithSource<BarChartOptions>): Chart {
    const { rows, source } = partsOf(table, options.source);
    return barChart(rows, { ...options, source });
  },
  /** A line from left to right; with `line`, one for each name in that column. */
  line(table: TableLike, options: WithSource<LineChartOptions>): Chart {
    const { rows, source } = partsOf(table, options.source);
    return lineChart(rows, { ...options, source });
  },
  /** A point for each row: do two figures go together? */
  scatter(table: TableLike, options: WithSource<ScatterChartOptions>): Chart {
    const { rows, source } = partsOf(table, options.source);
    return scatterChart(rows, { ...options, source });
  },
  /** How many rows fall into each step from low to high. */
  histogram(table: TableLike, options: WithSource<HistogramOptions>): Chart {
    const { rows, source } = partsOf(table, options.source);
    return histogram(rows, { ...options, source });
  },
  /** The middle half, the median and the ends of a figure; with `by`, a box for each name in that column. */
  box(table: TableLike, options: WithSource<BoxChartOptions>): Chart {
    const { rows, source } = partsOf(table, options.source);
    return boxChart(rows, { ...options, source });
  },
  /** Areas coloured by a figure, within the boundaries of a pack. */
  map(table: TableLike, options: WithSource<MapChartOptions>): Chart {
    const { rows, source } = partsOf(table, options.source);
    return mapChart(rows, { ...options, source });
  },
} as const;
