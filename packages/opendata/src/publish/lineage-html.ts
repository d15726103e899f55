/** The way back from a published figure: file, steps, notebook, cell, and what it was made from, each with its checksum; over as many notebooks as there were. */
import { escapeHtml } from "../escape-html.js";
import { unnamedNotebook, type MadeFrom } from "../lineage/made-by.js";
import { countOf } from "../say.js";
import { codeAnchor, codeHtml, isWhole } from "./lineage-code-html.js";
import { partAnchor, partThatWrote } from "./lineage-parts.js";
import { dayWords } from "./page-frame.js";
import type { Lineage, LineageEarlier, LineageMade, ReleasedTable } from "./release.js";

/** Where the way back of a table begins: charts and first rows lead there. */
export const originAnchor = (table: string): string => `origin-${table}`;

/** What a notebook did, beside what others did before it. */
interface Way {
  readonly table: string;
  readonly earlier: readonly LineageEarlier[];
  /** Whether all code stands on the page. */
  readonly whole: boolean;
}

export function lineageHtml({ name, title, csv, lineage }: ReleasedTable): string {
  const { file, url, sha256, readAt, steps, notebook, made } = lineage;
  const code = steps.flatMap((step) => (step.code === undefined ? [] : [step.code]));
  const earlier = made?.earlier ?? [];
  const way: Way = { table: name, earlier, whole: isWhole([...earlier, ...(made === undefined ? [] : [made])]) };
  const last = earlier.length + 1;
  const items = [
    ...(made === undefined ? [] : madeItems(made, way, last)),
    ...(notebook === undefined ? [] : [notebookItem(notebook, made, way, last)]),
    `Read from ${url === undefined ? `<code>${escapeHtml(file)}</code>` : link(url, file)} on ${dayWords(readAt)} (SHA-256 <code>${sha256}</code>).`,
    ...steps.map(({ words }) => escapeHtml(words)),
    `Published as <code>${csv.path}</code> with SHA-256 <code>${csv.sha256}</code>.`,
  ];
  return (
    `<h3 id="${originAnchor(name)}">How the figures of ${escapeHtml(title)} were made</h3>` +
    (earlier.length === 0
      ? ""
      : `<p>Notebooks wrote ${countOf(last, "file")} on the way. The oldest comes first.${made?.earlierCut === true ? " More came before these." : ""}</p>` +
        earlier.map((one, at) => earlierHtml(one, way, at + 1)).join("") +
        `<h4 id="${partAnchor(name, last)}">${last}. <code>${escapeHtml(file)}</code>, which is published here</h4>`) +
    (earlier.length > 0 || made === undefined
      ? listOf(items)
      : `<div id="${partAnchor(name, last)}">${listOf(items)}</div>`) +
    (code.length === 0
      ? ""
      : `<details><summary>The steps as code</summary><pre tabindex="0">${escapeHtml(code.join("\n"))}</pre></details>`) +
    (made === undefined ? "" : codeHtml(made, { table: name, part: last, parts: last, whole: way.whole }))
  );
}

function earlierHtml(one: LineageEarlier, way: Way, part: number): string {
  const { table, whole, earlier } = way;
  const items = [
    ...madeItems(one, way, part),
    ...(one.notebook === undefined ? [] : [notebookItem(one.notebook, one, way, part)]),
    `Saved as <code>${escapeHtml(one.file)}</code> (SHA-256 <code>${one.sha256}</code>).`,
  ];
  return (
    `<h4 id="${partAnchor(table, part)}">${part}. <code>${escapeHtml(one.file)}</code></h4>${listOf(items)}` +
    codeHtml(one, { table, part, parts: earlier.length + 1, whole })
  );
}

function listOf(items: readonly string[]): string {
  return `<ol>${items.map((item) => `<li>${item}</li>`).join("")}</ol>`;
}

/** A page stays quick to load: so many steps of a notebook at most. */
const mostSteps = 200;

function madeItems({ from, steps }: Pick<LineageMade, "from" | "steps">, way: Way, part: number): string[] {
  const items = [...from.map((one) => fromItem(one, way, part)), ...steps.map((step) => `${escapeHtml(step)}.`)];
  return items.length <= mostSteps
    ? items
    : [
        ...items.slice(0, mostSteps),
        `And ${countOf(items.length - mostSteps, "step")} more: all of them are in release.json, under “lineage”.`,
      ];
}

function fromItem(from: MadeFrom, { table, earlier }: Way, reader: number): string {
  const { name, publisher, licence, url, sha256, readAt } = from;
  const about = [publisher, licence].filter((part) => part !== undefined).join(", ");
  const read = readAt === undefined ? "" : ` on ${escapeHtml(dayWords(readAt))}`;
  const part = partThatWrote(from, earlier, reader);
  const made = part === 0 ? "" : `, made in <a href="#${partAnchor(table, part)}">part ${part}</a>,`;
  return `Read ${url === undefined ? escapeHtml(name) : link(url, name)}${about === "" ? "" : ` (${escapeHtml(about)})`}${made} in a notebook${read}${sha256 === undefined ? "" : ` (SHA-256 <code>${sha256}</code>)`}.${otherWords(from)}`;
}

/** A note about other bytes is no word about these. */
function otherWords({ changedSince, madeAnewSince }: MadeFrom): string {
  if (changedSince !== undefined)
    return ` It was changed after ${notebookWords(changedSince)} wrote it, so how it was made is not told here.`;
  if (madeAnewSince !== undefined)
    return ` ${notebookWords(madeAnewSince, "The")} has written it anew since then: how the one that was read was made is not known.`;
  return "";
}

function notebookWords(name: string, article = "the"): string {
  if (name === unnamedNotebook) return article === "the" ? name : "A notebook";
  return `${article} notebook <code>${escapeHtml(name)}</code>`;
}

function notebookItem(
  { path, cell, sha256 }: NonNullable<Lineage["notebook"]>,
  made: Pick<LineageMade, "cells"> | undefined,
  { table, earlier }: Way,
  part: number,
): string {
  const place =
    made?.cells === undefined
      ? ""
      : ` <a href="#${codeAnchor({ table, part, parts: earlier.length + 1 }, made.cells.length - 1)}">See the cell</a>`;
  return `Made by ${/^cell /i.test(cell) ? "" : "cell "}<code>${escapeHtml(cell)}</code> of ${notebookWords(path)}${sha256 === undefined ? "" : ` (SHA-256 <code>${sha256}</code>)`}.${place}`;
}

function link(url: string, words: string): string {
  return `<a href="${escapeHtml(url)}">${escapeHtml(words)}</a>`;
}
