import { createNumberFormat } from "../number-format.js";
import { lineNumbers } from "./line-numbers.js";
import type { AlongScale } from "./along-scale.js";
import type { Line } from "./collect-lines.js";
import { lookOf } from "./palette.js";
import { figureAxis, plotlyText, type FigureParts, type PlotlyParts } from "./plotly-figure.js";

export interface LineDrawing {
  readonly lines: readonly Line[];
  readonly along: AlongScale;
  readonly yTicks: readonly number[];
  /** The words at the side and at the bottom. */
  readonly axis: string;
  readonly x: string;
  /** Whether the lines have names. */
  readonly named: boolean;
  /** Lines that are worked out and not measured: no marks stand on them. */
  readonly worked: ReadonlySet<string>;
}

/** The same as a figure of plotly. */
export function lineFigure({ lines, along, yTicks, axis, x, worked }: LineDrawing): FigureParts {
  const numbersOf = lineNumbers(lines, worked);
  const traces = lines.flatMap((line, index) => {
    const formatY = numbersOf(line);
    const look = lookOf(index);
    const before = line.name === "" ? "" : `${line.name}, `;
    const own = {
      type: "scatter",
      // So many marks would hide the line, and take a page seconds to draw.
      mode: worked.has(line.name) || line.points.length > 400 ? "lines" : "lines+markers",
      cliponaxis: false,
      name: plotlyText(line.name),
      x: line.points.map((point) => point.x),
      y: line.points.map((point) => point.y),
      hovertext: line.points.map((point) => plotlyText(`${before}${along.words(point.x)}: ${formatY(point.y)}`)),
      hoverinfo: "text",
      line: { color: look.colour, width: 2.5, dash: look.plotlyDash },
      marker: { color: look.colour, size: line.points.length > 40 ? 5 : 8, symbol: look.symbol },
    };
    return [...bandTraces(line, look.colour), own];
  });
  const { range: _range, ...across } = figureAxis(x, along.ticks, along.ticks.map(along.tickLabel));
  return {
    data: traces,
    height: 340,
    layout: {
      showlegend: lines.length > 1,
      legend: { orientation: "h", x: 0, y: 1, yanchor: "bottom" },
      xaxis: { ...across, showgrid: false, zeroline: false },
      yaxis: { ...figureAxis(axis, yTicks, yTicks.map(createNumberFormat(yTicks))), zeroline: false },
      margin: { l: 64, t: lines.length > 1 ? 34 : 8 },
    },
  };
}

/** The ends of the ranges as two lines without colour, and what lies between them filled. */
function bandTraces({ points }: Line, colour: string): PlotlyParts[] {
  const ranged = points.filter((point) => point.range !== undefined);
  if (ranged.length < 2) return [];
  const end = (which: 0 | 1, more: PlotlyParts): PlotlyParts => ({
    type: "scatter",
    mode: "lines",
    x: ranged.map((point) => point.x),
    y: ranged.map((point) => point.range?.[which] ?? null),
    line: { width: 0, color: colour },
    hoverinfo: "skip",
    showlegend: false,
    ...more,
  });
  return [end(0, {}), end(1, { fill: "tonexty", fillcolor: `${colour}33` })];
}
