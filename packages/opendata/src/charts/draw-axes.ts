import { escapeHtml } from "../escape-html.js";
import { shortLabel } from "../short-label.js";
import { ink, quiet, rule } from "./palette.js";

/** A label at its place, in pixels. */
export interface PlacedLabel {
  readonly at: number;
  readonly text: string;
}

export interface Axes {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly up: readonly PlacedLabel[];
  readonly across: readonly PlacedLabel[];
  /** The words above the side and below the bottom. */
  readonly axis: string;
  readonly along: string;
}

/** Rules, labels and words of a chart that has figures up the side and something along the bottom. */
export function drawAxes({ left, right, bottom, up, across, axis, along }: Axes): string {
  const rules = up.map(
    ({ at, text }) =>
      `<line x1="${left}" x2="${right}" y1="${at}" y2="${at}" stroke="${rule}"/>` +
      `<text x="${left - 8}" y="${at + 5}" text-anchor="end" font-size="13" fill="${quiet}">${escapeHtml(text)}</text>`,
  );
  const feet = across.map(
    ({ at, text }) =>
      `<text x="${at}" y="${bottom + 18}" text-anchor="middle" font-size="13" fill="${quiet}">${escapeHtml(text)}</text>`,
  );
  return (
    `${rules.join("")}${feet.join("")}<line x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}" stroke="${ink}"/>` +
    `<text x="0" y="12" fill="${quiet}">${escapeHtml(shortLabel(axis, 90))}</text>` +
    `<text x="${(left + right) / 2}" y="${bottom + 40}" text-anchor="middle" fill="${quiet}">${escapeHtml(shortLabel(along, 80))}</text>`
  );
}
