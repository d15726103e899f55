/** What an import asks for beside its specifier: `with { type: "json" }`. */
export interface ImportOptions {
  readonly with?: Readonly<Record<string, string>>;
}

/** What rewritten code calls for each import. `names` are the exports that a static import takes by name. */
export type ImportHook = (specifier: unknown, options?: ImportOptions, names?: readonly string[]) => Promise<unknown>;

/**
 * The function that the host puts under the name `importHook`.
 *
 * A CommonJS module's names are not always seen from outside; then they are taken from its default. A name that is nowhere is
 * an error here, as it is in a module; except a capitalised one, which may be a type that was imported without saying so.
 * @param load finds and loads a module; the host knows where the notebook is
 */
export function createImportHook(load: (specifier: string, options: ImportOptions) => Promise<unknown>): ImportHook {
  return async (specifier, options = {}, names) => {
    const module = await load(String(specifier), options);
    return names === undefined ? module : pick(module as object, names, String(specifier));
  };
}

function pick(module: object, names: readonly string[], specifier: string): Record<string, unknown> {
  const exported = module as Readonly<Record<string, unknown>>;
  const whole = exported["default"];
  const inside = (typeof whole === "object" && whole !== null) || typeof whole === "function" ? whole : {};
  const picked: Record<string, unknown> = {};
  for (const name of names) {
    if (name in exported) picked[name] = exported[name];
    else if (name !== "default" && name in inside) picked[name] = (inside as Readonly<Record<string, unknown>>)[name];
    else if (name === "default" || !/^\p{Lu}/u.test(name)) throw missingExport(name, specifier);
  }
  return picked;
}

function missingExport(name: string, specifier: string): SyntaxError {
  return new SyntaxError(
    name === "default"
      ? `"${specifier}" has no default export. Write import { … } from "${specifier}", or import * as … from "${specifier}".`
      : `"${specifier}" has nothing called "${name}".`,
  );
}
