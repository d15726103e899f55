/** What the pages of the wizard share: where one is, what was typed, what went wrong. Each works without a script. */
import { html, type Html, type HtmlPart, type PublicPage } from "../http/index.js";
import type { DataSet } from "./data-sets.js";

export const steps = [
  { path: "about", words: "What it is" },
  { path: "mend", words: "Mend" },
  { path: "columns", words: "Columns" },
  { path: "findings", words: "What stood out" },
  { path: "checklist", words: "Checklist and licence" },
  { path: "ready", words: "Look and publish" },
] as const;

export type Step = (typeof steps)[number]["path"];

export interface WizardPage {
  readonly step: Step;
  readonly title: string;
  /** Not there yet on the very first page. */
  readonly set?: Pick<DataSet, "id" | "title">;
  readonly problem?: string;
  readonly said?: string;
  readonly main: HtmlPart;
  readonly wide?: boolean;
}

export function wizardPage({ step, title, set, problem, said, main, wide }: WizardPage): PublicPage {
  return {
    title: set === undefined ? title : `${title}: ${set.title}`,
    styles: ["surgeries.css", "publishing.css"],
    side: html`<a href="/publish">My open data</a>`,
    main: html`<div class="${wide === true ? "wide-column" : "column"} publishing">
      ${stepsNav(step, set)}
      <h1>${title}</h1>
      ${set !== undefined && html`<p class="quiet">${set.title}</p>`}
      ${problem !== undefined && html`<div class="note warn" role="alert"><p>${problem}</p></div>`}
      ${said !== undefined && html`<div class="note" role="status"><p>${said}</p></div>`} ${main}
    </div>`,
  };
}

function stepsNav(step: Step, set: Pick<DataSet, "id"> | undefined): Html {
  const at = steps.findIndex(({ path }) => path === step);
  return html`<nav aria-label="Steps" class="steps">
    <ol>
      ${steps.map(({ path, words }, place) =>
        place === at
          ? html`<li aria-current="step"><strong>${words}</strong></li>`
          : html`<li>${set === undefined ? words : html`<a href="/publish/${set.id}/${path}">${words}</a>`}</li>`,
      )}
    </ol>
  </nav>`;
}

export const revisionField = (revision: number): Html =>
  html`<input type="hidden" name="revision" value="${revision}" />`;

/** While something takes longer than a second: what is being done, since when; the page asks again by itself. */
export function workingPage(title: string, step: string, seconds: number): PublicPage {
  return {
    title,
    styles: ["publishing.css"],
    head: html`<meta http-equiv="refresh" content="1" />`,
    main: html`<div class="narrow publishing">
      <h1>${title}</h1>
      <p role="status"><strong>${step}</strong> … ${seconds > 2 && html`(${seconds} seconds so far)`}</p>
      <p class="quiet">This page goes on by itself. You can close it: what you typed is kept.</p>
    </div>`,
  };
}
