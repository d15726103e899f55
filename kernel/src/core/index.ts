export { compileCell, importHook, type CompiledCell } from "./compile-cell.js";
