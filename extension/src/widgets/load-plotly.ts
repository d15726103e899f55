/** Plotly comes with the first chart and not before: half a megabyte that most of a lesson does not need. */
export interface Plotly {
  newPlot(place: HTMLElement, data: unknown, layout: unknown, config: unknown): Promise<unknown>;
  purge(place: HTMLElement): void;
  toImage(
    figure: { readonly data: unknown; readonly layout: unknown },
    options: { format: "png" | "svg"; width: number; height: number; scale: number },
  ): Promise<string>;
  readonly Plots: { resize(place: HTMLElement): Promise<unknown> };
}

type Bundle = "cartesian" | "geo";

const loaders: Readonly<Record<Bundle, () => Promise<{ readonly default: Plotly }>>> = {
  cartesian: () => import("plotly.js-cartesian-dist-min"),
  geo: () => import("plotly.js-geo-dist-min"),
};

/** @throws when the server can't be reached; asking again tries again */
export async function loadPlotly(bundle: Bundle): Promise<Plotly> {
  // Maps ask for the outlines of the world from another server, also when they bring their own, unless these are there.
  const scope = globalThis as { PlotlyGeoAssets?: unknown };
  scope.PlotlyGeoAssets ??= { topojson: { world_110m: { type: "Topology", objects: {}, arcs: [] } } };
  const module = await loaders[bundle]();
  return module.default;
}
