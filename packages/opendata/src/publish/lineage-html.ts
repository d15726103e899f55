/** The way back from a published figure: file, steps, notebook, cell, and what it was made from, each with its checksum. */
import { escapeHtml } from "../escape-html.js";
import type { MadeFrom } from "../lineage/made-by.js";
import { dayWords } from "./page-frame.js";
import type { Lineage, LineageMade, ReleasedTable } from "./release.js";

/** Where the way back of a table begins: charts and first rows lead there. */
export const originAnchor = (table: string): string => `origin-${table}`;

export function lineageHtml({ name, title, csv, lineage }: ReleasedTable): string {
  const { file, url, sha256, readAt, steps, notebook, made } = lineage;
  const code = steps.flatMap((step) => (step.code === undefined ? [] : [step.code]));
  const items = [
    ...(made === undefined ? [] : madeItems(made)),
    ...(notebook === undefined ? [] : [notebookItem(name, notebook, made)]),
    `Read from ${url === undefined ? `<code>${escapeHtml(file)}</code>` : link(url, file)} on ${dayWords(readAt)} (SHA-256 <code>${sha256}</code>).`,
    ...steps.map(({ words }) => escapeHtml(words)),
    `Published as <code>${csv.path}</code> with SHA-256 <code>${csv.sha256}</code>.`,
  ];
  return (
    `<h3 id="${originAnchor(name)}">How the figures of ${escapeHtml(title)} were made</h3><ol>${items.map((item) => `<li>${item}</li>`).join("")}</ol>` +
    (code.length === 0
      ? ""
      : `<details><summary>The steps as code</summary><pre tabindex="0">${escapeHtml(code.join("\n"))}</pre></details>`) +
    (made === undefined ? "" : cellsHtml(name, made))
  );
}

function madeItems({ from, steps }: LineageMade): string[] {
  return [...from.map(fromItem), ...steps.map((step) => `${escapeHtml(step)}.`)];
}

function fromItem({ name, publisher, licence, url, sha256, readAt }: MadeFrom): string {
  const about = [publisher, licence].filter((part) => part !== undefined).join(", ");
  const read = readAt === undefined ? "" : ` on ${dayWords(readAt)}`;
  return `Read ${url === undefined ? escapeHtml(name) : link(url, name)}${about === "" ? "" : ` (${escapeHtml(about)})`} in a notebook${read}${sha256 === undefined ? "" : ` (SHA-256 <code>${sha256}</code>)`}.`;
}

function notebookItem(
  table: string,
  { path, cell, sha256 }: NonNullable<Lineage["notebook"]>,
  made: LineageMade | undefined,
): string {
  const place =
    made?.cells === undefined ? "" : ` <a href="#${codeAnchor(table, made.cells.length - 1)}">See the cell</a>`;
  return `Made by cell <code>${escapeHtml(cell)}</code> of the notebook <code>${escapeHtml(path)}</code>${sha256 === undefined ? "" : ` (SHA-256 <code>${sha256}</code>)`}.${place}`;
}

const codeAnchor = (table: string, at: number): string => `code-${table}-${at + 1}`;

function cellsHtml(table: string, { cells, withheld }: LineageMade): string {
  if (withheld !== undefined) return `<p>${escapeHtml(withheld)}</p>`;
  if (cells === undefined || cells.length === 0) return "";
  const shown = cells.map(
    ({ name, source, sha256 }, at) =>
      `<h4 id="${codeAnchor(table, at)}">${escapeHtml(name)}${at === cells.length - 1 ? ": it wrote the file" : ""}</h4>` +
      `<pre tabindex="0">${escapeHtml(source)}</pre><p class="soft">SHA-256 <code>${sha256}</code></p>`,
  );
  return `<details><summary>The notebook’s code (${cells.length} ${cells.length === 1 ? "cell" : "cells"})</summary>${shown.join("")}</details>`;
}

function link(url: string, words: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(words)}</a>`;
}
