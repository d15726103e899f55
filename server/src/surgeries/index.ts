import type { AnyRoute } from "../http/index.js";
import { connectionRoutes } from "./connections/connection-routes.js";
import { dataRequestRoutes } from "./data-requests/data-request-routes.js";
import { ownRecordRoutes } from "./own-page/own-record-routes.js";
import { arriveRoutes } from "./day/arrive-routes.js";
import { dayRoutes } from "./day/day-routes.js";
import { recordRoutes } from "./day/record-routes.js";
import { organiserRoutes } from "./organiser-routes.js";
import type { SurgeryRoutesOptions } from "./pages.js";
import { privacyRoutes } from "./privacy/privacy-routes.js";
import { publicRoutes } from "./public-routes.js";
import { signUpRoutes } from "./sign-up-routes.js";
import { venueRoutes } from "./venues/venue-routes.js";

export { createConnections, type Connections } from "./connections/connections.js";
export { createConsents, type Consents } from "./consents/consents.js";
export { citySizes, planCity, type City, type CityOptions } from "./demo/city-plan.js";
export { Draw } from "./demo/draw.js";
export { writeCity } from "./demo/write-city.js";
export { arrivalOffer } from "./day/arrival-offer.js";
export { createDayParts, type DayParts } from "./day/day-parts.js";
export { createConfidence, type Confidence } from "./follow-up/confidence.js";
export { confidenceRoutes } from "./follow-up/confidence-routes.js";
export type { Notebooks } from "./outcomes/notebooks.js";
export { outcomeRoutes } from "./outcomes/outcome-routes.js";
export { createOutcomes, type Outcomes } from "./outcomes/outcomes.js";
export { pairRoutes } from "./outcomes/pair/pair-routes.js";
export {
  erasePairs,
  exportPairs,
  openSharedWorks,
  sharedNotebookOf,
  type SharedWorks,
} from "./outcomes/pair/shared-works.js";
export { takeAwayRoutes } from "./outcomes/take-away/take-away-routes.js";
export { createPairings, type Pairings } from "./pairings.js";
export type { SurgeryRoutesOptions } from "./pages.js";
export { pathwayCounts, type PathwayCounts, type PathwayRecord, type PathwayStep } from "./pathway/pathway.js";
export { readPathwayRecords, type PathwayScope } from "./pathway/pathway-records.js";
export { createPictures } from "./pictures/pictures.js";
export { keptFor, sweep, type Swept } from "./privacy/retention.js";
export { createSignUps, type Contact, type ContactExport, type SignUps } from "./sign-ups.js";
export { createSurgeries, type Surgeries, type Surgery, type SurgeryDate, type Venue } from "./surgeries.js";
export { slugOf } from "./slug.js";
export { createVenuePeople, type VenuePeople } from "./venues/venue-people.js";
export { unlinkPerson } from "./privacy/contact-records.js";
export { followUpRoutes } from "./follow-up/follow-up-routes.js";
export { createFollowUps, type FollowUps } from "./follow-up/follow-ups.js";
export {
  createSurgeryRecords,
  type RecordScope,
  type Records,
  type RecordedConfidence,
  type RecordedDate,
  type RecordedFollowUp,
  type RecordedVenue,
  type SurgeryRecords,
  type ToldStory,
} from "./records.js";
export { clockWords, dateIn, dateWords, instantOf, isLocalDate } from "./local-time.js";
export { topicWords } from "./topics.js";
export { photoPolicyWords } from "./announcement.js";
export { faultSummary, lines, radioField, selectField, textField, type FormState } from "./form-field.js";
export { surgeryMigrations, type SurgeryTables } from "./tables.js";

/** Organisers' pages come first: their words (`new`, `organise`) are no names of surgeries. */
export function surgeryRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  return [
    ...organiserRoutes(options),
    ...venueRoutes(options),
    ...dayRoutes(options),
    ...recordRoutes(options),
    ...arriveRoutes(options),
    ...connectionRoutes(options),
    ...dataRequestRoutes(options),
    ...ownRecordRoutes(options),
    ...signUpRoutes(options),
    ...privacyRoutes(options),
    ...publicRoutes(options),
  ];
}
