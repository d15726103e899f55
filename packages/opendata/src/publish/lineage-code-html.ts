/** The code of notebooks on a published page, where the keeper wishes it: the cells, each with an address of its own. */
import { escapeHtml } from "../escape-html.js";
import type { LineageMade } from "./release.js";

type Code = Pick<LineageMade, "cells" | "withheld">;

export interface CodePlace {
  readonly table: string;
  /** Which of the files on the way a notebook wrote here, counted from 1; the last is the published one. */
  readonly part: number;
  readonly parts: number;
}

/** A page stays quick to load: so many letters of code at most, of all notebooks together. */
const mostCode = 30_000;

/** Whether all of it may stand on the page. */
export function isWhole(all: readonly Code[]): boolean {
  return all.flatMap(({ cells = [] }) => cells).reduce((sum, { source }) => sum + source.length, 0) <= mostCode;
}

/** Of the published file as it was before there were several: others may have linked to it. */
export const codeAnchor = ({ table, part, parts }: CodePlace, at: number): string =>
  part === parts ? `code-${table}-${at + 1}` : `code-${table}-part${part}-${at + 1}`;

export function codeHtml({ cells, withheld }: Code, place: CodePlace & { readonly whole: boolean }): string {
  if (withheld !== undefined) return `<p>${escapeHtml(withheld)}</p>`;
  if (cells === undefined || cells.length === 0) return "";
  const most = Math.floor(mostCode / place.parts);
  const shown = cells.flatMap(({ name, source, sha256 }, at) => {
    const wrote = at === cells.length - 1;
    if (!place.whole && !wrote) return [];
    const cut = place.whole || source.length <= most ? source : `${source.slice(0, most)}\n…`;
    const level = place.parts === 1 ? "h4" : "h5";
    return [
      `<${level} id="${codeAnchor(place, at)}">${escapeHtml(name)}${wrote ? ": it wrote the file" : ""}</${level}>` +
        `<pre tabindex="0">${escapeHtml(cut)}</pre><p class="soft">SHA-256 <code>${sha256}</code></p>`,
    ];
  });
  const rest = place.whole ? "" : `<p>It is long: all of it is in release.json, under “lineage”.</p>`;
  return `<details><summary>The notebook’s code (${cells.length} ${cells.length === 1 ? "cell" : "cells"})</summary>${shown.join("")}${rest}</details>`;
}
