/** For somebody who has joined a workshop in whose room the doors are open: one tap, and they are on the list. */
import { roleAllows, type Visitor } from "@data-surgery/contract";
import { html, type Html } from "../../http/index.js";
import type { DayParts } from "./day-parts.js";

/** More than these at once is no room but a city: the code on the wall tells them apart. */
const most = 3;

export async function arrivalOffer({ day, arrivals }: DayParts, visitor: Visitor): Promise<Html | undefined> {
  // Whoever runs the room would otherwise be taken for somebody who came.
  if (roleAllows(visitor.role, "trainer")) return undefined;
  const open = (await day.openIn(visitor.workshopId)).slice(0, most);
  const offers = await Promise.all(
    open.map(async ({ date, state }) => ({ date, state, here: await arrivals.isHere(date, visitor.personId) })),
  );
  const asked = offers.filter(({ here }) => !here);
  if (asked.length === 0) return undefined;
  return html`<section class="aside no-print" aria-labelledby="offer-title">
    <h2 id="offer-title">Are you in the room?</h2>
    ${asked.map(
      ({ date, state }) =>
        html`<form method="post" action="/arrive/${state.room?.code ?? ""}/here">
          <p><button class="button wide">I’m here, at ${date.surgery.title}</button></p>
        </form>`,
    )}
  </section>`;
}
