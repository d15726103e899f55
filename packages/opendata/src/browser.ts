/**
 * The part of the toolkit that also works in a page: bytes to a table, what is wrong with it, mending, and the code that does the same
 * in a notebook. No Node, no database, no drawing; a test follows the imports from here. Large libraries come with the first file
 * that needs them.
 */
export { previewFix, type CellChange, type FixPreview } from "./mend/apply-fix.js";
export { fixWords } from "./mend/fix-words.js";
export { type Fix } from "./mend/fix.js";
export { createMending, mendStep, undoStep, type Mending } from "./mend/mend-steps.js";
export { OpenDataError, type OpenDataErrorCode } from "./open-data-error.js";
export { type ColumnProfile } from "./profile/column-profile.js";
export { type Fault, type FaultCode, type Place } from "./profile/fault.js";
export { profile, type Profile } from "./profile/profile.js";
export { readBytes, type BytesFrom } from "./read/read-bytes.js";
export { keptReading, type KeptReading, type ReadingWish } from "./read/kept-reading.js";
export { prepareReading } from "./read/prepare-reading.js";
export { type ReadOptions } from "./read/read-options.js";
export {
  type Choice,
  type ColumnType,
  type DateOrder,
  type LeftOut,
  type LeftOutReason,
  type Reading,
  type SourceColumn,
  type SourceTable,
} from "./read/source-table.js";
export { countOf } from "./say.js";
export { readCode, type ReadWay } from "./starter/read-code.js";
export { starterNotebook, type StarterNotebook, type StarterWords } from "./starter/starter-notebook.js";
export { variableName } from "./starter/variable-name.js";
export { writeCsv } from "./write/write-csv.js";
