import type { AnyRoute } from "../http/index.js";
import { organiserRoutes } from "./organiser-routes.js";
import type { SurgeryRoutesOptions } from "./pages.js";
import { publicRoutes } from "./public-routes.js";
import { signUpRoutes } from "./sign-up-routes.js";

export { citySizes, planCity, type City, type CityOptions } from "./demo/city-plan.js";
export { Draw } from "./demo/draw.js";
export { writeCity } from "./demo/write-city.js";
export { createPairings, type Pairings } from "./pairings.js";
export type { SurgeryRoutesOptions } from "./pages.js";
export { createSignUps, type Contact, type SignUps } from "./sign-ups.js";
export { createSurgeries, type Surgeries, type Surgery, type SurgeryDate, type Venue } from "./surgeries.js";
export { eraseFollowUps, exportFollowUps, type KeptFollowUps } from "./follow-up/erase-follow-ups.js";
export { followUpRoutes } from "./follow-up/follow-up-routes.js";
export { openFollowUpSweep } from "./follow-up/follow-up-sweep.js";
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
export { slugOf } from "./slug.js";
export { surgeryMigrations, type SurgeryTables } from "./tables.js";

/** Organisers' pages come first: their words (`new`, `organise`) are no names of surgeries. */
export function surgeryRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  return [...organiserRoutes(options), ...signUpRoutes(options), ...publicRoutes(options)];
}
