/** What is on, for everybody: works without scripts, on any phone, and inside another site's page. */
import { html, type Html, type PublicPage } from "../http/index.js";
import { clockWords, dateWords } from "./local-time.js";
import type { DateCounts } from "./sign-ups.js";
import type { SurgeryDate } from "./surgeries.js";

export interface DateLine {
  readonly date: SurgeryDate;
  readonly counts: DateCounts;
}

export interface WhatsOnPage {
  readonly upcoming: readonly DateLine[];
  readonly past: readonly SurgeryDate[];
  /** May announce one. */
  readonly organiser: boolean;
  /** Origin of this server, for addresses that go elsewhere. */
  readonly origin: string;
}

export function whatsOnPage({ upcoming, past, organiser, origin }: WhatsOnPage): PublicPage {
  const about =
    "Informal drop-ins where a volunteer sits beside you and helps with your group’s own data. Free, no account, no jargon.";
  return {
    title: "What is on",
    styles: ["surgeries.css"],
    head: html`<meta name="description" content="${about}" />
      <meta property="og:title" content="Surgeries: what is on" />
      <meta property="og:description" content="${about}" />
      <meta property="og:type" content="website" />
      <meta property="og:url" content="${origin}/surgeries" />
      ${feedLinks()}`,
    side: organiser
      ? html`<a class="button" href="/surgeries/organise">Organise</a>`
      : html`<a href="/">Join a room</a>`,
    main: html`<div class="column">
      <h1>What is on</h1>
      <p class="lead">${about}</p>
      ${
        upcoming.length === 0
          ? nothingOn(organiser)
          : html`<ul class="dates">
              ${upcoming.map(dateItem)}
            </ul>`
      }
      <section aria-labelledby="follow-title">
        <h2 id="follow-title">Hear of new ones</h2>
        <p>
          <a href="/surgeries.ics">Calendar to subscribe to</a> · <a href="/surgeries.atom">Atom feed</a> ·
          <a href="/surgeries.rss">RSS feed</a> · <a href="/api/surgeries">for programs (JSON)</a>
        </p>
        <p><a href="/data/">Open data that groups have published</a></p>
      </section>
      ${past.length > 0 && pastPart(past)}
      <p class="quiet">
        <a href="/connections">Asks and offers</a> · <a href="/data-requests">Requests for data</a> ·
        <a href="/privacy">What is kept about you</a>
      </p>
    </div>`,
  };
}

export function feedLinks(): Html {
  return html`<link rel="alternate" type="application/atom+xml" title="Surgeries (Atom)" href="/surgeries.atom" />
    <link rel="alternate" type="application/rss+xml" title="Surgeries (RSS)" href="/surgeries.rss" />
    <link rel="alternate" type="text/calendar" title="Surgeries (calendar)" href="/surgeries.ics" />`;
}

function nothingOn(organiser: boolean): Html {
  return html`<p>
      Nothing is planned at the moment. ${organiser ? "" : "Subscribe below, and you hear of the next one."}
    </p>
    ${organiser && html`<p><a class="button main" href="/surgeries/new">Announce one</a></p>`}`;
}

export function dateItem({ date, counts }: DateLine): Html {
  const { surgery } = date;
  const { venue } = surgery;
  const off = date.status === "cancelled";
  return html`<li class="date ${off && "off"}">
    <h2><a href="/surgeries/${surgery.slug}">${surgery.title}</a></h2>
    <p class="when">
      ${off && html`<strong>Called off: </strong>`}<time datetime="${new Date(date.startsAt).toISOString()}"
        >${dateWords(date.startsAt, venue.timeZone)}, ${clockWords(date, venue.timeZone)}</time
      >
    </p>
    ${date.note !== "" && html`<p class="date-note">${date.note}</p>`}
    <p class="where">${venue.name}, ${venue.address}</p>
    ${!off && html`<p class="quiet">${placesWords(surgery.capacity, counts)} · ${surgery.languages.join(", ")}</p>`}
  </li>`;
}

/** Small numbers are nobody's business: it says how much room there is, not who comes. */
export function placesWords(capacity: number, { taken, waiting }: DateCounts): string {
  const left = capacity - taken;
  if (left <= 0) return waiting > 0 ? "Full, with a waiting list" : "Full: you can join the waiting list";
  return left <= 3 ? `${left} ${left === 1 ? "place" : "places"} left` : "There is room";
}

function pastPart(past: readonly SurgeryDate[]): Html {
  return html`<section aria-labelledby="past-title">
    <h2 id="past-title">What has been</h2>
    <p><a href="/impact">What surgeries have led to</a></p>
    <ul class="past">
      ${past.map(
        (date) =>
          html`<li>
            <a href="/surgeries/${date.surgery.slug}/dates/${date.announcedFor}">${date.surgery.title}</a>,
            ${dateWords(date.startsAt, date.surgery.venue.timeZone)}${date.status === "cancelled" && " (called off)"}
          </li>`,
      )}
    </ul>
  </section>`;
}

/** For another site's page, in a frame: a list, and nothing around it. */
export function embedPage(upcoming: readonly DateLine[], stylesheets: readonly string[]): Html {
  return html`<!doctype html>
    <html lang="en-GB">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>Surgeries: what is on</title>
        <base target="_blank" />
        ${stylesheets.map((url) => html`<link rel="stylesheet" href="${url}" />`)}
      </head>
      <body class="embed">
        <main>
          <h1>What is on</h1>
          ${
            upcoming.length === 0
              ? html`<p>Nothing is planned at the moment.</p>`
              : html`<ul class="dates">
                  ${upcoming.map(dateItem)}
                </ul>`
          }
        </main>
      </body>
    </html>`;
}
