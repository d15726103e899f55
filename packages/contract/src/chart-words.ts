import { z } from "zod";

/** More rows than this belong in a table of their own, not below a chart. */
export const mostChartNumbers = 200;

/** The numbers of a chart as a table, already written as people read them. */
export interface ChartNumbers {
  readonly columns: readonly string[];
  /** Whether a column holds numbers, so that they stand under each other. */
  readonly numeric: readonly boolean[];
  /** At most `mostChartNumbers`. */
  readonly rows: readonly (readonly string[])[];
  /** How many rows there are, when not all of them stand here. */
  readonly total: number;
}

/**
 * The words around one of our charts, in `layout.meta.surgery` of its plotly figure: made by `packages/opendata`, written as text by
 * `extension`. An output may come from anywhere, so who shows it parses it.
 */
export interface ChartWords {
  readonly title: string;
  /** What the figures show, in a sentence or two that stand above the chart: of a finding. */
  readonly lead?: string | undefined;
  readonly source: string;
  readonly description: string;
  /** What the chart shows, for those who can't see it. */
  readonly says: string;
  readonly warnings: readonly string[];
  /** Height of the marks and axes alone, in pixels. */
  readonly plotHeight: number;
  /** What of the margins is left when title and source stand outside, in pixels. */
  readonly plotMargin: { readonly t: number; readonly b: number };
  readonly numbers: ChartNumbers;
}

const margin = z.number().min(0).max(200);

export const ChartWords: z.ZodType<ChartWords> = z.object({
  title: z.string(),
  lead: z.string().optional(),
  source: z.string(),
  description: z.string(),
  says: z.string(),
  warnings: z.array(z.string()),
  plotHeight: z.number().min(50).max(2000),
  plotMargin: z.object({ t: margin, b: margin }),
  numbers: z.object({
    columns: z.array(z.string()),
    numeric: z.array(z.boolean()),
    rows: z.array(z.array(z.string())).max(mostChartNumbers),
    total: z.number().int().nonnegative(),
  }),
});
