/** Imports of cells in a browser: by address, and what the kernel brings itself. There is no folder and no packages. */
export function createImportUrl(standIns: Readonly<Record<string, unknown>>): (specifier: string) => Promise<unknown> {
  return async (specifier) => {
    const standIn = standIns[specifier];
    if (standIn !== undefined) return standIn;
    if (/^(?:https?|data|blob):/.test(specifier)) return (await import(specifier)) as unknown;
    throw new Error(
      `“${specifier}” can't be imported in a browser. Give the whole address of a module: import … from "https://…".`,
    );
  };
}
