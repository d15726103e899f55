/** Publishing with a disk: what pages can do as well (`browser.ts`), and folders, locks, Parquet. */
export * from "./browser.js";
export type { NotedEvidence } from "../evidence/noted-evidence.js";
export { checkEvidence, readEvidence, type EvidenceCheck, type EvidenceFiles } from "../evidence/read-evidence.js";
export { checkLinks, type CheckLinksOptions } from "./node/check-links.js";
export { type MendedStep } from "../mend/mend-again.js";
export { type MendOffer } from "../mend/mend-offers.js";
export { firstLook, type FirstLook } from "./first-look.js";
export { draftRecord } from "./node/draft-record.js";
export { commitSite, type CommitOptions, type SiteCommit } from "./node/git-site.js";
export { loadPackage, type DataPackage, type LoadedTable } from "./node/load-package.js";
export { loadTables } from "./node/load-tables.js";
export { parquetOf } from "./node/parquet-of.js";
export { publishToFolder, type Planner, type PublishOptions } from "./node/publish-to-folder.js";
export { readLatest, readPublished, readRelease, readSets, readVersion } from "./node/read-site.js";
export { pushToCkan, type CkanPush, type CkanPushed, type CkanPushOptions } from "./node/push-to-ckan.js";
export { retireInFolder, type Retirement } from "./node/retire-in-folder.js";
export { finishInFolder } from "./node/sweep-up.js";
export { zipSite } from "./node/zip-site.js";
