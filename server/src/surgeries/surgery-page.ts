/** One surgery, for everybody: what, when, where, for whom, how to get in, and one button. */
import { html, type Html, type PublicPage } from "../http/index.js";
import { photoPolicyWords } from "./announcement.js";
import { eventJsonLd, jsonLdElement } from "./event-json-ld.js";
import { lines } from "./form-field.js";
import { clockWords, dateWords } from "./local-time.js";
import { pictureSize } from "./pictures/picture-svg.js";
import { recurrenceWords } from "./recurrence.js";
import type { Surgery, SurgeryDate } from "./surgeries.js";
import { feedLinks, placesWords, type DateLine } from "./whats-on-page.js";

export interface SurgeryPage {
  readonly surgery: Surgery;
  /** Soonest first. */
  readonly dates: readonly DateLine[];
  readonly now: number;
  readonly origin: string;
  /** Name of the curriculum, when it is not "bring your own data". */
  readonly curriculum: string | undefined;
  readonly organiser: boolean;
  /** Whole address of the picture that other sites show. */
  readonly picture: string;
}

/** Dates that the page shows, and tells search engines of; the calendar has all. */
const mostShown = 12;

export function surgeryPage(page: SurgeryPage): PublicPage {
  const { surgery, dates, now, origin, organiser } = page;
  const url = `${origin}/surgeries/${surgery.slug}`;
  const coming = dates.filter(({ date }) => date.endsAt > now);
  const open = coming.filter(({ date }) => date.status === "on");
  const past = dates.filter(({ date }) => date.endsAt <= now).toReversed();
  return {
    title: surgery.title,
    styles: ["surgeries.css"],
    head: html`<meta name="description" content="${surgery.about}" />
      <link rel="canonical" href="${url}" />
      <meta property="og:title" content="${surgery.title}" />
      <meta property="og:description" content="${surgery.about}" />
      <meta property="og:type" content="website" />
      <meta property="og:url" content="${url}" />
      <meta property="og:site_name" content="Data Surgery" />
      <meta property="og:locale" content="en_GB" />
      <meta property="og:image" content="${page.picture}" />
      <meta property="og:image:type" content="image/png" />
      <meta property="og:image:width" content="${pictureSize.width}" />
      <meta property="og:image:height" content="${pictureSize.height}" />
      <meta property="og:image:alt" content="${surgery.title}, ${surgery.venue.name}" />
      <meta name="twitter:card" content="summary_large_image" />
      ${feedLinks()}
      ${
        coming.length > 0 &&
        jsonLdElement(
          coming
            .slice(0, mostShown)
            .map(({ date, counts }) =>
              eventJsonLd(date, { url, image: page.picture, left: surgery.capacity - counts.taken }),
            ),
        )
      }`,
    side: html`<a href="/surgeries">What is on</a>${
        organiser && html` <a class="button" href="/surgeries/${surgery.slug}/organise">Organise</a>`
      }`,
    main: html`<div class="column">
      <h1>${surgery.title}</h1>
      ${
        surgery.cancelledAt !== undefined &&
        html`<div class="note warn">
          <p><strong>This has been called off.</strong></p>
        </div>`
      }
      <p class="lead about">${lines(surgery.about)}</p>
      ${open.length > 0 && html`<p><a class="button main" href="/surgeries/${surgery.slug}/sign-up">Come along</a></p>`}
      ${whenPart(page, coming)} ${wherePart(surgery)} ${morePart(page)}
      <p><a href="/surgeries/${surgery.slug}.ics">Put it in my calendar</a></p>
      ${past.length > 0 && pastPart(past.map(({ date }) => date))}
    </div>`,
  };
}

function whenPart({ surgery }: SurgeryPage, coming: readonly DateLine[]): Html {
  const { timeZone } = surgery.venue;
  const rule = surgery.recurrence;
  return html`<section aria-labelledby="when-title">
    <h2 id="when-title">When</h2>
    ${rule !== undefined && html`<p>${capital(recurrenceWords(surgery.firstDate, rule))}.</p>`}
    ${coming.length === 0 && html`<p>No date is planned at the moment.</p>`}
    <ul class="dates small">
      ${coming.slice(0, mostShown).map(
        ({ date, counts }) =>
          html`<li id="d-${date.announcedFor}" class="date ${date.status === "cancelled" && "off"}">
            <p class="when">
              ${date.status === "cancelled" && html`<strong>Called off: </strong>`}<time
                datetime="${new Date(date.startsAt).toISOString()}"
                >${dateWords(date.startsAt, timeZone)}, ${clockWords(date, timeZone)}</time
              >
            </p>
            ${date.note !== "" && html`<p class="date-note">${date.note}</p>`}
            ${date.status === "on" && html`<p class="quiet">${placesWords(surgery.capacity, counts)}</p>`}
          </li>`,
      )}
    </ul>
    ${coming.length > mostShown && html`<p class="quiet">And ${coming.length - mostShown} more after these.</p>`}
  </section>`;
}

function wherePart({ venue }: Surgery): Html {
  return html`<section aria-labelledby="where-title">
    <h2 id="where-title">Where</h2>
    <p>${venue.name}<br />${venue.address}</p>
    ${venue.mapLink !== "" && html`<p><a href="${venue.mapLink}" rel="noopener nofollow">Map</a> (another site)</p>`}
    <h3>Getting in</h3>
    <p class="about">
      ${venue.accessNotes === "" ? "Nothing is said about access yet. Ask the organisers when you sign up." : lines(venue.accessNotes)}
    </p>
  </section>`;
}

function morePart({ surgery, curriculum }: SurgeryPage): Html {
  return html`<section aria-labelledby="more-title">
    <h2 id="more-title">Good to know</h2>
    <dl class="facts">
      <dt>Who invites</dt>
      <dd>${surgery.hostGroup}</dd>
      <dt>What to bring</dt>
      <dd>
        ${curriculum === undefined ? "Your own data, if you have some: a spreadsheet, a list, a question." : `Nothing. We work through “${curriculum}”.`}
        A laptop if you have one.
      </dd>
      <dt>Languages</dt>
      <dd>${surgery.languages.join(", ")}</dd>
      <dt>Photos</dt>
      <dd>${photoPolicyWords[surgery.photoPolicy]}</dd>
      <dt>Cost</dt>
      <dd>Free</dd>
    </dl>
  </section>`;
}

function pastPart(past: readonly SurgeryDate[]): Html {
  return html`<section aria-labelledby="past-title">
    <h2 id="past-title">What has been</h2>
    <ul class="past">
      ${past
        .slice(0, 24)
        .map(
          (date) =>
            html`<li id="d-${date.announcedFor}">
              <a href="/surgeries/${date.surgery.slug}/dates/${date.announcedFor}"
                >${dateWords(date.startsAt, date.surgery.venue.timeZone)}</a
              >${date.status === "cancelled" && ": called off"}
            </li>`,
        )}
    </ul>
  </section>`;
}

const capital = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);
