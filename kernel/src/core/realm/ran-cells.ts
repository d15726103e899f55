/**
 * The cells that have run, told to whoever asks under a key of the global object: the toolkit writes from them how figures were made
 * (packages/opendata/src/evidence/ran-cells.ts). Code in cells can read them too; it is the learner's own.
 */
import type { RunRequest } from "../session/realm.js";

export interface RanCell {
  readonly count: number;
  readonly source: string;
  readonly id?: string;
}

export interface RanCells {
  began(request: Pick<RunRequest, "count" | "source" | "cell" | "name">): void;
  /** One that failed has made nothing that can be relied on, and is forgotten. */
  ended(well: boolean): void;
}

const ranKey = Symbol.for("data-surgery.ran-cells");
/** An evening's work has some hundred. */
const mostCells = 2000;
const mostLetters = 4_000_000;

export function createRanCells(): RanCells {
  const ran: RanCell[] = [];
  let letters = 0;
  let now: RanCell | undefined;
  Object.defineProperty(globalThis, ranKey, {
    configurable: true,
    value: () => (now === undefined ? [...ran] : [...ran, now]),
  });
  return {
    began: ({ count, source, cell, name }) => {
      // What a page runs for itself is no cell of the notebook.
      now = name.startsWith("cell-") ? { count, source, ...(cell === undefined ? {} : { id: cell }) } : undefined;
    },
    ended: (well) => {
      if (well && now !== undefined) {
        ran.push(now);
        letters += now.source.length;
        while (ran.length > mostCells || letters > mostLetters) letters -= ran.shift()?.source.length ?? 0;
      }
      now = undefined;
    },
  };
}
