/**
 * What a chart encodes, as plain data for the author's tests: from our own charts and from plotly's `{ data, layout }`. Colours,
 * sizes and everything else that is a matter of taste stays out. What comes here is a learner's claim: it is read with suspicion
 * and never believed to be complete.
 */

export interface ChartSeries {
  /** Empty where there is only one. */
  readonly name: string;
  /** `bar`, `line`, `scatter`, `histogram`, `box`, `map`, `pie`, or what plotly calls it. */
  readonly type: string;
  /** What each mark stands for: names, years. */
  readonly x: readonly unknown[];
  /** The figures that are drawn; null where one is missing. */
  readonly y: readonly unknown[];
}

/** `type`, `x` and `y` are those of the first series. */
export interface ChartFacts extends Omit<ChartSeries, "name"> {
  readonly title: string;
  /** What the figures are, as the chart says it. */
  readonly axis: string;
  /** What stands along the other axis. */
  readonly along: string;
  /** Where the figures come from, as the chart says it. */
  readonly source: string;
  /** Where the axis of the figures begins and ends; undefined where the chart leaves it to whoever draws it. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly series: readonly ChartSeries[];
}

type Parts = Readonly<Record<string, unknown>>;

/** Undefined for what is not a chart. */
export function readChart(value: unknown): ChartFacts | undefined {
  const chart = partsOf(value);
  if (chart === undefined) return undefined;
  const { data } = chart;
  if (Array.isArray(data)) return readPlotly(data as unknown[], partsOf(chart["layout"]) ?? {});
  const own = partsOf(data);
  return own === undefined ? undefined : readOwn(own, textOf(chart["title"]));
}

function readOwn(data: Parts, title: string): ChartFacts | undefined {
  const type = textOf(data["type"]);
  const series = listOf(data["series"]).flatMap((each): ChartSeries[] => {
    const parts = partsOf(each);
    return parts === undefined
      ? []
      : [{ name: textOf(parts["name"]), type, x: listOf(parts["x"]), y: listOf(parts["y"]) }];
  });
  return facts(series, {
    title,
    axis: textOf(data["axis"]),
    along: textOf(data["along"]),
    source: textOf(data["source"]),
    from: numberOf(data["from"]),
    to: numberOf(data["to"]),
  });
}

function readPlotly(traces: readonly unknown[], layout: Parts): ChartFacts | undefined {
  const parts = traces.map((trace) => partsOf(trace)).filter((trace) => trace !== undefined);
  const lying = parts.length > 0 && parts.every(({ orientation }) => orientation === "h");
  const [valueAxis, nameAxis] = lying ? ["xaxis", "yaxis"] : ["yaxis", "xaxis"];
  const series = parts.map((trace): ChartSeries => {
    const type = plotlyType(trace);
    const [x, y] = drawnOf(type, trace);
    const [names, values] = lying ? [y, x] : [x, y];
    return { name: textOf(trace["name"]), type, x: listOf(names), y: listOf(values) };
  });
  const axis = partsOf(layout[valueAxis]) ?? {};
  const [from, to] = plotlyRange(axis, series);
  return facts(series, {
    title: titleOf(layout["title"]),
    axis: titleOf(axis["title"]),
    along: titleOf(partsOf(layout[nameAxis])?.["title"]),
    source: plotlySource(layout),
    from,
    to,
  });
}

/** Shares and areas have their names and figures under keys of their own. */
function drawnOf(type: string, trace: Parts): readonly [unknown, unknown] {
  if (type === "pie") return [trace["labels"], trace["values"]];
  return type === "map" ? [trace["locations"], trace["z"]] : [trace["x"], trace["y"]];
}

/** Lines and points are one type to plotly, told apart by their mode. */
function plotlyType({ type, mode }: Parts): string {
  if (type === "choropleth") return "map";
  if (type !== undefined && type !== "scatter" && type !== "scattergl") return textOf(type);
  return typeof mode === "string" && !mode.includes("lines") ? "scatter" : "line";
}

/** What plotly does by itself counts too: bars start from zero. */
function plotlyRange(axis: Parts, series: readonly ChartSeries[]): readonly [number | undefined, number | undefined] {
  const [from, to] = listOf(axis["range"]).map((end) => numberOf(end));
  if (from !== undefined || to !== undefined) return [from, to];
  const figures = series.flatMap(({ y }) => y).filter((each): each is number => typeof each === "number");
  const fromZero = axis["rangemode"] === "tozero" || series.every(({ type }) => type === "bar");
  const positive = figures.length > 0 && figures.every((each) => each >= 0);
  return [fromZero && positive && axis["autorange"] !== "reversed" ? 0 : undefined, undefined];
}

/** A note below the chart that begins with the word. */
function plotlySource(layout: Parts): string {
  for (const note of listOf(layout["annotations"])) {
    const words = /^\s*source:?\s*(.+)$/is.exec(withoutTags(textOf(partsOf(note)?.["text"])))?.[1];
    if (words !== undefined) return words.trim();
  }
  return "";
}

function titleOf(title: unknown): string {
  const text = typeof title === "string" ? title : textOf(partsOf(title)?.["text"]);
  return withoutTags(text);
}

function withoutTags(text: string): string {
  return text.replace(/<[^<>]{0,200}>/g, " ").trim();
}

function facts(
  series: readonly ChartSeries[],
  words: Omit<ChartFacts, "series" | "type" | "x" | "y">,
): ChartFacts | undefined {
  const [first] = series;
  if (first === undefined) return undefined;
  return { type: first.type, x: first.x, y: first.y, ...words, series };
}

function partsOf(value: unknown): Parts | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Parts) : undefined;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" ? value : undefined;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? (value as unknown[]) : [];
}
