import { escapeHtml } from "../escape-html.js";
import type { NumberFormat } from "../number-format.js";
import { wrapText } from "./chart-text.js";
import { countOf } from "../say.js";
import { shortLabel } from "../short-label.js";
import type { MapArea } from "./map-chart.js";
import { classOf, type MapClass } from "./map-classes.js";
import type { MapOutlines } from "./map-outlines.js";
import { ink, paper, quiet, stepColours } from "./palette.js";

const legendLeft = 446;

/** The areas, and beside them what the colours mean. */
export function drawMap(
  areas: readonly MapArea[],
  classes: readonly MapClass[],
  outlines: MapOutlines,
  axis: string,
  format: NumberFormat,
): string {
  const colours = stepColours(classes.length);
  const shapes = areas.map(({ value }, at) => {
    const fill = value === null ? "url(#none)" : (colours[classOf(value, classes)] ?? ink);
    const path = outlines.paths[at] ?? "";
    return path === ""
      ? ""
      : `<path d="${path}" fill="${fill}" fill-rule="evenodd" stroke="${ink}" stroke-width="0.6"/>`;
  });
  const hatch =
    `<defs><pattern id="none" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    `<rect width="6" height="6" fill="${paper}"/><rect width="2" height="6" fill="#8a979f"/></pattern></defs>`;
  return hatch + shapes.join("") + drawLegend(areas, classes, colours, axis, format);
}

function drawLegend(
  areas: readonly MapArea[],
  classes: readonly MapClass[],
  colours: readonly string[],
  axis: string,
  format: NumberFormat,
): string {
  const words = wrapText(axis, 24).slice(0, 3);
  const head = words.map(
    (line, at) => `<text x="${legendLeft}" y="${16 + at * 18}" fill="${quiet}">${escapeHtml(line)}</text>`,
  );
  const missing = areas.filter(({ value }) => value === null).length;
  const entries = classes
    .map((each, at) => ({
      colour: colours[at] ?? ink,
      text: `${classWords(each, format)} (${countOf(each.many, "area")})`,
    }))
    .toReversed();
  if (missing > 0) entries.push({ colour: "url(#none)", text: `no figure (${countOf(missing, "area")})` });
  const top = words.length * 18 + 14;
  const lines = entries.map(
    ({ colour, text }, at) =>
      `<rect x="${legendLeft}" y="${top + at * 24}" width="20" height="16" fill="${colour}" stroke="${ink}" stroke-width="0.6"/>` +
      `<text x="${legendLeft + 28}" y="${top + 13 + at * 24}" font-size="13">${escapeHtml(shortLabel(text, 24))}</text>`,
  );
  return head.join("") + lines.join("");
}

/** "2.1 to 3.4", or "2.1" where all are the same. */
export function classWords({ from, to }: MapClass, format: NumberFormat): string {
  return format(from) === format(to) ? format(from) : `${format(from)} to ${format(to)}`;
}
