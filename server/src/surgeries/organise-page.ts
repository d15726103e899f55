/** For a venue's organisers: what they have announced, and for each date who comes, with what, and what can be changed. */
import { html, type Html, type PublicPage } from "../http/index.js";
import { doorTime } from "./day/doors.js";
import { lines, textField, type FormState } from "./form-field.js";
import { clockWords, dateIn, dateWords } from "./local-time.js";
import type { SignUp } from "./sign-ups.js";
import type { Surgery, SurgeryDate, Venue } from "./surgeries.js";
import { venueRoleWords, type VenueRole } from "./venues/venue-role.js";
import type { DateLine } from "./whats-on-page.js";

export interface OrganisePage {
  readonly places: readonly { readonly venue: Venue; readonly role: VenueRole }[];
  readonly upcoming: readonly DateLine[];
}

export function organisePage({ places, upcoming }: OrganisePage): PublicPage {
  return {
    title: "Organise",
    styles: ["surgeries.css", "people.css"],
    side: html`<a href="/surgeries">What is on</a> <a href="/board">Board</a>`,
    main: html`<div class="column">
      <h1>Organise</h1>
      <div class="buttons">
        <a class="button main" href="/surgeries/new">Announce a surgery</a>
        <a class="button" href="/impact/report">Impact report</a>
      </div>
      ${
        places.length === 0
          ? html`<p class="lead">Nothing of yours yet. The form asks for a place, a day and two sentences.</p>`
          : html`<section aria-labelledby="next-title">
                <h2 id="next-title">What is next at your places</h2>
                ${upcoming.length === 0 && html`<p>Nothing is planned.</p>`}
                <ul class="dates">
                  ${upcoming.map(organiserItem)}
                </ul>
              </section>
              <section aria-labelledby="places-title">
                <h2 id="places-title">Your places</h2>
                <ul class="plain-list">
                  ${places.map(
                    ({ venue, role }) =>
                      html`<li>
                        <a href="/surgeries/venues/${venue.slug}/organise">${venue.name}</a>:
                        ${venueRoleWords[role].name}
                      </li>`,
                  )}
                </ul>
              </section>`
      }
    </div>`,
  };
}

function organiserItem({ date, counts }: DateLine): Html {
  const { surgery } = date;
  return html`<li class="date ${date.status === "cancelled" && "off"}">
    <h3><a href="/surgeries/${surgery.slug}/organise#d-${date.announcedFor}">${surgery.title}</a></h3>
    <p class="when">
      ${date.status === "cancelled" && "Called off: "}${dateWords(date.startsAt, surgery.venue.timeZone)},
      ${clockWords(date, surgery.venue.timeZone)}
    </p>
    <p>
      ${surgery.venue.name} · ${counts.taken} of ${surgery.capacity} places taken, ${counts.helpers} to
      help${counts.waiting > 0 && `, ${counts.waiting} waiting`}
    </p>
  </li>`;
}

export interface OrganiseSurgeryPage {
  readonly surgery: Surgery;
  readonly dates: readonly { readonly date: SurgeryDate; readonly signUps: readonly SignUp[] }[];
  readonly now: number;
  /** Hosts look; organisers change. */
  readonly mayChange: boolean;
  /** Ids of those whose e-mails came back. */
  readonly unreached: ReadonlySet<string>;
  readonly said?: string;
  /** What the dates that are over came to. */
  readonly past?: Html | undefined;
}

