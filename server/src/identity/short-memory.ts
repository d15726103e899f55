/** Keeps a few values for a short while, in memory only. Bounded: past `most` the oldest goes. */
export interface ShortMemory<Value> {
  get(key: string): Value | undefined;
  set(key: string, value: Value): void;
  delete(key: string): void;
  deleteWhere(matches: (value: Value) => boolean): void;
}

export function createShortMemory<Value>(clock: () => number, lifeMs: number, most: number): ShortMemory<Value> {
  const kept = new Map<string, { readonly value: Value; readonly until: number }>();
  return {
    get: (key) => {
      const found = kept.get(key);
      return found !== undefined && found.until > clock() ? found.value : undefined;
    },
    set: (key, value) => {
      kept.delete(key);
      for (const [old, { until }] of kept) {
        if (until > clock() && kept.size < most) break;
        kept.delete(old);
      }
      kept.set(key, { value, until: clock() + lifeMs });
    },
    delete: (key) => {
      kept.delete(key);
    },
    deleteWhere: (matches) => {
      for (const [key, { value }] of kept) if (matches(value)) kept.delete(key);
    },
  };
}
