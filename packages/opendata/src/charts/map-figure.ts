import type { NumberFormat } from "../number-format.js";
import { countOf } from "../say.js";
import { classWords } from "./draw-map.js";
import type { MapArea } from "./map-chart.js";
import { classOf, type MapClass } from "./map-classes.js";
import type { MapOutlines } from "./map-outlines.js";
import { ink, paper, stepColours } from "./palette.js";
import { plotlyText, type FigureParts, type PlotlyParts } from "./plotly-figure.js";

/** One trace for each step of colour, so that each has its words in the legend; no map service is asked for anything. */
export function mapFigure(
  areas: readonly MapArea[],
  classes: readonly MapClass[],
  outlines: MapOutlines,
  axis: string,
  format: NumberFormat,
): FigureParts {
  const colours = stepColours(classes.length);
  const placed = areas.map((area, at) => ({
    ...area,
    at,
    step: area.value === null ? -1 : classOf(area.value, classes),
  }));
  const trace = (step: number, colour: string, name: string): PlotlyParts => {
    const those = placed.filter((area) => area.step === step);
    return {
      type: "choropleth",
      name: plotlyText(name),
      locations: those.map(({ feature }) => feature.code),
      z: those.map(({ value }) => value ?? 0),
      geojson: {
        type: "FeatureCollection",
        features: those.map(({ feature, at }) => ({
          type: "Feature",
          id: feature.code,
          properties: {},
          geometry: { type: "MultiPolygon", coordinates: outlines.polygons[at] ?? [] },
        })),
      },
      colorscale: [
        [0, colour],
        [1, colour],
      ],
      showscale: false,
      showlegend: true,
      hovertext: those.map(({ feature, value }) =>
        plotlyText(`${feature.name}: ${value === null ? "no figure" : format(value)}`),
      ),
      hoverinfo: "text",
      marker: { line: { color: ink, width: 0.6 } },
    };
  };
  const missing = areas.filter(({ value }) => value === null).length;
  const steps = classes.map((each, at) =>
    trace(at, colours[at] ?? ink, `${classWords(each, format)} (${countOf(each.many, "area")})`),
  );
  return {
    data: missing === 0 ? steps : [...steps, trace(-1, "#e4e4e0", `no figure (${countOf(missing, "area")})`)],
    height: Math.max(outlines.height, 240) + 20,
    layout: {
      geo: { visible: false, fitbounds: "locations", bgcolor: paper, projection: { type: "mercator" } },
      showlegend: true,
      legend: { title: { text: plotlyText(axis), font: { size: 14 } }, traceorder: "reversed" },
      margin: { l: 8, r: 8, b: 8 },
      dragmode: false,
    },
  };
}
