/** The names that cells make: properties of the global object, which can't be read before they have a value. */
export interface SessionNames {
  /** Called by each cell for the names that it is about to make (`declareHook`). One that is there keeps its value till then. */
  declare(...names: readonly string[]): void;
  list(): readonly string[];
}

export function createSessionNames(): SessionNames {
  const declared = new Set<string>();
  return {
    declare: (...names) => {
      for (const name of names) {
        declared.add(name);
        if (Object.hasOwn(globalThis, name)) continue;
        Object.defineProperty(globalThis, name, {
          configurable: true,
          enumerable: true,
          get: () => {
            throw new ReferenceError(`Cannot access '${name}' before initialization`);
          },
          set: (value: unknown) => {
            Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: true });
          },
        });
      }
    },
    list: () => [...declared],
  };
}
