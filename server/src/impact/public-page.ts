/** What surgeries have led to, for everybody: the city, and each place. Works without scripts; small numbers are held back. */
import { html, type Html, type PublicPage } from "../http/index.js";
import { dateWords, type RecordedVenue } from "../surgeries/index.js";
import { barTable } from "./bar-table.js";
import { definitions, type IndicatorId } from "./definitions.js";
import { definitionsPart, source, storiesPart, type ToldHere } from "./figure-parts.js";
import type { CityRow, PublicFigures, VenueRow } from "./public-figures.js";
import { percent } from "./report-words.js";
import { quarterWords, zone } from "./report.js";
import { threshold } from "./suppress.js";

export interface ImpactPage {
  readonly figures: PublicFigures;
  readonly venues: readonly RecordedVenue[];
  readonly stories: readonly ToldHere[];
  readonly origin: string;
}

const heldBack = "not told";
const styles = ["surgeries.css", "impact.css"];
const about =
  "What came of surgeries at which volunteers sit beside people from voluntary and community groups and help with their data.";

export function impactPage({ figures, venues, stories, origin }: ImpactPage): PublicPage {
  const all = figures.city.filter(({ year }) => year === "all");
  const held = all.find(({ indicator }) => indicator === "surgeries-held")?.value ?? 0;
  return {
    title: "Impact",
    styles,
    head: html`<meta name="description" content="${about}" />
      <link rel="canonical" href="${origin}/impact" />
      <meta property="og:title" content="What surgeries have led to" />
      <meta property="og:description" content="${about}" />
      <meta property="og:type" content="website" />
      <meta property="og:url" content="${origin}/impact" />`,
    side: html`<a href="/surgeries">What is on</a>`,
    main: html`<div class="column report">
      <h1>What surgeries have led to</h1>
      <p class="lead">${about}</p>
      <p>${untilWords(figures)}</p>
      ${
        held === 0
          ? html`<p>No surgery has been held yet, or the first month is not over.</p>`
          : html`${cityFacts(all)} ${quarterChart(figures)} ${sureParts(all)} ${laterChart(all)} ${storiesPart(stories)}
            ${venuesTable(figures, venues)}`
      }
      ${held === 0 && storiesPart(stories)} ${notes()} ${held > 0 && definitionsPart()}
    </div>`,
  };
}

export interface VenuePage {
  readonly venue: RecordedVenue;
  readonly figures: PublicFigures;
  readonly stories: readonly ToldHere[];
}

