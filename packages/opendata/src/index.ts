/**
 * What notebooks import. `read` gives a `Table`; a plain list of rows does wherever a table is asked for, and a table does
 * what a list does (`filter`, `map`, `length`, `slice`), so that a first lesson and a last one speak alike.
 */
export { type LargeGroups, type LargeTable } from "./large/large-table.js";
export { readLarge } from "./large/read-large.js";
export { addColumn } from "./add-column.js";
export { changeSince, type ChangeOptions } from "./analysis/change-since.js";
export { type Changed } from "./analysis/change-warnings.js";
export { compare, type CompareOptions } from "./analysis/compare.js";
export { type Facts, type Finding, type FindingValues } from "./analysis/finding.js";
export { forecast, type ForecastOptions } from "./analysis/forecast.js";
export { rank, type RankOptions } from "./analysis/rank.js";
export { rate, type RateOptions } from "./analysis/rate.js";
export { trend, type TrendOptions } from "./analysis/trend.js";
export { uncertain, type Estimate } from "./analysis/uncertain.js";
export { applyFix, previewFix, type CellChange, type FixPreview } from "./mend/apply-fix.js";
export { barChart, type BarChartOptions } from "./bar-chart.js";
export { type Chart, type ChartData, type ChartLine } from "./chart.js";
export { filesOf, open, search } from "./find/find-verbs.js";
export type { Openable, OpenOptions } from "./find/open-found.js";
export type { SearchOptions } from "./find/search.js";
export type { OpenWishes } from "./find/portal.js";
export { evidencePack, type EvidencePack, type EvidencePackOptions } from "./evidence/evidence-pack.js";
export type { DataUsed } from "./evidence/data-used.js";
export {
  evidencePage,
  type EvidenceOptions,
  type EvidencePage,
  type EvidencePoint,
  type EvidenceSource,
} from "./evidence/evidence-page.js";
export { type PublishingCheck } from "./evidence/publishing-checks.js";
export { fixCode, fixWords } from "./mend/fix-words.js";
export { type Fix } from "./mend/fix.js";
export { createMending, mend, mendStep, undoStep, type Mending } from "./mend/mending.js";
export { needByPlace, type NeedByPlace, type NeedOptions } from "./need/need-by-place.js";
export { lineChart, type LineChartOptions } from "./line-chart.js";
export { OpenDataError, type OpenDataErrorCode } from "./open-data-error.js";
export { parseTable } from "./parse-table.js";
export { type ColumnProfile } from "./profile/column-profile.js";
export { faultCodes, type Fault, type FaultCode, type FixOffer, type Place } from "./profile/fault.js";
export { profileObject, type ProfileObject } from "./profile/profile-object.js";
export { profileText } from "./profile/profile-text.js";
export { profile, type Profile } from "./profile/profile.js";
export { readSource, type NamedBytes } from "./read/read-source.js";
export { type ReadOptions } from "./read/read-options.js";
export {
  type Choice,
  type ColumnType,
  type LeftOut,
  type SourceColumn,
  type SourceTable,
} from "./read/source-table.js";
export { readTable } from "./read-table.js";
export { type Cell, type Row } from "./row.js";
export { rowsOf } from "./rows-of.js";
export { show, type Showable } from "./show.js";
export { showTable, tableView, type TableOptions } from "./table-view.js";
export type { Boundaries, BoundaryFeature } from "./place/boundaries.js";
export { joinPlace, type JoinPlaceOptions } from "./place/join-place.js";
export { openPack } from "./place/open-pack.js";
export type { PackManifest } from "./place/pack-manifest.js";
export type { Pack } from "./place/pack.js";
export { toLatLong, type Grid, type GridColumns } from "./place/to-lat-long.js";
export { chart } from "./charts/chart-verbs.js";
export { count, distinct, greatest, least, type Aggregate } from "./table/aggregate.js";
export { month, weekday, year } from "./table/date-parts.js";
export { type GroupedTable } from "./table/grouped-table.js";
export { type JoinKeep, type JoinKeys } from "./table/join-columns.js";
export { type UnpivotOptions } from "./table/reshape-columns.js";
export { mean, median, sum } from "./table/figures.js";
export { read, tableOfSource } from "./table/read.js";
export { sourceLine, type Provenance, type TableStep } from "./table/provenance.js";
export { Table, tableOf, type JoinOptions, type PivotOptions, type Rule, type TableLike } from "./table/table.js";
export { sortBy, type SortOrder } from "./sort-by.js";
export { writeCsv, type WriteAs } from "./write/write-csv.js";
export { readCode, type ReadWay } from "./starter/read-code.js";
export {
  starterNotebook,
  type StarterCell,
  type StarterNotebook,
  type StarterWords,
} from "./starter/starter-notebook.js";
export { variableName } from "./starter/variable-name.js";
