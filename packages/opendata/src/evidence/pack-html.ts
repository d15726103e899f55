/** The page of an evidence pack: what `evidencePage` shows, with the data behind it, as it stands on paper too. */
import { escapeHtml } from "../escape-html.js";
import { dayWords, sizeWords } from "../publish/page-frame.js";
import type { DataUsed } from "./data-used.js";
import { bodyOf } from "./evidence-html.js";
import { madeWords } from "./made-words.js";
import type { EvidencePage, EvidencePoint } from "./evidence-page.js";

export interface PackParts {
  readonly page: EvidencePage;
  readonly findings: readonly EvidencePoint[];
  readonly data: readonly DataUsed[];
}

/** As it stands under a cell. */
export function packHtml({ page, data }: PackParts): string {
  return page.html.replace(/<\/article>$/, `${dataSection(data, 4)}</article>`);
}

export function packMarkdown({ page, data }: PackParts): string {
  return data.length === 0
    ? page.markdown
    : `${page.markdown}\n\n## The data behind it\n\n${data.map((one) => [`- ${dataWords(one).join(" ")}`, ...madeWords(one.name, one).map((words, at) => `  ${at + 1}. ${words}`)].join("\n")).join("\n")}`;
}

const style =
  ":root{color-scheme:light dark;--paper:#fbfaf7;--ink:#1b2a33;--soft:#4a5a64;--rule:#e0dccf;--link:#0f766e}" +
  "@media(prefers-color-scheme:dark){:root{--paper:#12191e;--ink:#e9eef0;--soft:#aebbc2;--rule:#2e3b44;--link:#55cdbf}}" +
  "body{margin:2rem auto;padding:0 1rem;max-width:44rem;background:var(--paper);color:var(--ink);font:1.0625rem/1.5 'Atkinson Hyperlegible Next',Verdana,sans-serif;overflow-wrap:anywhere}" +
  "h1{font-size:1.9rem;line-height:1.2}h2{font-size:1.35rem;margin:2rem 0 .5rem}a{color:var(--link)}img{max-width:100%}code{font-size:.85em}" +
  "table{border-collapse:collapse}th,td{border-bottom:1px solid var(--rule)}caption{color:var(--soft)}.soft{color:var(--soft)}" +
  "summary:focus-visible,a:focus-visible{outline:3px solid var(--link);outline-offset:2px}" +
  // On paper a chart is whole, its numbers follow it, and no row is cut in two.
  "@page{size:A4;margin:18mm}@media print{:root{--paper:#fff;--ink:#000;--soft:#333;--rule:#999;--link:#000}body{margin:0;padding:0;max-width:none;font-size:10.5pt}.screen{display:none}" +
  "figure{max-width:none!important;overflow:visible!important}img{width:auto!important;min-width:0!important;max-height:225mm;break-inside:avoid}h2,h3,caption{break-after:avoid}tr,li{break-inside:avoid}thead{display:table-header-group}}";

/** A page of its own, without a script or anything from elsewhere; tables of numbers stand open, since paper can't be clicked. */
export function packDocument({ page, findings, data }: PackParts): string {
  const { question, limits, method, sources, checks } = page;
  const body = bodyOf({ question, findings, limits, method, sources, checks }, 1, "What was checked");
  return (
    `<!doctype html>\n<html lang="en-GB"><head><meta charset="utf-8">` +
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1"><title>${escapeHtml(question)}</title><style>${style}</style></head><body><main>` +
    body.replaceAll("<details>", "<details open>") +
    dataSection(data, 2) +
    `</main><footer><p class="soft screen">To keep or send this as a PDF: print it (Ctrl and P, on a Mac ⌘ and P) and choose “Save as PDF”.</p></footer></body></html>\n`
  );
}

function dataSection(data: readonly DataUsed[], level: number): string {
  const items = data.map((one) => `<li>${dataWords(one).map(escapeHtml).join(" ")}${madeHtml(one)}</li>`);
  return `<h${level}>The data behind it</h${level}>${items.length === 0 ? "<p>No file is known: the figures were written down in the notebook.</p>" : `<ul>${items.join("")}</ul>`}`;
}

/** A page of paper has no links to follow: the line stands there, oldest first. */
function madeHtml(one: DataUsed): string {
  const lines = madeWords(one.name, one);
  if (lines.length === 0) return "";
  return `<p>How it was made:</p><ol>${lines.map((words) => `<li>${escapeHtml(words)}</li>`).join("")}</ol>`;
}

/** Sentences: what it is, which version, its checksum, and whether it travels along. */
function dataWords({
  name,
  publisher,
  licence,
  date,
  url,
  readAt,
  sha256,
  size,
  published,
  notPacked,
}: DataUsed): string[] {
  const about = [publisher, licence, date].filter((part) => part !== undefined).join(", ");
  return [
    `${name}${about === "" ? "" : `: ${about}`}.`,
    ...(published === undefined
      ? []
      : [
          `This is version ${published.version.slice(1)} of “${published.title}” (${published.id}), published on ${dayWords(published.published)}.`,
        ]),
    ...(url === undefined ? [] : [`From ${url}`]),
    ...(sha256 === undefined
      ? []
      : [
          `${readAt === undefined ? "Read" : `Read on ${dayWords(readAt)}`}${size === undefined ? "" : `, ${sizeWords(size)}`}, SHA-256 ${sha256}.`,
        ]),
    ...(notPacked === undefined ? [] : [`It does not travel with this page. ${notPacked}`]),
  ];
}
