/** Who came to a place, and how far they have gone, for its organisers: whom to ask to help next time. */
import { html, type PublicPage } from "../../http/index.js";
import type { Store } from "../../store/index.js";
import { dateWords } from "../local-time.js";
import type { Venue } from "../surgeries.js";
import type { SurgeryTables } from "../tables.js";
import { stepNames } from "./pathway-part.js";
import { readPathwayRecords } from "./pathway-records.js";
import { reachedBy, type ReachedStep } from "./pathway.js";

export interface Guest {
  readonly name: string;
  readonly group: string;
  /** How often they came here. */
  readonly visits: number;
  readonly lastVisit: number;
  readonly reached: readonly ReachedStep[];
}

/** Those who came to this place; who was erased is counted elsewhere and named nowhere. */
export async function guestsOf(store: Store, venueId: string): Promise<Guest[]> {
  const rows = await store
    .tables<SurgeryTables>()
    .selectFrom("attendances")
    .innerJoin("contacts", "contacts.id", "attendances.contact_id")
    .innerJoin("surgery_dates", "surgery_dates.id", "attendances.date_id")
    .innerJoin("surgeries", "surgeries.id", "surgery_dates.surgery_id")
    .select((from) => [
      "contacts.id as id",
      "contacts.name as name",
      "contacts.group_name as group",
      from.fn.countAll<number>().as("visits"),
      from.fn.max("attendances.arrived_at").as("last"),
    ])
    .where("surgeries.venue_id", "=", venueId)
    .groupBy(["contacts.id", "contacts.name", "contacts.group_name"])
    .execute();
  const reached = reachedBy(await readPathwayRecords(store, { contactIds: rows.map(({ id }) => id) }));
  return rows
    .map(({ id, name, group, visits, last }) => ({
      name,
      group,
      visits,
      lastVisit: last,
      reached: reached.get(id) ?? [],
    }))
    .toSorted((a, b) => b.lastVisit - a.lastVisit || a.name.localeCompare(b.name, "en"));
}

export function guestsPage(venue: Venue, guests: readonly Guest[]): PublicPage {
  return {
    title: `Who came: ${venue.name}`,
    styles: ["surgeries.css", "people.css"],
    head: html`<meta name="robots" content="noindex" />`,
    side: html`<a href="/surgeries/venues/${venue.slug}/organise">${venue.name}</a>`,
    main: html`<div class="column">
      <h1>Who came to ${venue.name}</h1>
      <p class="lead">Names stand here only, for you who organise here. Whom could you ask to help next time?</p>
      ${
        guests.length === 0
          ? html`<p>Nobody yet. Who comes is noted on the day.</p>`
          : html`<ul class="plain-list">
              ${guests.map(
                ({ name, group, visits, lastVisit, reached }) =>
                  html`<li>
                    <strong><bdi>${name === "" ? "Somebody without a name" : name}</bdi></strong
                    >${group !== "" && `, ${group}`}<br />
                    ${reached.map(({ step }) => stepNames[step]).join(", ")}<br />
                    <span class="quiet"
                      >${visits === 1 ? "Came once" : `Came ${visits} times`}, last on
                      ${dateWords(lastVisit, venue.timeZone)}</span
                    >
                  </li>`,
              )}
            </ul>`
      }
    </div>`,
  };
}
