/** The report that writes itself, for a venue's organisers: on the screen, and on paper or as PDF by the browser. No names in it. */
import { html, type Html, type PublicPage } from "../http/index.js";
import { dateWords, textField, type FormState } from "../surgeries/index.js";
import {
  confidenceTable,
  definitionsPart,
  laterTable,
  source,
  stagePart,
  storiesPart,
  topicsTable,
  visitsTable,
} from "./figure-parts.js";
import type { ReportScope } from "./report-scope.js";
import { counted, hoursWords, reportWords, shareWords } from "./report-words.js";
import { zone, type Report } from "./report.js";

export interface ReportPage {
  readonly asked: ReportScope;
  readonly report: Report;
  readonly stories: readonly { readonly story: string; readonly where: string }[];
  readonly laterWords: readonly string[];
  readonly now: number;
}

export function reportPage(page: ReportPage): PublicPage {
  const { asked, report, now } = page;
  return {
    title: `Impact: ${asked.title}`,
    styles: ["surgeries.css", "impact.css"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<a href="/surgeries/organise">Organise</a> <a href="/impact">What everybody sees</a>`,
    main: html`<div class="column report">
      <h1>Impact: ${asked.title}</h1>
      <p class="lead">
        ${periodWords(asked)}As of ${dateWords(now, zone)}. For organisers: small numbers are in it, so think before you
        pass it on.
      </p>
      ${chooser(asked)}
      ${asked.venues.length === 0 ? html`<p>You don’t organise anywhere yet. Announce a surgery first.</p>` : sections(page)}
      ${report.figures.inputs.held > 0 && definitionsPart()}
      <p class="quiet">${source} People are counted by made-up ids; no names are kept for this.</p>
    </div>`,
  };
}

function sections({ report, stories, laterWords }: ReportPage): Html {
  const { figures, periods } = report;
  const { inputs, activities, outputs, outcomes } = figures;
  const words = reportWords(figures);
  if (inputs.held === 0) return html`<p>${words.inputs}</p>`;
  const { later, confidence } = outcomes;
  return html`${stagePart(
    "inputs",
    html`<p>${words.inputs}</p>
      ${facts([
        ["Surgeries held", inputs.held.toLocaleString("en-GB")],
        ["Places", inputs.venues.toLocaleString("en-GB")],
        ["Volunteers", inputs.surgeons.toLocaleString("en-GB")],
        ["Volunteer time", hoursWords(inputs.volunteerHours)],
      ])}`,
  )}
  ${stagePart(
    "activities",
    html`<p>${words.activities}</p>
      ${facts([
        ["Different people", activities.people.toLocaleString("en-GB")],
        ["came for help", activities.helped.toLocaleString("en-GB")],
        ["came to learn", activities.learners.toLocaleString("en-GB")],
        ["Hours of help", hoursWords(activities.hoursOfHelp)],
      ])}
      ${visitsTable(periods)}`,
  )}
  ${stagePart(
    "outputs",
    html`<p>${words.outputs}</p>
      ${facts([
        ["Outcome cards", outputs.cards.toLocaleString("en-GB")],
        ["Shared notebooks", outputs.notebooks.toLocaleString("en-GB")],
        ["Champions", outputs.champions.toLocaleString("en-GB")],
      ])}
      ${topicsTable(outputs.topics)}`,
  )}
  ${stagePart(
    "outcomes",
    html`<p>${words.confidence}</p>
      ${confidenceTable(confidence)}
      <p>${words.later}</p>
      ${laterTable(later)}`,
  )}
  ${stagePart(
    "impact",
    html`<p>${words.impact}</p>
      ${later.answered.yes > 0 && later.answered.yes < 5 && html`<p class="quiet">Won something: ${shareWords(later.won)}.</p>`}
      ${storiesPart(stories, 3)} ${ownWords(laterWords)}`,
  )}
  ${
    words.gaps.length > 0 &&
    html`<section class="stage" aria-labelledby="gaps-title">
      <h2 id="gaps-title">What is not known</h2>
      <ul>
        ${words.gaps.map((gap) => html`<li>${gap}</li>`)}
      </ul>
    </section>`
  }`;
}

function ownWords(words: readonly string[]): Html | undefined {
  if (words.length === 0) return undefined;
  return html`<div class="stories no-print">
    <h3>In their own words, 90 days later</h3>
    <p class="quiet">For you alone: nobody gave permission to pass these on.</p>
    <ul>
      ${words.map((one) => html`<li class="lines">${one}</li>`)}
    </ul>
  </div>`;
}

function facts(all: readonly (readonly [string, string])[]): Html {
  return html`<dl class="figures">
    ${all.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

function periodWords({ chosen, faults }: ReportScope): string {
  if (Object.keys(faults).length > 0) return "";
  const day = (text: string): string => dateWords(Date.parse(`${text}T12:00:00Z`), zone);
  if (chosen.from !== "" && chosen.to !== "") return `${day(chosen.from)} to ${day(chosen.to)}. `;
  if (chosen.from !== "") return `From ${day(chosen.from)}. `;
  return chosen.to === "" ? "" : `Up to ${day(chosen.to)}. `;
}

function chooser({ venues, chosen, faults, surgery, date }: ReportScope): Html | undefined {
  if (venues.length === 0) return undefined;
  const state: FormState = { fields: { from: chosen.from, to: chosen.to }, faults };
  return html`<form class="chooser no-print" method="get" action="/impact/report">
    ${
      surgery === undefined
        ? html`<div class="field">
            <label for="venue">Place</label>
            <select id="venue" name="venue">
              <option value="">All your places (${counted(venues.length, "place", "places")})</option>
              ${venues.map(
                ({ slug, name }) =>
                  html`<option value="${slug}" ${slug === chosen.venue && html`selected`}>${name}</option>`,
              )}
            </select>
          </div>`
        : html`<input type="hidden" name="surgery" value="${surgery.slug}" />${
              date !== undefined && html`<input type="hidden" name="date" value="${date.announcedFor}" />`
            }
            <p><a href="/impact/report">All your places</a></p>`
    }
    ${
      date === undefined &&
      html`<div class="together">
          ${textField(state, { name: "from", label: "From", type: "date", required: "sometimes" })}
          ${textField(state, { name: "to", label: "To", type: "date", required: "sometimes" })}
        </div>
        <button class="button">Show this</button>`
    }
    <p class="tip">For paper or PDF use your browser’s Print (Ctrl+P).</p>
  </form>`;
}
