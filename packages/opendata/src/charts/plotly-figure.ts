import type { ChartWords } from "@data-surgery/contract";
import { wrapText } from "./chart-text.js";
import { ink, lookOf, mostLooks, paper, quiet, rule } from "./palette.js";

export const plotlyMime = "application/vnd.plotly.v1+json";

/** A trace or a layout of plotly, as plain data. */
export type PlotlyParts = Readonly<Record<string, unknown>>;

/** What a front end draws: `{ data, layout }`, as plotly has it. */
export interface PlotlyFigure {
  readonly data: readonly PlotlyParts[];
  readonly layout: PlotlyParts;
}

/** The traces and what is particular to them in the layout. */
export interface FigureParts {
  readonly data: readonly PlotlyParts[];
  readonly layout: PlotlyParts;
  /** Room for the marks, the axes and their words. */
  readonly height: number;
}

const titleLine = 25;
const sourceLine = 18;
const width = 640;

/**
 * The whole figure. Title and source stand in it as well, so that any other front end that knows plotly, and a saved picture, have them
 * too; ours takes them out and writes them as text. A name from a file may hold marks that plotly reads as tags: see `plotlyText`.
 */
export function frameFigure(parts: FigureParts, meta: Omit<ChartWords, "plotHeight" | "plotMargin">): PlotlyFigure {
  const title = wrapText(meta.title, Math.floor(width / 11.4));
  const source = wrapText(`Source: ${meta.source}`, Math.floor(width / 6.4));
  const top = 22 + title.length * titleLine;
  const foot = source.length * sourceLine + 10;
  const { margin, annotations, ...own } = parts.layout as {
    readonly margin?: Readonly<Record<string, number>>;
    readonly annotations?: readonly PlotlyParts[];
  };
  const [above, below] = [margin?.["t"] ?? 8, margin?.["b"] ?? 58];
  const words: ChartWords = { ...meta, plotHeight: parts.height, plotMargin: { t: above, b: below } };
  return {
    data: parts.data,
    layout: {
      font: { family: "Atkinson Hyperlegible Next Variable, Verdana, sans-serif", size: 14, color: ink },
      paper_bgcolor: paper,
      plot_bgcolor: paper,
      colorway: Array.from({ length: mostLooks }, (_, at) => lookOf(at).colour),
      hoverlabel: { font: { size: 14 } },
      showlegend: false,
      ...own,
      title: {
        text: title.map((line) => `<b>${plotlyText(line)}</b>`).join("<br>"),
        font: { size: 18 },
        x: 0,
        xref: "container",
        xanchor: "left",
        yref: "container",
        y: 1,
        yanchor: "top",
        pad: { l: 16, t: 14 },
      },
      height: parts.height + top + foot,
      margin: { l: 52, r: 16, ...margin, t: above + top, b: below + foot },
      annotations: [...(annotations ?? []), sourceNote(source, below)],
      meta: { surgery: words },
    },
  };
}

function sourceNote(lines: readonly string[], below: number): PlotlyParts {
  return {
    name: "source",
    text: lines.map((line) => plotlyText(line)).join("<br>"),
    showarrow: false,
    xref: "paper",
    yref: "paper",
    x: 0,
    y: 0,
    xanchor: "left",
    yanchor: "top",
    yshift: -below,
    align: "left",
    font: { size: 13, color: quiet },
  };
}

/** An axis of figures: quiet rules, its words, and the ends that the static picture has. */
export function figureAxis(words: string, ticks: readonly number[], labels: readonly string[]): PlotlyParts {
  return {
    title: { text: plotlyText(words), font: { color: quiet, size: 14 } },
    range: [ticks[0] ?? 0, ticks.at(-1) ?? 1],
    tickvals: ticks,
    ticktext: labels.map((label) => plotlyText(label)),
    gridcolor: rule,
    zerolinecolor: ink,
    fixedrange: true,
  };
}

/** An axis of names. `ticktext` may be shorter than what they are told apart by. */
export function namesAxis(names: readonly string[], labels: readonly string[]): PlotlyParts {
  return {
    type: "category",
    tickvals: names,
    ticktext: labels.map((label) => plotlyText(label)),
    automargin: true,
    fixedrange: true,
    showgrid: false,
  };
}

/** Two rows may have the same name and still are two bars: plotly needs them to differ, people must not see it. */
export function tellApart(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return name + "\u200B".repeat(before);
  });
}

/** Plotly reads some tags in its texts; a cell of a file that looks like one must stay what it is. */
export function plotlyText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
