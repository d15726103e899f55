import type { AnyRoute } from "../http/index.js";
import { arriveRoutes } from "./day/arrive-routes.js";
import { dayRoutes } from "./day/day-routes.js";
import { recordRoutes } from "./day/record-routes.js";
import { organiserRoutes } from "./organiser-routes.js";
import type { SurgeryRoutesOptions } from "./pages.js";
import { publicRoutes } from "./public-routes.js";
import { signUpRoutes } from "./sign-up-routes.js";

export { arrivalOffer } from "./day/arrival-offer.js";
export { createDayParts, type DayParts } from "./day/day-parts.js";
export { eraseDay, exportDay, unlinkPerson } from "./day/day-personal.js";
export { createPairings, type Pairings } from "./pairings.js";
export type { SurgeryRoutesOptions } from "./pages.js";
export { createSignUps, type Contact, type SignUps } from "./sign-ups.js";
export { createSurgeries, type Surgeries } from "./surgeries.js";
export { slugOf } from "./slug.js";
export { surgeryMigrations } from "./tables.js";

/** Organisers' pages come first: their words (`new`, `organise`) are no names of surgeries. */
export function surgeryRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  return [
    ...organiserRoutes(options),
    ...dayRoutes(options),
    ...recordRoutes(options),
    ...arriveRoutes(options),
    ...signUpRoutes(options),
    ...publicRoutes(options),
  ];
}
