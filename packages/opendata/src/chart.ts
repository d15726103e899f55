import { chartNumbers, mostNumbers } from "./charts/chart-numbers.js";
import { asSentence, wrapText } from "./charts/chart-text.js";
import { ink, paper, quiet } from "./charts/palette.js";
import { frameFigure, plotlyMime, type FigureParts, type PlotlyFigure } from "./charts/plotly-figure.js";
import { escapeHtml } from "./escape-html.js";
import { OpenDataError } from "./open-data-error.js";
import type { Row } from "./row.js";
import { createShowable, type Showable } from "./show.js";
import { tableHtml } from "./table-html.js";

/** What every chart must say about itself. */
export interface ChartWords {
  /** The finding, as a sentence: it stands above the chart. */
  readonly title: string;
  /** What the figures show, in a sentence or two that stand above the title: what a finding says. */
  readonly lead?: string;
  /** Who published the figures, the licence and the date: it stands below the chart. */
  readonly source: string;
  /** What this shows, in a sentence or two, for those who can't see it. Without it the chart says its kind, its highest and its lowest. */
  readonly says?: string;
  /** What to be careful about, in sentences that stand under the chart. */
  readonly warnings?: readonly string[];
}

/** What a chart encodes, as plain data: for tests, and for whoever wants to draw it otherwise. */
export interface ChartData {
  readonly type: "bar" | "line" | "scatter" | "histogram" | "box" | "map";
  /** What the figures are, with their unit. */
  readonly axis: string;
  /** The column along the other axis. */
  readonly along: string;
  readonly source: string;
  /** Where the axis of the figures begins and ends. */
  readonly from: number;
  readonly to: number;
  /** One a line, one a group of points or a box; bars and areas are one. `y` is null where a figure is missing. */
  readonly series: readonly ChartLine[];
}

export interface ChartLine {
  /** Empty where there is only one. */
  readonly name: string;
  readonly x: readonly (string | number)[];
  readonly y: readonly (number | null)[];
}

export interface ChartDrawing {
  readonly words: ChartWords;
  readonly data: Omit<ChartData, "source">;
  /** What somebody hears who can't see it: the kind of chart, how many, the highest and the lowest. */
  readonly description: string;
  /** Why the chart may mislead, in sentences that stand under it. */
  readonly warnings?: readonly string[];
  /** The same as a figure of plotly, for pages that can draw one. */
  readonly figure: FigureParts;
  /** The marks, the axes and their labels, drawn in a box of `width` × `height` that starts at 0, 0. */
  readonly marks: string;
  readonly width: number;
  readonly height: number;
  /** The numbers that were drawn, for the table below the chart. */
  readonly rows: readonly Row[];
  readonly columns: readonly string[];
}

/** A finished chart. `show(chart)` puts it under the cell; `svg` is the picture by itself, for a report. */
export interface Chart extends Showable {
  readonly title: string;
  readonly data: ChartData;
  readonly description: string;
  /** What this shows, in words: said by whoever made the chart, or the description. */
  readonly says: string;
  readonly warnings: readonly string[];
  readonly svg: string;
  readonly html: string;
  /** `{ data, layout }` of plotly. */
  readonly figure: PlotlyFigure;
}

const margin = 16;
const titleLine = 24;
const sourceLine = 18;

/**
 * The frame that all charts share. Title, picture and source are one SVG, so that a chart never travels without
 * its source. In the page it stands as an image with a text alternative: a page that cleans the HTML of outputs
 * drops inline SVG but keeps images, and the paper colour makes it readable on a dark theme and in print.
 */
export function createChart(drawing: ChartDrawing): Chart {
  const { words, description } = drawing;
  if (typeof words.title !== "string" || words.title.trim() === "") {
    throw new OpenDataError(
      "title-needed",
      "This chart has no title yet. Say in the title, as one sentence, what the chart shows.",
    );
  }
  const says = words.says?.trim() || description;
  const warnings = [...(words.warnings ?? []), ...(drawing.warnings ?? [])];
  const svg = renderSvg(drawing);
  const html = renderHtml(drawing, says, warnings, svg);
  const numbers = chartNumbers(drawing.rows, drawing.columns);
  const { title, source } = words;
  const lead = words.lead === undefined ? {} : { lead: words.lead };
  const figure = frameFigure(drawing.figure, { title, ...lead, source, description, says, warnings, numbers });
  const spoken = [
    words.lead,
    `Chart: ${asSentence(title)} ${description}`,
    ...warnings.map((one) => `Be careful: ${one}`),
  ];
  return {
    ...createShowable(
      () => html,
      spoken.filter((line) => line !== undefined).join("\n"),
      () => ({ [plotlyMime]: figure }),
    ),
    title,
    data: { ...drawing.data, source },
    description,
    says,
    warnings,
    svg,
    html,
    figure,
  };
}

function renderSvg({ words, description, marks, width, height }: ChartDrawing): string {
  const fullWidth = width + margin * 2;
  const title = wrapText(words.title, Math.floor(width / 11.4));
  const source = wrapText(`Source: ${words.source}`, Math.floor(width / 6.4));
  const top = margin + title.length * titleLine + 8;
  const below = top + height + 22;
  const fullHeight = below + source.length * sourceLine;
  const name = escapeHtml(`${asSentence(words.title)} ${description}`);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${name}" viewBox="0 0 ${fullWidth} ${fullHeight}" ` +
    `width="${fullWidth}" height="${fullHeight}" font-family="Atkinson Hyperlegible Next, Verdana, sans-serif">` +
    `<title>${escapeHtml(words.title)}</title><desc>${escapeHtml(description)}</desc>` +
    `<rect width="100%" height="100%" rx="8" fill="${paper}"/>` +
    textLines(title, margin + 14, titleLine, `font-size="18" font-weight="bold" fill="${ink}"`) +
    `<g transform="translate(${margin} ${top})" font-size="14" fill="${ink}">${marks}</g>` +
    `${textLines(source, below, sourceLine, `font-size="13" fill="${quiet}"`)}</svg>`
  );
}

function textLines(lines: readonly string[], top: number, step: number, look: string): string {
  return lines
    .map((line, index) => `<text x="${margin}" y="${top + index * step}" ${look}>${escapeHtml(line)}</text>`)
    .join("");
}

function renderHtml(
  { words, description, rows, columns }: ChartDrawing,
  says: string,
  warnings: readonly string[],
  svg: string,
): string {
  const alternative = escapeHtml(`${asSentence(words.title)} ${description} Source: ${words.source}`);
  const cut =
    rows.length > mostNumbers ? ` · the first ${mostNumbers} of ${rows.length.toLocaleString("en-GB")} rows` : "";
  const table = tableHtml(rows.slice(0, mostNumbers), columns, `${words.title}${cut}`);
  const lead =
    words.lead === undefined ? "" : `<p style="margin:0 0 12px"><strong>${escapeHtml(words.lead)}</strong></p>`;
  // On a phone the whole figure moves sideways and not the picture alone: in it stands something that takes the focus, so
  // that the arrow keys can move it too.
  return (
    `<figure style="margin:0;max-width:704px;overflow-x:auto">${lead}` +
    `<img alt="${alternative}" src="data:image/svg+xml,${encodeURIComponent(svg)}" style="width:100%;min-width:480px">` +
    `<figcaption><p style="margin:4px 0">${escapeHtml(says)}</p>` +
    warnings
      .map((warning) => `<p style="margin:4px 0"><strong>Be careful:</strong> ${escapeHtml(warning)}</p>`)
      .join("") +
    `</figcaption><details><summary>The numbers as a table</summary>${table}</details></figure>`
  );
}