export function organiseSurgeryPage(page: OrganiseSurgeryPage): PublicPage {
  const { surgery, dates, now, said, mayChange } = page;
  return {
    title: `Organise: ${surgery.title}`,
    styles: ["surgeries.css", "board.css"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<a href="/surgeries/organise">All of yours</a>
      <a href="/surgeries/${surgery.slug}">As everybody sees it</a>`,
    main: html`<div class="wide-column">
      <h1>${surgery.title}</h1>
      ${said !== undefined && html`<div class="note" role="status"><p>${said}</p></div>`}
      <div class="buttons">
        ${mayChange && html`<a class="button" href="/surgeries/${surgery.slug}/change">Change what is announced</a>`}
        <a class="button" href="/surgeries/${surgery.slug}/poster">Poster to print</a>
        <a class="button" href="/surgeries/${surgery.slug}/starter-kit">Checklist and texts</a>
        <a class="button" href="/surgeries/venues/${surgery.venue.slug}/organise">The place, and who organises</a>
        <a class="button" href="/impact/report?surgery=${surgery.slug}">Impact report</a>
      </div>
      ${dates.filter(({ date }) => date.endsAt > now).map((one) => datePart(page, one))} ${page.past}
      ${mayChange && surgery.cancelledAt === undefined && cancelAll(surgery)}
    </div>`,
  };
}

function datePart(page: OrganiseSurgeryPage, { date, signUps }: OrganiseSurgeryPage["dates"][number]): Html {
  const { timeZone } = page.surgery.venue;
  const coming = signUps.filter(({ status }) => status !== "not-coming");
  return html`<section class="organise-date" id="d-${date.announcedFor}" aria-labelledby="t-${date.announcedFor}">
    <h2 id="t-${date.announcedFor}">
      ${date.status === "cancelled" && "Called off: "}${dateWords(date.startsAt, timeZone)},
      ${clockWords(date, timeZone)}
    </h2>
    ${date.note !== "" && html`<p class="date-note">${date.note}</p>`}
    ${coming.length === 0 ? html`<p class="quiet">Nobody has signed up yet.</p>` : peopleTable(page, date, coming)}
    <p class="buttons">
      ${
        page.mayChange &&
        coming.length > 0 &&
        html`<a class="button" href="/surgeries/${page.surgery.slug}/dates/${date.id}/pairs">Who sits with whom</a>`
      }
      ${
        date.status === "on" &&
        html`<a
          class="button ${doorTime(date, page.now) === "openable" && "main"}"
          href="/surgeries/${page.surgery.slug}/dates/${date.id}/day"
          >The day: doors, list and wall</a
        >`
      }
    </p>
    ${
      page.mayChange &&
      html`<p>
        <a href="/surgeries/${page.surgery.slug}/dates/${date.id}/outcomes">What came of it, and their notebooks</a>
      </p>`
    }
    ${
      page.mayChange &&
      date.status === "on" &&
      html`<details>
        <summary>Move it, or call it off</summary>
        ${moveForm(page.surgery, date)} ${cancelForm(page.surgery, date)}
      </details>`
    }
  </section>`;
}

const partWords = { patient: "for help", surgeon: "to help", learner: "to learn" } as const;

function peopleTable({ unreached }: OrganiseSurgeryPage, date: SurgeryDate, signUps: readonly SignUp[]): Html {
  return html`<div class="board-scroll" tabindex="0" role="group" aria-labelledby="t-${date.announcedFor}">
    <table class="board">
      <thead>
        <tr>
          <th scope="col">Who</th>
          <th scope="col">Comes</th>
          <th scope="col">With what</th>
          <th scope="col">Languages</th>
          <th scope="col">Needs</th>
        </tr>
      </thead>
      <tbody>
        ${signUps.map(
          (one) =>
            html`<tr>
              <th scope="row">
                <bdi>${one.name}</bdi>${one.group !== "" && html`<br /><span class="quiet">${one.group}</span>`}${
                  unreached.has(one.contactId) &&
                  html`<br /><span class="quiet">Our e-mail came back: ask them another way.</span>`
                }
              </th>
              <td>
                ${partWords[one.part]}${one.status === "waiting" && html`<br /><strong>waiting, number ${one.placeInLine ?? 1}</strong>`}
              </td>
              <td class="about">
                ${lines(one.part === "surgeon" ? one.skills : one.need)}${one.dataLink !== "" && html`<br /><a href="${one.dataLink}" rel="noopener noreferrer nofollow">their data</a>`}
              </td>
              <td>${one.languages.join(", ")}</td>
              <td class="about">${lines(one.accessNeeds)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function moveForm(surgery: Surgery, date: SurgeryDate): Html {
  const state: FormState = {
    prefix: `${date.id}-`,
    faults: {},
    fields: { date: dateIn(date.startsAt, surgery.venue.timeZone), starts: surgery.starts, ends: surgery.ends },
  };
  return html`<form method="post" action="/surgeries/${surgery.slug}/dates/${date.id}/move">
    <h3>Move it</h3>
    <div class="together">
      ${textField(state, { name: "date", label: "Day", type: "date", required: true })}
      ${textField(state, { name: "starts", label: "From", type: "time", required: true })}
      ${textField(state, { name: "ends", label: "To", type: "time", required: true })}
    </div>
    ${textField(state, { name: "note", label: "Why, in a sentence", most: 200 })}
    <button class="button">Move it, and tell everybody</button>
  </form>`;
}

function cancelForm(surgery: Surgery, date: SurgeryDate): Html {
  const state: FormState = { prefix: `${date.id}-off-`, faults: {}, fields: {} };
  return html`<form method="post" action="/surgeries/${surgery.slug}/dates/${date.id}/call-off">
    <h3>Call it off</h3>
    ${textField(state, { name: "note", label: "Why, in a sentence", most: 200 })}
    <button class="button">Call this date off, and tell everybody</button>
  </form>`;
}

function cancelAll(surgery: Surgery): Html {
  return html`<details class="aside">
    <summary>Call all of it off</summary>
    <form method="post" action="/surgeries/${surgery.slug}/call-off">
      ${textField({ prefix: "all-", faults: {}, fields: {} }, { name: "note", label: "Why, in a sentence", most: 200 })}
      <button class="button">Call all dates off, and tell everybody</button>
    </form>
  </details>`;
}
