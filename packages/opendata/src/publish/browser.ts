/** The part of publishing that also works in a page: record, checks, remedies with previews, and the whole release as bytes. No Node. */
export { catalogueFeed, catalogueText } from "./catalogue-files.js";
export { checklist, unanswered, type Question } from "./checklist.js";
export { compareTables, type CompareOptions } from "./compare-tables.js";
export type { CatalogueWords } from "./dcat.js";
export { decidableFindings } from "./data-set-record.js";
export type {
  ColumnWords,
  Coverage,
  DataSetRecord,
  DataSource,
  Decision,
  Keeper,
  NotebookCell,
  QuestionId,
  RowSubject,
  TableRecord,
  UpdatePromise,
} from "./data-set-record.js";
export type { CellDifference, Difference, Jump } from "./difference.js";
export { differenceWords } from "./difference-words.js";
export { isKnownLicence, licenceConflict, licences, licencesFor, type Licence, type LicenceId } from "./licences.js";
export type { Openness } from "./openness.js";
export { fixWords } from "../mend/fix-words.js";
export { type Fix } from "../mend/fix.js";
export { type KeptMend } from "../mend/mend-again.js";
export { isWished, type KeptReading, type ReadingWish } from "../read/kept-reading.js";
export { type MetWish } from "../read/wishes-met.js";
export { knownDelimiters, parseKeptReading } from "./parse-reading.js";
export { parseFix } from "./parse-steps.js";
export { parseRecord } from "./parse-record.js";
export { planRelease, type PlanOptions, type PreviousRelease, type TableToPublish } from "./plan-release.js";
export { publishedTable, publishedTableOfCsv, type PublishedTable } from "./published-table.js";
export type { ReleaseFinding, ReleaseFindingCode } from "./release-finding.js";
export type { Lineage, LineageMade, LineageStep, Release, ReleaseFile, ReleaseRecord } from "./release.js";
export { applyRemedy, previewRemedy, remedyWords, type Remedy, type RemedyPreview } from "./remedies.js";
export { isBroken, linkWords, sourceLinks, type LinkFinding, type LinkState, type SourceLink } from "./source-links.js";
export { themeIds, themes, type ThemeId } from "./themes.js";
export { chartableColumns } from "./release-charts.js";
export { sha256Of } from "./sha256.js";
