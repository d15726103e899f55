export { compileCell, type CompiledCell, type CompileOptions } from "./compile/compile-cell.js";
export { importHook, importMetaHook, jsxHook } from "./compile/hooks.js";
export { createImportHook, type ImportHook, type ImportOptions } from "./compile/import-hook.js";
export { isComplete, type Completeness } from "./compile/is-complete.js";
export { prepareCompile } from "./compile/lower-decorators.js";
export type { TextPosition } from "./compile/text-lines.js";
export {
  createDisplays,
  type Display,
  type DisplayHandle,
  type DisplayOptions,
  type Displays,
  type EmitDisplay,
} from "./display/displays.js";
export { inspectValue, type InspectOptions } from "./display/inspect.js";
export { jsxFactory } from "./display/jsx.js";
export { bundleOf, isBundleData, jupyterDisplay, mimeBundle, type MimeBundle } from "./display/mime-bundle.js";
export type { CellSource, CellSources, ErrorContext } from "./errors/cell-sources.js";
export { createRanCells, type RanCell } from "./realm/ran-cells.js";
export { describeError, describeMistake, type DescribedError } from "./errors/describe-error.js";
