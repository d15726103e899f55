/** Stands where `oxc-transform` looks for its binding. Filled by `load-oxc.ts` before the first cell. */
import type * as Oxc from "oxc-transform";

export type Binding = Pick<typeof Oxc, "transformSync">;

let binding: Binding | undefined;

export function putTransform(loaded: Binding): void {
  binding = loaded;
}

export const transformSync: Binding["transformSync"] = (...given) => {
  if (binding === undefined) throw new Error("The compiler is not there: it could not be loaded.");
  return binding.transformSync(...given);
};
