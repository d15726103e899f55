/** On the organiser's page of a surgery: what the dates that are over came to. */
import { html, type Html } from "../../http/index.js";
import { dateWords } from "../local-time.js";
import type { SurgeryDate } from "../surgeries.js";
import type { Day } from "./day.js";
import { sumOf } from "./day-record.js";
import { sumWords } from "./day-record-page.js";
import { isOpen } from "./day-state.js";
import { pathOf } from "./day-screen.js";

const most = 8;

export async function pastDays(day: Day, dates: readonly SurgeryDate[], now: number): Promise<Html | undefined> {
  const past = dates.filter(({ endsAt, status }) => endsAt <= now && status === "on").toReversed();
  if (past.length === 0) return undefined;
  const views = await Promise.all(past.slice(0, most).map((date) => day.view(date)));
  return html`<section aria-labelledby="past-days">
    <h2 id="past-days">Dates that are over</h2>
    <ul class="dates small">
      ${views.map(
        (view) =>
          html`<li class="date">
            <h3>
              <a href="${pathOf(view)}${!isOpen(view.state) && "/record"}"
                >${dateWords(view.date.startsAt, view.date.surgery.venue.timeZone)}</a
              >
            </h3>
            <p>
              ${
                isOpen(view.state)
                  ? "The doors are still open."
                  : view.state.room === undefined
                    ? "Nobody opened the doors, so nobody is on the record."
                    : `${sumWords(sumOf(view, now))}.`
              }
            </p>
          </li>`,
      )}
    </ul>
    ${past.length > most && html`<p class="quiet">And ${past.length - most} before these.</p>`}
  </section>`;
}
