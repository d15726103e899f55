import { escapeHtml } from "../escape-html.js";
import type { EvidenceParts, EvidencePoint } from "./evidence-page.js";
import { sourceWords, unsaid } from "./evidence-words.js";

/** As it stands under a cell: its headings come below those of a lesson's step. Styles are few and inline, so that they survive cleaning. */
export function evidenceHtml(parts: EvidenceParts): string {
  return `<article style="max-width:704px">${bodyOf(parts, 3)}</article>`;
}

/** As a page of its own, without a script or anything from elsewhere. */
export function evidenceDocument(parts: EvidenceParts): string {
  const style =
    "body{margin:2rem auto;padding:0 1rem;max-width:44rem;background:#fbfaf7;color:#1b2a33;font:17px/1.5 'Atkinson Hyperlegible Next',Verdana,sans-serif}" +
    "figure{break-inside:avoid}img{max-width:100%}";
  return (
    `<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escapeHtml(parts.question)}</title><style>${style}</style></head><body><main>${bodyOf(parts, 1)}</main></body></html>\n`
  );
}

/** @param checked what stands above the checks */
export function bodyOf(
  { question, findings, limits, method, sources, checks }: EvidenceParts,
  level: number,
  checked = "Before we publish",
): string {
  const section = (title: string, lines: readonly string[]): string =>
    heading(level + 1, title) + (lines.length === 0 ? paragraph(unsaid) : list("", lines.map(escapeHtml)));
  return [
    heading(level, question),
    ...findings.map(findingHtml),
    section("What it can't say", limits),
    ...(method.length === 0 ? [] : [section("How it was worked out", method)]),
    section("Sources", sources.map(sourceWords)),
    heading(level + 1, checked),
    list(
      "list-style:none;padding-left:0",
      checks.map(
        ({ question: asked, answer }) =>
          `${answer === "" ? "○" : "✓"} ${escapeHtml(asked)} <strong>${escapeHtml(answer === "" ? unsaid : answer)}</strong>`,
      ),
    ),
  ].join("");
}

/** A chart brings its own warnings and numbers, and that of a finding its sentence as well. */
function findingHtml({ sentence, chart, warnings = [] }: EvidencePoint): string {
  const said = `<strong>${escapeHtml(sentence)}</strong>`;
  const above = chart?.html.includes(said) === true ? "" : `<p style="margin:12px 0 4px">${said}</p>`;
  const below =
    chart === undefined
      ? warnings.map((warning) => `<p style="margin:4px 0"><strong>Mind:</strong> ${escapeHtml(warning)}</p>`).join("")
      : chart.html;
  return above + below;
}

function heading(level: number, words: string): string {
  return `<h${level}>${escapeHtml(words)}</h${level}>`;
}

function paragraph(words: string): string {
  return `<p>${escapeHtml(words)}</p>`;
}

function list(style: string, items: readonly string[]): string {
  const attribute = style === "" ? "" : ` style="${style}"`;
  return `<ul${attribute}>${items.map((item) => `<li>${item}</li>`).join("")}</ul>`;
}
