/**
 * A figure of plotly as it comes in an output: from our own charts, whose words stand in `layout.meta.surgery`, or from anybody's
 * library. It may be hostile or enormous, so it is read with suspicion.
 */
export type Parts = Readonly<Record<string, unknown>>;

export interface ChartNumbers {
  readonly columns: readonly string[];
  readonly numeric: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
  readonly total: number;
}

/** The words of one of our charts. */
export interface ChartWords {
  readonly title: string;
  readonly source: string;
  readonly description: string;
  readonly says: string;
  readonly warnings: readonly string[];
  readonly plotHeight: number;
  readonly plotMargin: { readonly t: number; readonly b: number };
  readonly numbers: ChartNumbers;
}

export interface ReadFigure {
  readonly data: readonly Parts[];
  readonly layout: Parts;
  /** Undefined for a figure that is not ours. */
  readonly words: ChartWords | undefined;
  /** Which of plotly's bundles draws it. */
  readonly bundle: "cartesian" | "geo";
}

/** More would make the page stand still. */
const mostCharacters = 12_000_000;

export function readFigure(value: unknown): ReadFigure | "too-large" | undefined {
  const figure = partsOf(value);
  const traces = figure?.["data"];
  if (figure === undefined || !Array.isArray(traces)) return undefined;
  if (JSON.stringify(figure).length > mostCharacters) return "too-large";
  const data = (traces as unknown[]).flatMap((trace): Parts[] => {
    const parts = partsOf(trace);
    return parts === undefined ? [] : [parts];
  });
  const layout = partsOf(figure["layout"]) ?? {};
  const isMap = data.some((trace) => trace["type"] === "choropleth" || trace["type"] === "scattergeo");
  return { data, layout, words: wordsOf(layout), bundle: isMap ? "geo" : "cartesian" };
}

/** What any figure says of itself, where nobody wrote it down: plotly takes titles as text and as `{ text }`, both with tags. */
export function titleOf(layout: Parts): string {
  const title = layout["title"];
  const text = typeof title === "string" ? title : partsOf(title)?.["text"];
  return typeof text === "string" ? text.replaceAll(/<[^<>]*>/g, " ").trim() : "";
}

/** The layout without what the page writes as text itself: the title and the source. */
export function layoutOfPlot(layout: Parts, words: ChartWords): Record<string, unknown> {
  const { title: _title, annotations, margin, meta: _meta, ...rest } = layout;
  const notes = Array.isArray(annotations) ? (annotations as unknown[]) : [];
  return {
    ...rest,
    height: words.plotHeight,
    annotations: notes.filter((note) => partsOf(note)?.["name"] !== "source"),
    margin: { ...partsOf(margin), ...words.plotMargin },
  };
}

function wordsOf(layout: Parts): ChartWords | undefined {
  const words = partsOf(partsOf(layout["meta"])?.["surgery"]);
  const numbers = partsOf(words?.["numbers"]);
  if (words === undefined || numbers === undefined) return undefined;
  const height = words["plotHeight"];
  return {
    title: textOf(words["title"]),
    source: textOf(words["source"]),
    description: textOf(words["description"]),
    says: textOf(words["says"]),
    warnings: listOf(words["warnings"]).map(textOf),
    plotMargin: { t: marginOf(words, "t", 34), b: marginOf(words, "b", 58) },
    plotHeight: typeof height === "number" ? Math.min(2000, Math.max(100, height)) : 360,
    numbers: {
      columns: listOf(numbers["columns"]).map(textOf),
      numeric: listOf(numbers["numeric"]).map((each) => each === true),
      rows: listOf(numbers["rows"])
        .slice(0, 200)
        .map((row) => listOf(row).map(textOf)),
      total: typeof numbers["total"] === "number" ? numbers["total"] : 0,
    },
  };
}

function marginOf(words: Parts, side: string, usual: number): number {
  const margin = partsOf(words["plotMargin"])?.[side];
  return typeof margin === "number" && margin >= 0 && margin <= 200 ? margin : usual;
}

function partsOf(value: unknown): Parts | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Parts) : undefined;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