export function venueImpactPage({ venue, figures, stories }: VenuePage): PublicPage {
  const rows = figures.venues.filter(({ venueId }) => venueId === venue.id);
  const years = [...new Set(rows.map(({ year }) => year))].toSorted().toReversed();
  const indicators = [...new Set(rows.map(({ indicator }) => indicator))];
  return {
    title: `Impact: ${venue.name}`,
    styles,
    side: html`<a href="/impact">The whole city</a>`,
    main: html`<div class="column report">
      <h1>${venue.name}: what came of it</h1>
      <p>${untilWords(figures)}</p>
      ${
        years.length === 0
          ? html`<p>No surgery has been held here yet, or the first month is not over.</p>`
          : html`<div class="wide-table" tabindex="0" role="group" aria-labelledby="years-title">
              <table>
                <caption id="years-title">
                  By year
                </caption>
                <thead>
                  <tr>
                    <th scope="col">What is counted</th>
                    ${years.map((year) => html`<th scope="col" class="number">${year}</th>`)}
                  </tr>
                </thead>
                <tbody>
                  ${indicators.map(
                    (id) =>
                      html`<tr>
                        <th scope="row">${titleOf(id)}</th>
                        ${years.map((year) => html`<td>${valueWords(rowOf(rows, year, id)?.value)}</td>`)}
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`
      }
      ${storiesPart(stories)} ${notes()}
    </div>`,
  };
}

function untilWords({ until }: PublicFigures): string {
  return `Counted up to ${dateWords(until - 1, zone)}. A month comes in when it is over.`;
}

function notes(): Html {
  return html`<section class="aside" aria-labelledby="notes-title">
    <h2 id="notes-title">Open data</h2>
    <p>
      ${source} Nobody’s name is in it. Counts above 0 and below ${threshold} are not told, and neither is another one
      from which they would follow.
    </p>
    <p><a class="button" href="/impact/data">The figures as open data</a></p>
  </section>`;
}

function titleOf(id: IndicatorId): string {
  return definitions.find((one) => one.id === id)?.title ?? id;
}

function valueWords(value: number | undefined): string {
  return value === undefined ? heldBack : value.toLocaleString("en-GB");
}

function rowOf(rows: readonly VenueRow[], year: string, id: IndicatorId): VenueRow | undefined {
  return rows.find((row) => row.year === year && row.indicator === id);
}

const facts = [
  "surgeries-held",
  "volunteers",
  "volunteer-hours",
  "people",
  "visits",
  "people-helped",
  "hours-of-help",
  "outcome-cards",
] as const satisfies readonly IndicatorId[];

function cityFacts(all: readonly CityRow[]): Html {
  return html`<dl class="figures">
    ${facts.map(
      (id) =>
        html`<div>
          <dt>${titleOf(id)}</dt>
          <dd>${valueWords(all.find(({ indicator }) => indicator === id)?.value)}</dd>
        </div>`,
    )}
  </dl>`;
}

function quarterChart({ quarters }: PublicFigures): Html | undefined {
  const visits = quarters.filter(({ indicator }) => indicator === "visits");
  const most = visits.reduce((best, one) => ((one.value ?? 0) > (best?.value ?? 0) ? one : best), visits[0]);
  if (most?.value === undefined || visits.length < 2) return undefined;
  return barTable({
    id: "chart-quarters",
    title: `Most visits were in ${quarterWords(most.quarter)}: ${most.value.toLocaleString("en-GB")}.`,
    note: `Visits. ${source}`,
    columns: ["When", "Visits"],
    rows: visits.map(({ quarter, value }) => ({
      label: quarterWords(quarter),
      value: value ?? 0,
      text: valueWords(value),
    })),
  });
}

function sureParts(all: readonly CityRow[]): Html | undefined {
  const change = all.find(({ indicator }) => indicator === "confidence-change");
  const surer = all.find(({ indicator }) => indicator === "more-sure");
  if (change?.value === undefined || change.of === undefined) return undefined;
  const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(1)}`;
  const chance = change.low! <= 0 && change.high! >= 0 ? " That may be chance." : "";
  return html`<p>
    ${change.of.toLocaleString("en-GB")} people said how sure they feel with data before and after, from 1 to 5. The
    change was ${signed(change.value)} on average (95% interval ${signed(change.low!)} to
    ${signed(change.high!)}).${chance}
    ${surer?.value !== undefined && `${surer.value.toLocaleString("en-GB")} of them felt surer than before.`}
  </p>`;
}

const laterWords: Readonly<Partial<Record<CityRow["indicator"], string>>> = {
  "used-later": "used what they made",
  "decided-later": "decided something with it",
  "published-later": "published it",
  "won-later": "won something with it",
};

function laterChart(all: readonly CityRow[]): Html | undefined {
  const answered = all.find(({ indicator }) => indicator === "answered-later");
  const rows = Object.entries(laterWords).flatMap(([id, label]) => {
    const row = all.find(({ indicator }) => indicator === id);
    if (row?.value === undefined || row.of === undefined) return [];
    const share = row.value / row.of;
    const text = `${row.value} of ${row.of} (${percent(share)}; ${percent(row.low!)} to ${percent(row.high!)})`;
    return [{ label, value: share, text, low: row.low!, high: row.high! }];
  });
  if (answered?.value === undefined || rows.length === 0) return undefined;
  return barTable({
    id: "chart-later",
    title: `90 days later ${answered.value} of the ${answered.of} who were asked answered. Of these:`,
    note: `Shares of those who answered, with their 95% interval. Those who did not answer may be different. ${source}`,
    columns: ["90 days later", "Of those who answered"],
    most: 1,
    rows,
  });
}

function venuesTable({ venues: rows }: PublicFigures, venues: readonly RecordedVenue[]): Html | undefined {
  const year = rows
    .map((row) => row.year)
    .toSorted()
    .at(-1);
  if (year === undefined) return undefined;
  const value = (venueId: string, id: IndicatorId): string =>
    valueWords(rows.find((row) => row.venueId === venueId && row.year === year && row.indicator === id)?.value);
  const some = venues.filter(({ id }) => rows.some((row) => row.venueId === id && row.year === year));
  const columns = ["surgeries-held", "visits", "volunteers", "outcome-cards"] as const;
  return html`<div class="wide-table" tabindex="0" role="group" aria-labelledby="venues-title">
    <table>
      <caption id="venues-title">
        Each place in ${year}
      </caption>
      <thead>
        <tr>
          <th scope="col">Place</th>
          ${columns.map((id) => html`<th scope="col" class="number">${titleOf(id)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${some.map(
          ({ id, slug, name }) =>
            html`<tr>
              <th scope="row"><a href="/impact/venues/${slug}">${name}</a></th>
              ${columns.map((column) => html`<td>${value(id, column)}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
