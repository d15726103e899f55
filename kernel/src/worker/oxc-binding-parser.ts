/** Stands where `oxc-parser` looks for its binding. Filled by `load-oxc.ts` before the first cell. */
import type * as Oxc from "oxc-parser";

export type Binding = Pick<typeof Oxc, "parse" | "parseSync">;

let binding: Binding | undefined;

export function putParser(loaded: Binding): void {
  binding = loaded;
}

function loaded(): Binding {
  if (binding === undefined) throw new Error("The compiler is not there: it could not be loaded.");
  return binding;
}

export const parseSync: Binding["parseSync"] = (...given) => loaded().parseSync(...given);
/** Nobody here calls it, but the package hands it on. */
export const parse: Binding["parse"] = (...given) => loaded().parse(...given);
