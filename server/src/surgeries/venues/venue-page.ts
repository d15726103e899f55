/** A venue for those who organise there: its words, who organises with whom, and how others are invited. */
import { html, type Html, type PublicPage } from "../../http/index.js";
import { venueFields } from "../announce-page.js";
import { waitingPart } from "../connections/connection-pages.js";
import type { Listing } from "../connections/connections.js";
import { faultSummary, lines, type FormState } from "../form-field.js";
import { dateWords } from "../local-time.js";
import type { VenuePerson, VenueWithSequence } from "./venue-people.js";
import { venueRoles, venueRoleWords, type VenueRole } from "./venue-role.js";

export interface VenuePage extends FormState {
  readonly venue: VenueWithSequence;
  /** Of whoever looks. */
  readonly role: VenueRole;
  readonly people: readonly (VenuePerson & { readonly name: string; readonly isYou: boolean })[];
  /** Asks and offers that nobody has looked at yet. */
  readonly waiting: readonly Listing[];
  readonly problem?: string;
  readonly said?: string;
  /** An invitation that was just made: shown once. */
  readonly link?: { readonly role: VenueRole; readonly url: string };
}

export function venuePage(page: VenuePage): PublicPage {
  const { venue, role, said, problem, faults } = page;
  const organiser = role === "organiser";
  return {
    title: Object.keys(faults).length > 0 || problem !== undefined ? `Not yet: ${venue.name}` : venue.name,
    styles: ["surgeries.css", "people.css", "card.css"],
    scripts: ["card.js"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<a href="/surgeries/organise">All of yours</a>`,
    main: html`<div class="column">
      <h1>${venue.name}</h1>
      ${said !== undefined && html`<div class="note" role="status"><p>${said}</p></div>`}
      ${problem !== undefined && html`<div class="note warn" role="alert"><p>${problem}</p></div>`}
      ${faultSummary(faults)} ${page.link !== undefined && invitationPart(page.link)}
      ${organiser && waitingPart(venue.slug, page.waiting)}
      <section aria-labelledby="people-title">
        <h2 id="people-title">Who organises here</h2>
        <p>
          They alone see who signs up here.
          ${venueRoles.map((one) => html`<strong>${venueRoleWords[one].name}</strong>: ${venueRoleWords[one].may}. `)}
        </p>
        <ul class="plain-list">
          ${page.people.map((person) => personItem(page, person))}
        </ul>
        ${organiser && html`<p><a href="/surgeries/venues/${venue.slug}/people">Who came here, and what they went on to do</a></p>`}
        ${organiser && inviteForm(venue)}
      </section>
      <section aria-labelledby="place-title">
        <h2 id="place-title">The place</h2>
        ${organiser ? placeForm(page) : placeWords(venue)}
      </section>
    </div>`,
  };
}

function invitationPart({ role, url }: NonNullable<VenuePage["link"]>): Html {
  return html`<section class="card-face" aria-labelledby="link-title">
    <h2 id="link-title">An invitation: ${venueRoleWords[role].name.toLowerCase()}</h2>
    <p>
      Send this link to one person. It works once, for two weeks. Whoever opens it joins this place, and gets the board
      of your workshop. We can’t show it again.
    </p>
    <p class="private-link"><a id="private-link" href="${url}">${url}</a></p>
    <div class="buttons no-print">
      <button class="button" type="button" hidden data-copy="private-link">Copy</button>
      <span class="copied" role="status" id="copied"></span>
    </div>
  </section>`;
}

function personItem({ venue, role }: VenuePage, person: VenuePage["people"][number]): Html {
  const at = `/surgeries/venues/${venue.slug}/people/${person.personId}`;
  const other: VenueRole = person.role === "organiser" ? "host" : "organiser";
  const who = html`<span class="away"> (${person.name})</span>`;
  return html`<li>
    <strong><bdi>${person.name}</bdi></strong
    >${person.isYou && " (you)"}: ${venueRoleWords[person.role].name}, since
    ${dateWords(person.addedAt, venue.timeZone)}
    ${
      (role === "organiser" || person.isYou) &&
      html`<div class="buttons">
        ${
          role === "organiser" &&
          html`<form method="post" action="${at}/role">
            <input type="hidden" name="role" value="${other}" />
            <button class="button">Make ${other}${who}</button>
          </form>`
        }
        <form method="post" action="${at}/remove">
          <button class="button">${person.isYou ? "Leave this place" : html`Remove${who}`}</button>
        </form>
      </div>`
    }
  </li>`;
}

function inviteForm({ slug }: VenueWithSequence): Html {
  return html`<h3>Invite somebody</h3>
    <form method="post" action="/surgeries/venues/${slug}/invite" class="buttons">
      ${venueRoles.map(
        (role) =>
          html`<button class="button" name="role" value="${role}">
            Invite ${role === "organiser" ? "an organiser" : "a host"}
          </button>`,
      )}
    </form>
    <p class="tip">To hand over: invite an organiser, and leave when they have joined.</p>`;
}

function placeForm(page: VenuePage): Html {
  const { slug } = page.venue;
  return html`<form method="post" action="/surgeries/venues/${slug}/change">
    <input type="hidden" name="sequence" value="${page.fields["sequence"] ?? ""}" />
    ${venueFields(page, false)}
    <button class="button main wide">Keep the changes</button>
    <p class="tip">
      All that is announced here shows it at once. If name or address change, whoever signed up for a date to come is
      told by e-mail.
    </p>
  </form>`;
}

function placeWords({ address, mapLink, accessNotes }: VenueWithSequence): Html {
  return html`<p>${address}</p>
    ${mapLink !== "" && html`<p><a href="${mapLink}" rel="noopener nofollow">Map</a> (another site)</p>`}
    <p class="about">${lines(accessNotes)}</p>`;
}
