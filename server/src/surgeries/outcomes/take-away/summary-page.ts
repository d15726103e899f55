/**
 * `summary.html`: what was found, what came of it and how to go on, on one page that opens anywhere without a network and prints. It may
 * load nothing and run nothing: pictures are inside it, as pictures.
 */
import { html, renderHtml, trustedHtml, type Html } from "../../../http/index.js";
import { allTopics } from "../../topics.js";
import type { OutcomeWords } from "../outcome-card.js";
import type { TakenChart } from "./charts-of.js";
import type { FindingWords } from "./finding-words.js";

export interface Summary extends FindingWords {
  /** As they call themselves. */
  readonly name: string;
  readonly day: string;
  readonly surgery: string;
  readonly card: OutcomeWords | undefined;
  readonly charts: readonly (TakenChart & { readonly file: string })[];
  readonly notebookFile: string;
  readonly dataFiles: readonly string[];
  readonly leftOut: readonly string[];
  /** Where the resume code is typed. */
  readonly resumeUrl: string;
}

export function summaryPage(summary: Summary): string {
  const { title, name, day, surgery, found, card, charts } = summary;
  return renderHtml(
    html`<!doctype html>
      <html lang="en-GB">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <meta
            http-equiv="Content-Security-Policy"
            content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"
          />
          <title>${title}</title>
          <style>
            ${trustedHtml(style)}
          </style>
        </head>
        <body>
          <main>
            <p class="quiet">${surgery === "" ? "Data Surgery" : surgery}, ${day}. Taken home by <bdi>${name}</bdi>.</p>
            <h1>${title}</h1>
            ${part("What we found", found.length === 0 ? undefined : found.map((words) => html`<p class="lines">${words}</p>`))}
            ${charts.map(chartPart)} ${card !== undefined && cardPart(card)} ${goOnPart(summary)}
          </main>
        </body>
      </html>`,
  );
}

function part(title: string, body: Html | readonly Html[] | undefined): Html | undefined {
  return body === undefined
    ? undefined
    : html`<section>
        <h2>${title}</h2>
        ${body}
      </section>`;
}

function chartPart({ type, bytes, words, file }: Summary["charts"][number]): Html {
  const mime = type === "svg" ? "svg+xml" : type;
  const address = `data:image/${mime};base64,${Buffer.from(bytes).toString("base64")}`;
  return html`<figure>
    <img src="${address}" alt="${words === "" ? "A picture from the notebook" : words}" />
    <figcaption>
      ${words !== "" && html`<p>${words}</p>`}
      <p class="quiet">The picture by itself: ${file}</p>
    </figcaption>
  </figure>`;
}

function cardPart({ done, next, story, topic }: OutcomeWords): Html {
  const about = allTopics.find(({ id }) => id === topic)?.words ?? "";
  const rows = [
    ["What we got done", done],
    ["What comes next", next],
    ["It was about", about],
    ["The story", story],
  ] as const;
  return html`<section>
    <h2>What came of it</h2>
    <dl>
      ${rows
        .filter(([, words]) => words !== "")
        .map(
          ([label, words]) =>
            html`<dt>${label}</dt>
              <dd class="lines">${words}</dd>`,
        )}
    </dl>
  </section>`;
}

function goOnPart({ notebookFile, dataFiles, leftOut, resumeUrl }: Summary): Html {
  return html`<section>
    <h2>How to go on at home</h2>
    <ul>
      <li>
        On any computer or phone: open <strong>${resumeUrl}</strong> and type your resume code. It is on the card that
        you were shown when you joined. Your work is there as you left it.
      </li>
      <li>
        Without us: <strong>${notebookFile}</strong> opens in Jupyter. Keep it in one folder with
        ${dataFiles.length === 0 ? "its data" : html`<strong>${dataFiles.join(", ")}</strong>`}.
      </li>
      <li>Spreadsheet programs open the data files. The charts are pictures: put them in a report or on a slide.</li>
    </ul>
    ${
      leftOut.length > 0 &&
      html`<h3>What is not in here</h3>
        <ul>
          ${leftOut.map((words) => html`<li>${words}</li>`)}
        </ul>`
    }
  </section>`;
}

const style = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1b2a33; --quiet: #4a5a63; --line: #c9cfd2; }
@media (prefers-color-scheme: dark) { :root { --paper: #14191d; --ink: #e8ecee; --quiet: #aab6bc; --line: #3b474e; } }
body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.5 "Atkinson Hyperlegible Next", Verdana, sans-serif; }
main { max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 3rem; overflow-wrap: anywhere; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0.25rem 0 1rem; }
h2 { font-size: 1.25rem; margin: 2rem 0 0.5rem; }
.quiet { color: var(--quiet); }
.lines { white-space: pre-line; }
figure { margin: 1.5rem 0; break-inside: avoid; }
img { max-width: 100%; height: auto; background: #fbfaf7; border: 1px solid var(--line); border-radius: 8px; }
dt { font-weight: 600; } dd { margin: 0 0 0.75rem; }
li { margin-bottom: 0.5rem; }
@media print { :root { --paper: #ffffff; --ink: #000000; --quiet: #333333; } body { font-size: 11pt; } main { padding: 0; max-width: none; } }
`;
