import { jsonCopy } from "./json-copy.js";
import { isPlainObject } from "./plain-rows.js";

/** MIME type under which front ends draw figures of plotly. */
export const plotlyMime = "application/vnd.plotly.v1+json";

/** A figure as plotly has it, `{ data, layout }`: for the front end, and in words for whoever can't see it. */
export function readPlotlyFigure(value: unknown): { readonly json: unknown; readonly text: string } | undefined {
  if (!isPlainObject(value) || !isTraces(value["data"])) return undefined;
  const layout = value["layout"];
  if (layout !== undefined && !isPlainObject(layout)) return undefined;
  // `{ data: [...] }` alone is just as likely to be somebody's answer from a web address.
  if (layout === undefined && !value["data"].every((trace) => typeof trace["type"] === "string")) return undefined;
  const { data, config, frames } = value;
  const json = jsonCopy({
    data,
    layout: layout ?? {},
    ...(config === undefined ? {} : { config }),
    ...(frames === undefined ? {} : { frames }),
  });
  return { json, text: describe(value["data"], layout ?? {}) };
}

type Trace = Readonly<Record<string, unknown>>;

function isTraces(value: unknown): value is readonly Trace[] {
  const marks = ["type", "x", "y", "z", "values", "labels", "lat", "lon", "locations", "geojson"];
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((trace) => isPlainObject(trace) && marks.some((mark) => Object.hasOwn(trace, mark)))
  );
}

function describe(traces: readonly Trace[], layout: Trace): string {
  const title = textOf(layout["title"]);
  const axes = [textOf(axisTitle(layout["xaxis"])), textOf(axisTitle(layout["yaxis"]))];
  const series = traces.map((trace) => {
    const name = textOf(trace["name"]);
    const points = [trace["y"], trace["values"], trace["x"], trace["z"]].find(
      (list) => Array.isArray(list) || ArrayBuffer.isView(list),
    );
    const length = points === undefined ? undefined : (points as unknown as ArrayLike<unknown>).length;
    const many = length === undefined ? "" : `, ${length} ${length === 1 ? "point" : "points"}`;
    return `${kindOf(trace)}${name === "" ? "" : ` “${name}”`}${many}`;
  });
  const named = axes.every((axis) => axis !== "") ? ` Axes: ${axes.join(" and ")}.` : "";
  return `Chart${title === "" ? "" : `: ${title}`}.${named} ${series.slice(0, 10).join("; ")}${series.length > 10 ? `; and ${series.length - 10} more` : ""}.`;
}

function kindOf(trace: Trace): string {
  const type = typeof trace["type"] === "string" ? trace["type"] : "scatter";
  const mode = typeof trace["mode"] === "string" ? trace["mode"] : "";
  if (type === "scatter") return mode === "markers" ? "points" : "line";
  return type;
}

function axisTitle(axis: unknown): unknown {
  return isPlainObject(axis) ? axis["title"] : undefined;
}

/** Plotly takes titles as text and as `{ text }`; both may hold HTML. */
function textOf(title: unknown): string {
  const text = isPlainObject(title) ? title["text"] : title;
  return typeof text === "string" ? text.replaceAll(/(?:<[^>]*>|\s)+/g, " ").trim() : "";
}
