import type { AnyRoute } from "../http/index.js";
import { ownRecordRoutes } from "./own-page/own-record-routes.js";
import { organiserRoutes } from "./organiser-routes.js";
import type { SurgeryRoutesOptions } from "./pages.js";
import { privacyRoutes } from "./privacy/privacy-routes.js";
import { publicRoutes } from "./public-routes.js";
import { signUpRoutes } from "./sign-up-routes.js";

export { createConsents, type Consents } from "./consents/consents.js";
export type { Notebooks } from "./outcomes/notebooks.js";
export { outcomeRoutes } from "./outcomes/outcome-routes.js";
export { createOutcomes, type Outcomes } from "./outcomes/outcomes.js";
export { citySizes, planCity, type City, type CityOptions } from "./demo/city-plan.js";
export { Draw } from "./demo/draw.js";
export { writeCity } from "./demo/write-city.js";
export { createPairings, type Pairings } from "./pairings.js";
export type { SurgeryRoutesOptions } from "./pages.js";
export { keptFor, sweep, type Swept } from "./privacy/retention.js";
export { faultSummary, radioField, selectField, textField, type FormState } from "./form-field.js";
export { createSignUps, type Contact, type ContactExport, type SignUps } from "./sign-ups.js";
export { createSurgeries, type Surgeries } from "./surgeries.js";
export { slugOf } from "./slug.js";
export { surgeryMigrations } from "./tables.js";

/** Organisers' pages come first: their words (`new`, `organise`) are no names of surgeries. */
export function surgeryRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  return [
    ...organiserRoutes(options),
    ...ownRecordRoutes(options),
    ...signUpRoutes(options),
    ...privacyRoutes(options),
    ...publicRoutes(options),
  ];
}
