/**
 * What running cells tells of people: that they are at work, and errors one after the other. Kept in memory only: after a restart checks
 * alone say how it goes, until the next cell runs.
 */
export interface Activity {
  /** When a cell of theirs last ended, in milliseconds since 1970. */
  readonly lastAt: number;
  /** Errors in a row; 0 once a cell ran well. */
  readonly errors: number;
  /** When the first of them was. */
  readonly since: number;
}

export interface EndedRun {
  readonly personId: string;
  readonly status: "ok" | "error" | "aborted";
  readonly at: number;
}

export class RunActivity {
  readonly #byPerson = new Map<string, Activity>();

  note({ personId, status, at }: EndedRun): void {
    const before = this.#byPerson.get(personId) ?? { lastAt: 0, errors: 0, since: 0 };
    // Stopped, or not run because one before it failed: that says nothing of this cell.
    const errors = status === "error" ? before.errors + 1 : status === "ok" ? 0 : before.errors;
    const since = errors === 1 && status === "error" ? at : before.since;
    this.#byPerson.set(personId, { lastAt: Math.max(before.lastAt, at), errors, since });
  }

  of(personId: string): Activity | undefined {
    return this.#byPerson.get(personId);
  }
}
