/** Of each cell who runs it, or ran it last: what those who come later are told. */
import type { RunNotice } from "./frames.js";

/** Cells of which it is known; the ones that ran longest ago are forgotten first. */
const most = 1000;

export class LatestRuns {
  readonly #runs = new Map<string, RunNotice>();

  constructor(before: readonly RunNotice[] = []) {
    for (const run of before) this.note(run);
  }

  note(run: RunNotice): void {
    this.#runs.delete(run.cellId);
    this.#runs.set(run.cellId, run);
    const [oldest] = this.#runs.keys();
    if (this.#runs.size > most && oldest !== undefined) this.#runs.delete(oldest);
  }

  get all(): RunNotice[] {
    return [...this.#runs.values()];
  }
}
