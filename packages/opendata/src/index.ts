/**
 * What notebooks import. A table is a plain list of rows, so that `filter`, `map`, `length` and `slice` of the
 * language work on it; what this package adds is careful reading, honest charts, and errors in plain English.
 */
export { addColumn } from "./add-column.js";
export { applyFix, previewFix, type CellChange, type FixPreview } from "./mend/apply-fix.js";
export { barChart, type BarChartOptions } from "./bar-chart.js";
export { type Chart, type ChartData, type ChartLine } from "./chart.js";
export { fixCode, fixWords } from "./mend/fix-words.js";
export { type Fix } from "./mend/fix.js";
export { createMending, mend, mendStep, undoStep, type Mending } from "./mend/mending.js";
export { lineChart, type LineChartOptions } from "./line-chart.js";
export { median } from "./median.js";
export { OpenDataError, type OpenDataErrorCode } from "./open-data-error.js";
export { parseTable } from "./parse-table.js";
export { type ColumnProfile } from "./profile/column-profile.js";
export { faultCodes, type Fault, type FaultCode, type FixOffer, type Place } from "./profile/fault.js";
export { profileObject, type ProfileObject } from "./profile/profile-object.js";
export { profileText } from "./profile/profile-text.js";
export { profile, type Profile } from "./profile/profile.js";
export { read, type NamedBytes } from "./read/read.js";
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
export { sortBy, type SortOrder } from "./sort-by.js";
export { writeCsv, type WriteAs } from "./write/write-csv.js";
