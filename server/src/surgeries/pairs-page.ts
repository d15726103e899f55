/** Who sits beside whom: suggested with the reason, changed by a tap. */
import { html, type Html, type PublicPage } from "../http/index.js";
import { lines } from "./form-field.js";
import { clockWords, dateWords } from "./local-time.js";
import type { Group } from "./match.js";
import type { DatePairs } from "./pairings.js";
import type { SignUp } from "./sign-ups.js";
import type { SurgeryDate } from "./surgeries.js";

export interface PairsPage extends DatePairs {
  readonly date: SurgeryDate;
}

export function pairsPage(page: PairsPage): PublicPage {
  const { date, matching } = page;
  const { surgery } = date;
  const { timeZone } = surgery.venue;
  const nobody = matching.groups.length === 0 && matching.unmatched.length === 0 && matching.free.length === 0;
  return {
    title: `Who sits with whom: ${surgery.title}`,
    styles: ["surgeries.css"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<a href="/surgeries/${surgery.slug}/organise">Back</a>`,
    main: html`<div class="column">
      <h1>Who sits with whom</h1>
      <p class="lead">${surgery.title}, ${dateWords(date.startsAt, timeZone)}, ${clockWords(date, timeZone)}</p>
      <p>A suggestion, from what people wrote. What you choose stands; the others are seated around it.</p>
      ${nobody && html`<p class="quiet">Nobody has signed up yet.</p>`}
      ${matching.groups.map((group) => groupPart(page, group))} ${matching.unmatched.length > 0 && unmatchedPart(page)}
      ${
        matching.free.length > 0 &&
        html`<section aria-labelledby="free-title">
          <h2 id="free-title">Free to greet people and to help where it is needed</h2>
          <p>${matching.free.map((id) => page.people.get(id)?.name ?? "").join(", ")}</p>
        </section>`
      }
    </div>`,
  };
}

function groupPart(page: PairsPage, { surgeon, patients, around }: Group): Html {
  const who = page.people.get(surgeon)!;
  return html`<section class="group" aria-labelledby="g-${surgeon}">
    <h2 id="g-${surgeon}">
      <bdi>${who.name}</bdi> helps${around !== undefined && html` <span class="quiet">a group on ${around}</span>`}
    </h2>
    ${who.skills !== "" && html`<p class="quiet about">${lines(who.skills)}</p>`}
    <ul class="people">
      ${patients.map(({ id, because }) => personItem(page, page.people.get(id)!, because, surgeon))}
    </ul>
  </section>`;
}

function unmatchedPart(page: PairsPage): Html {
  return html`<section class="group" aria-labelledby="left-title">
    <h2 id="left-title">Not seated yet</h2>
    <ul class="people">
      ${page.matching.unmatched.map(({ id, because }) => personItem(page, page.people.get(id)!, because, ""))}
    </ul>
  </section>`;
}

function personItem(page: PairsPage, person: SignUp, because: string, at: string): Html {
  const surgeons = [...page.people.values()].filter(({ part }) => part === "surgeon");
  const { date } = page;
  return html`<li>
    <p>
      <strong><bdi>${person.name}</bdi></strong
      >${person.group !== "" && html`, ${person.group}`} <span class="quiet">(${because})</span>
    </p>
    ${person.need !== "" && html`<p class="about">${lines(person.need)}</p>`}
    ${person.accessNeeds !== "" && html`<p class="about"><strong>Needs:</strong> ${lines(person.accessNeeds)}</p>`}
    <form method="post" action="/surgeries/${date.surgery.slug}/dates/${date.id}/pairs" class="choose">
      <input type="hidden" name="person" value="${person.id}" />
      <label for="w-${person.id}">Sits with<span class="visually-hidden"> (${person.name})</span></label>
      <select id="w-${person.id}" name="with">
        ${page.chosen.has(person.id) && html`<option value="suggest">whoever is suggested</option>`}
        <option value="" ${at === "" && html`selected`}>nobody</option>
        ${surgeons.map(
          ({ id, name, languages }) =>
            html`<option value="${id}" ${id === at && html`selected`}>${name} (${languages.join(", ")})</option>`,
        )}
      </select>
      <button class="button">Change</button>
    </form>
  </li>`;
}
