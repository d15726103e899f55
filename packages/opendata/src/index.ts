/**
 * What notebooks import. A table is a plain list of rows, so that `filter`, `map`, `length` and `slice` of the
 * language work on it; what this package adds is careful reading, honest charts, and errors in plain English.
 */
export { addColumn } from "./add-column.js";
export { barChart, type BarChartOptions } from "./bar-chart.js";
export { type Chart } from "./chart.js";
export { lineChart, type LineChartOptions } from "./line-chart.js";
export { median } from "./median.js";
export { OpenDataError, type OpenDataErrorCode } from "./open-data-error.js";
export { parseTable } from "./parse-table.js";
export { readTable } from "./read-table.js";
export { type Cell, type Row } from "./row.js";
export { show, type Showable } from "./show.js";
export { showTable, tableView, type TableOptions } from "./table-view.js";
export { sortBy, type SortOrder } from "./sort-by.js";
