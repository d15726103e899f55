/** Names that rewritten code expects in the global scope. The host puts them there before the first cell. */

/** `createImportHook(load)`: every import, static or dynamic. */
export const importHook = "__surgeryImport";

/** What `import.meta` is in a cell: an object with `url` and whatever else the host offers. */
export const importMetaHook = "__surgeryImportMeta";

/** `jsxFactory` of core/display: makes the elements of JSX. */
export const jsxHook = "__surgeryJsx";
