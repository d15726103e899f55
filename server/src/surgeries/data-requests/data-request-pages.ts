/** Requests for data and their answers, for everybody; and the two forms by which organisers keep them. */
import { html, type Html, type PublicPage } from "../../http/index.js";
import { faultSummary, lines, radioField, selectField, textField, type FormState } from "../form-field.js";
import { dateWords, instantOf, type LocalDate } from "../local-time.js";
import type { Venue } from "../surgeries.js";
import { outcomes, outcomeWords, standing, type DataRequest } from "./data-requests.js";

export interface DataRequestsPage extends FormState {
  readonly requests: readonly DataRequest[];
  readonly today: LocalDate;
  /** Where whoever looks organises: they may add, and answer theirs. */
  readonly venues: readonly Venue[];
  /** Of the answer that is to be mended; "" is the new request. */
  readonly mending?: string;
}

export function dataRequestsPage(page: DataRequestsPage): PublicPage {
  const { requests, venues, faults } = page;
  return {
    title: Object.keys(faults).length > 0 ? "Not yet: requests for data" : "Requests for data",
    styles: ["surgeries.css", "people.css"],
    head: html`<link
      rel="alternate"
      type="application/atom+xml"
      title="Requests for data"
      href="/data-requests.atom"
    />`,
    side: html`<a href="/surgeries">What is on</a>`,
    main: html`<div class="column">
      <h1>Requests for data</h1>
      <p class="lead">What groups asked councils and other bodies for, and what came of it.</p>
      <p><a href="/data-requests.csv">As a table (CSV)</a> · <a href="/data-requests.atom">Feed (Atom)</a></p>
      ${faultSummary(faults)}
      ${
        requests.length === 0
          ? html`<p>None are noted yet.</p>`
          : html`<ul class="plain-list">
              ${requests.map((request) => requestItem(page, request))}
            </ul>`
      }
      ${venues.length > 0 && newPart(page)}
    </div>`,
  };
}

const day = (date: LocalDate): string => dateWords(instantOf(date, "12:00", "Europe/London"), "Europe/London");

function requestItem(page: DataRequestsPage, request: DataRequest): Html {
  const { state, days } = standing(request, page.today);
  const own = page.venues.some(({ id }) => id === request.venueId);
  return html`<li id="r-${request.id}">
    <h2>${request.what}</h2>
    <p>
      <bdi>${request.group}</bdi> asked <strong><bdi>${request.body}</bdi></strong> on ${day(request.askedOn)}.
      ${request.link !== "" && html`<a href="${request.link}" rel="noopener noreferrer nofollow">The request</a>`}
    </p>
    <p><strong>${days} ${days === 1 ? "day" : "days"}, ${outcomeWords[state]}</strong></p>
    ${
      request.answers.length > 0 &&
      html`<ul>
        ${request.answers.map(
          ({ answeredOn, outcome, words, link }) =>
            html`<li>
              ${day(answeredOn)}: ${outcomeWords[outcome]}. ${lines(words)}
              ${link !== "" && html`<a href="${link}" rel="noopener noreferrer nofollow">The answer</a>`}
            </li>`,
        )}
      </ul>`
    }
    ${own && answerPart(page, request)}
  </li>`;
}

function answerPart(page: DataRequestsPage, { id, what }: DataRequest): Html {
  const mine = page.mending === id;
  const state: FormState = {
    prefix: `${id}-`,
    fields: mine ? page.fields : { answeredOn: page.today },
    faults: mine ? page.faults : {},
  };
  return html`<details ${mine && html`open`}>
    <summary>Note an answer<span class="away"> to ${what}</span></summary>
    <form method="post" action="/data-requests/${id}/answers">
      ${textField(state, { name: "answeredOn", label: "When", type: "date", required: true })}
      ${radioField(state, {
        name: "outcome",
        label: "What came of it",
        choices: outcomes.map((value) => ({ value, words: outcomeWords[value] })),
      })}
      ${textField(state, { name: "words", label: "In a sentence", most: 400 })}
      ${textField(state, { name: "link", label: "Address of the answer, or of the data", type: "url", most: 400 })}
      <button class="button">Note it</button>
    </form>
  </details>`;
}

function newPart(page: DataRequestsPage): Html {
  const mine = page.mending === "";
  const state: FormState = { fields: mine ? page.fields : { askedOn: page.today }, faults: mine ? page.faults : {} };
  return html`<section aria-labelledby="new-title">
    <h2 id="new-title">Note a request</h2>
    <form method="post" action="/data-requests">
      ${textField(state, { name: "group", label: "Which group asked", required: true, most: 80 })}
      ${textField(state, { name: "body", label: "Whom", required: true, most: 80, tip: "The council or other body. Name no person." })}
      ${textField(state, { name: "what", label: "For what, in a sentence", required: true, most: 200 })}
      ${textField(state, { name: "askedOn", label: "When", type: "date", required: true })}
      ${textField(state, { name: "link", label: "Address of the request", type: "url", most: 400 })}
      ${selectField(state, {
        name: "venue",
        label: "Whose organisers keep it",
        choices: page.venues.map(({ id, name }) => ({ value: id, words: name })),
      })}
      <button class="button main">Note it: it is public at once</button>
    </form>
  </section>`;
}
