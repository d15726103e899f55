import type { AnyRoute } from "../http/index.js";
import { organiserRoutes } from "./organiser-routes.js";
import type { SurgeryRoutesOptions } from "./pages.js";
import { publicRoutes } from "./public-routes.js";
import { signUpRoutes } from "./sign-up-routes.js";

export { createConfidence, eraseConfidence, exportConfidence, type Confidence } from "./follow-up/confidence.js";
export { confidenceRoutes } from "./follow-up/confidence-routes.js";
export { eraseOutcomes, exportOutcomes } from "./outcomes/erase-outcomes.js";
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
export { createSignUps, type Contact, type SignUps } from "./sign-ups.js";
export { createSurgeries, type Surgeries } from "./surgeries.js";
export { slugOf } from "./slug.js";
export { surgeryMigrations, type SurgeryTables } from "./tables.js";

/** Organisers' pages come first: their words (`new`, `organise`) are no names of surgeries. */
export function surgeryRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  return [...organiserRoutes(options), ...signUpRoutes(options), ...publicRoutes(options)];
}
