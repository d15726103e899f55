/** What somebody may take home, on this device or on another by their resume code. */
import { html, type Html, type PublicPage } from "../../../http/index.js";
import { dateWords } from "../../local-time.js";
import type { SurgeryDate } from "../../surgeries.js";
import { notebookUrl, titleOfPath } from "../notebooks.js";
import type { OutcomeCard } from "../outcomes.js";

export interface ListedWork {
  /** Undefined for a notebook that was deleted, and for a card without one. */
  readonly path: string | undefined;
  readonly card: OutcomeCard | undefined;
  readonly date: SurgeryDate | undefined;
}

export function takeAwaysPage(name: string, works: readonly ListedWork[]): PublicPage {
  return {
    title: "My take-aways",
    styles: ["surgeries.css", "outcomes.css"],
    side: html`<a href="/me/card">My resume code</a>`,
    main: html`<div class="column">
      <h1>Your take-aways, <bdi>${name}</bdi></h1>
      <p class="lead">Each is one file with the notebook, its data, its charts and a summary to print.</p>
      ${
        works.length === 0 &&
        html`<p>
          Nothing is here yet. Open a notebook of yours, and choose “Finish: what came of it” in the menu under your
          name.
        </p>`
      }
      <ul class="dates">
        ${works.map(workItem)}
      </ul>
    </div>`,
  };
}

function workItem({ path, card, date }: ListedWork): Html {
  const title = path === undefined ? (date?.surgery.title ?? "A card") : titleOfPath(path);
  const query = new URLSearchParams({
    ...(path === undefined ? {} : { path }),
    ...(date === undefined ? {} : { date: date.id }),
  }).toString();
  const hidden = html`<span class="visually-hidden"> (${title})</span>`;
  return html`<li class="date">
    <h2><bdi>${title}</bdi></h2>
    ${date !== undefined && html`<p class="when">${date.surgery.title}, ${dateWords(date.startsAt, date.surgery.venue.timeZone)}</p>`}
    ${card !== undefined && html`<p class="about"><span class="lines">${card.done}</span></p>`}
    ${
      card !== undefined &&
      card.documentId !== null &&
      path === undefined &&
      html`<p>The notebook is not there any more, so there is nothing to take home of it.</p>`
    }
    <div class="buttons">
      ${
        path !== undefined &&
        html`<a class="button main" href="/me/take-away?${new URLSearchParams({ path }).toString()}" download
            >Take it home${hidden}</a
          >
          <a class="button" href="${notebookUrl(path)}">Open it${hidden}</a>`
      }
      <a class="button" href="/me/outcome?${query}">What came of it${hidden}</a>
    </div>
  </li>`;
}
