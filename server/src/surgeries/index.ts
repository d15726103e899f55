import type { AnyRoute } from "../http/index.js";
import { connectionRoutes } from "./connections/connection-routes.js";
import { dataRequestRoutes } from "./data-requests/data-request-routes.js";
import { ownRecordRoutes } from "./own-page/own-record-routes.js";
import { organiserRoutes } from "./organiser-routes.js";
import type { SurgeryRoutesOptions } from "./pages.js";
import { privacyRoutes } from "./privacy/privacy-routes.js";
import { publicRoutes } from "./public-routes.js";
import { signUpRoutes } from "./sign-up-routes.js";
import { venueRoutes } from "./venues/venue-routes.js";

export { createConnections, type Connections } from "./connections/connections.js";
export { createConsents, type Consents } from "./consents/consents.js";
export { createPairings, type Pairings } from "./pairings.js";
export type { SurgeryRoutesOptions } from "./pages.js";
export { pathwayCounts, type PathwayCounts, type PathwayRecord, type PathwayStep } from "./pathway/pathway.js";
export { readPathwayRecords, type PathwayScope } from "./pathway/pathway-records.js";
export { createPictures } from "./pictures/pictures.js";
export { keptFor, sweep, type Swept } from "./privacy/retention.js";
export { createSignUps, type Contact, type ContactExport, type SignUps } from "./sign-ups.js";
export { createSurgeries, type Surgeries } from "./surgeries.js";
export { slugOf } from "./slug.js";
export { createVenuePeople, type VenuePeople } from "./venues/venue-people.js";
export { surgeryMigrations } from "./tables.js";

/** Organisers' pages come first: their words (`new`, `organise`) are no names of surgeries. */
export function surgeryRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  return [
    ...organiserRoutes(options),
    ...venueRoutes(options),
    ...connectionRoutes(options),
    ...dataRequestRoutes(options),
    ...ownRecordRoutes(options),
    ...signUpRoutes(options),
    ...privacyRoutes(options),
    ...publicRoutes(options),
  ];
}
