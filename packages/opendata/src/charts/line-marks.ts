import { escapeHtml } from "../escape-html.js";
import { createNumberFormat } from "../number-format.js";
import { shortLabel } from "../short-label.js";
import { round } from "./chart-text.js";
import type { Line } from "./collect-lines.js";
import { drawAxes } from "./draw-axes.js";
import { endsOf } from "./ends-of.js";
import type { LineDrawing } from "./line-figure.js";
import { lookOf, type Look } from "./palette.js";

export const width: number = 640;
export const height: number = 300;
const [left, nameRoom, bottom] = [52, 140, height - 40];

/** The marks of a line chart as SVG. */
export function lineMarks(drawing: LineDrawing): string {
  const { lines, along, yTicks, axis, x: under } = drawing;
  const [firstX, lastX] = endsOf(lines.flatMap(({ points }) => points.map(({ x }) => x)));
  const [low, high] = [yTicks[0] ?? 0, yTicks.at(-1) ?? 1];
  const right = width - (drawing.named ? nameRoom : 24);
  const placeX = (x: number): number => round(left + ((x - firstX) / (lastX - firstX || 1)) * (right - left));
  const placeY = (y: number): number => round(28 + (1 - (y - low) / (high - low)) * (height - 68));
  const formatY = createNumberFormat(yTicks);
  const up = yTicks.map((tick) => ({ at: placeY(tick), text: formatY(tick) }));
  const across = along.ticks.map((tick) => ({ at: placeX(tick), text: along.tickLabel(tick) }));
  const axes = drawAxes({ left, right, bottom, up, across, axis, along: under });
  const bands = lines.map((line, index) => band(line, lookOf(index).colour, placeX, placeY));
  return axes + bands.join("") + drawLines(drawing, placeX, placeY);
}

type Placer = (value: number) => number;

function band({ points }: Line, colour: string, placeX: Placer, placeY: Placer): string {
  const ranged = points.filter((point) => point.range !== undefined);
  if (ranged.length < 2) return "";
  const edge = (which: 0 | 1): string[] => ranged.map(({ x, range }) => `${placeX(x)},${placeY(range?.[which] ?? 0)}`);
  const outline = [...edge(0), ...edge(1).toReversed()].join(" ");
  return `<polygon points="${outline}" fill="${colour}" fill-opacity="0.18"/>`;
}

function drawLines({ lines, named, worked }: LineDrawing, placeX: Placer, placeY: Placer): string {
  const names = named ? spreadNames(lines, placeY) : [];
  return lines
    .map((line, index) => {
      const look = lookOf(index);
      const path = line.points.map((point) => `${placeX(point.x)},${placeY(point.y)}`).join(" ");
      const small = line.points.length > 40;
      const marks = worked.has(line.name)
        ? []
        : line.points.map((point) => drawMark(look, placeX(point.x), placeY(point.y), small ? 0.5 : 1));
      const name = names[index];
      const label =
        name === undefined
          ? ""
          : `<text x="${width - nameRoom + 10}" y="${name + 5}" fill="${look.colour}">${escapeHtml(shortLabel(line.name, 17))}</text>`;
      const dash = look.dash === "" ? "" : ` stroke-dasharray="${look.dash}"`;
      return `<polyline points="${path}" fill="none" stroke="${look.colour}" stroke-width="2.5"${dash}/>${marks.join("")}${label}`;
    })
    .join("");
}

/** Where each line's name stands: beside its last point, moved apart where two would overlap. */
function spreadNames(lines: readonly Line[], placeY: Placer): number[] {
  const wanted = lines
    .map((line, index) => ({ index, y: placeY(line.points.at(-1)?.y ?? 0) }))
    .toSorted((a, b) => a.y - b.y);
  const places: number[] = [];
  let last = -Infinity;
  for (const { index, y } of wanted) {
    last = Math.max(y, last + 18);
    places[index] = last;
  }
  return places;
}

function drawMark({ shape, colour }: Look, x: number, y: number, size: number): string {
  const [four, five, six] = [4 * size, 5 * size, 6 * size];
  if (shape === "circle") return `<circle cx="${x}" cy="${y}" r="${four}" fill="${colour}"/>`;
  if (shape === "square") {
    return `<rect x="${x - four}" y="${y - four}" width="${four * 2}" height="${four * 2}" fill="${colour}"/>`;
  }
  const points =
    shape === "triangle"
      ? `${x},${y - five} ${x + five},${y + four} ${x - five},${y + four}`
      : `${x},${y - six} ${x + six},${y} ${x},${y + six} ${x - six},${y}`;
  return `<polygon points="${points}" fill="${colour}"/>`;
}
