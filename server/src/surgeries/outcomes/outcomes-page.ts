/** For a venue's organisers, on a phone at the end of an evening: who still has no card. */
import { html, type Html, type PublicPage } from "../../http/index.js";
import { clockWords, dateWords } from "../local-time.js";
import type { SurgeryDate } from "../surgeries.js";
import { notebookUrl, titleOfPath } from "./notebooks.js";
import type { OutcomePerson } from "./outcomes.js";

export type ToldPerson = OutcomePerson & { readonly path: string | undefined };

export function outcomesPage(date: SurgeryDate, people: readonly ToldPerson[]): PublicPage {
  const { surgery } = date;
  const { timeZone } = surgery.venue;
  const isDone = ({ card }: ToldPerson): boolean => card !== undefined && card.done !== "";
  const done = people.filter(isDone).length;
  return {
    title: `What came of it: ${surgery.title}`,
    styles: ["surgeries.css", "outcomes.css"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<a href="/surgeries/${surgery.slug}/organise">Back</a>`,
    main: html`<div class="column">
      <h1>What came of it</h1>
      <p class="lead">${surgery.title}, ${dateWords(date.startsAt, timeZone)}, ${clockWords(date, timeZone)}</p>
      ${
        people.length === 0
          ? html`<p class="quiet">Nobody is here yet. Who arrives is listed here.</p>`
          : html`<p>${done} of ${people.length} have said what came of it.</p>`
      }
      <ul class="people">
        ${people.map((person) => personItem(date, person, isDone(person)))}
      </ul>
    </div>`,
  };
}

function personItem(date: SurgeryDate, person: ToldPerson, isDone: boolean): Html {
  const name = person.name === "" ? "Somebody without a name" : person.name;
  return html`<li>
    <p>
      ${isDone ? "■ Done" : "○ To do"}: <strong><bdi>${name}</bdi></strong
      >${person.surgeon !== "" && html` <span class="quiet">with <bdi>${person.surgeon}</bdi></span>`}
    </p>
    ${isDone && html`<p class="about"><span class="lines">${person.card?.done}</span></p>`}
    <div class="buttons">
      <a class="button" href="/surgeries/${date.surgery.slug}/dates/${date.id}/outcomes/${person.contactId}"
        >${isDone ? "Change it" : "Write it down"}<span class="visually-hidden"> (${name})</span></a
      >
      ${
        person.path !== undefined &&
        html`<a class="button" href="${notebookUrl(person.path)}"
          >Open their notebook<span class="visually-hidden"> (${titleOfPath(person.path)})</span></a
        >`
      }
    </div>
  </li>`;
}
