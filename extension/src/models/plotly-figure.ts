/**
 * A figure of plotly as it comes in an output: from our own charts, whose words stand in `layout.meta.surgery`, or from anybody's
 * library. It may be hostile or enormous, so it is read with suspicion.
 */
import { ChartWords } from "@data-surgery/contract";

export type Parts = Readonly<Record<string, unknown>>;

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

/** What the two bundles can draw; of anything else plotly would draw lines. */
const drawable = {
  cartesian: new Set(
    "bar box contour heatmap histogram histogram2d histogram2dcontour image pie scatter scatterternary violin".split(
      " ",
    ),
  ),
  geo: new Set(["choropleth", "scattergeo", "scatter"]),
};

/** @returns `too-large`, or `unknown-kind` where no bundle draws all of it, or undefined where it is no figure */
export function readFigure(value: unknown): ReadFigure | "too-large" | "unknown-kind" | undefined {
  const figure = partsOf(value);
  const traces = figure?.["data"];
  if (figure === undefined || !Array.isArray(traces)) return undefined;
  if (JSON.stringify(figure).length > mostCharacters) return "too-large";
  const data = (traces as unknown[]).flatMap((trace): Parts[] => {
    const parts = partsOf(trace);
    return parts === undefined ? [] : [parts];
  });
  const layout = partsOf(figure["layout"]) ?? {};
  const kinds = data.map(({ type }) => (typeof type === "string" ? type : "scatter"));
  const bundle = kinds.some((kind) => drawable.geo.has(kind)) ? "geo" : "cartesian";
  if (!kinds.every((kind) => drawable[bundle].has(kind))) return "unknown-kind";
  return { data, layout, words: wordsOf(layout), bundle };
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

/** Words that are not as ours are belong to somebody else's figure. */
function wordsOf(layout: Parts): ChartWords | undefined {
  return ChartWords.safeParse(partsOf(layout["meta"])?.["surgery"]).data;
}

function partsOf(value: unknown): Parts | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Parts) : undefined;
}
