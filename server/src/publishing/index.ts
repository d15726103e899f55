import type { AnyRoute } from "../http/index.js";
import { feedRoutes } from "./feed-routes.js";
import { groupRoutes } from "./group-page.js";
import { keeperRoutes } from "./keeper-routes.js";
import { publicRoutes } from "./public-routes.js";
import type { PublishingOptions } from "./publishing.js";
import { readerRoutes } from "./reader-routes.js";
import { wizardRoutes } from "./wizard-routes.js";

export { createDataSets, type DataSet, type DataSets } from "./data-sets.js";
export { notebookNaming } from "./notebook-naming.js";
export { erasePublishing, exportPublishing, type PublishingErased, type PublishingExport } from "./person-part.js";
export { dataEndings, type PublishingOptions, type SourceFiles } from "./publishing.js";
export { createPortals, type Portals } from "./portals.js";
export { openReleaseWork, type ReleaseWork } from "./release-work.js";
export { createRemarks, type Remarks } from "./remarks.js";
export { remindDue } from "./reminders.js";
export { createShelf, type Shelf } from "./shelf.js";
export { createSourceChecks, type SourceChecks } from "./source-checks.js";
export { publishingMigrations } from "./tables.js";

/** Fixed words in an address come before what stands for any word. */
export function publishingRoutes(options: PublishingOptions): AnyRoute[] {
  return [
    ...wizardRoutes(options),
    ...readerRoutes(options),
    ...groupRoutes(options),
    ...publicRoutes(options),
    ...feedRoutes(options),
    ...keeperRoutes(options),
  ];
}
