/**
 * Turns a stream of edits into versions (SPEC RO31): a stretch of work ends when nobody has changed anything for a while, and at the latest
 * after ten minutes. Who and what is noted as it happens; what a stop cut short is found at the next opening.
 */
import type { HistoryVersion } from "@data-surgery/contract";
import type { ContentChange } from "./changed-cells.js";
import { diffContent } from "./content-difference.js";
import type { VersionContent } from "./version-content.js";
import type { StoredChange, VersionStore } from "./version-store.js";
import { thinByAge, thinByOne } from "./version-thinning.js";

export interface VersionTimes {
  /** A pause of this length ends a stretch of work, in milliseconds. */
  readonly pause: number;
  readonly longest: number;
}

export const defaultVersionTimes: VersionTimes = { pause: 30_000, longest: 10 * 60_000 };

export interface VersionKeeperOptions {
  readonly documentId: string;
  readonly store: VersionStore;
  /** As it is now, durable. */
  readonly read: () => VersionContent;
  readonly times: VersionTimes;
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}

interface Stretch {
  readonly since: number;
  last: number;
  readonly people: Set<string>;
  readonly cells: Map<string, Set<string>>;
  /** Cell id → whose suggestions were accepted in it. */
  readonly suggested: Map<string, Set<string>>;
}

const newStretch = (since: number): Stretch => ({
  since,
  last: since,
  people: new Set(),
  cells: new Map(),
  suggested: new Map(),
});

/** All versions of a document take at most twice its size, or this much. */
const smallest = 64 * 1024;

export class VersionKeeper {
  readonly #options: VersionKeeperOptions;
  #stretch: Stretch | undefined;
  #latest: VersionContent | undefined;
  #line: Promise<unknown> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: VersionKeeperOptions) {
    this.#options = options;
  }

  /** The first version of a history, or what was written after the latest one and before a stop. */
  open(): void {
    const { documentId, store, read } = this.#options;
    const content = read();
    this.#inLine(async () => {
      const latest = (await store.list(documentId)).at(-1);
      const missed = await store.writtenSince(documentId, latest?.at ?? 0);
      const now = this.#options.now();
      if (latest !== undefined) this.#latest = await store.content(documentId, latest);
      const kind = latest === undefined ? "start" : "edit";
      const people = new Set(latest === undefined ? [] : missed?.people);
      await this.#add(kind, { ...newStretch(missed?.since ?? now), last: missed?.at ?? now, people }, content);
    }).catch(this.#options.failed);
  }

  note(change: ContentChange): void {
    const { now } = this.#options;
    this.#stretch ??= newStretch(now());
    this.#stretch.last = now();
    for (const person of change.people) this.#stretch.people.add(person);
    for (const [id, people] of change.cells) {
      this.#stretch.cells.set(id, new Set([...people, ...(this.#stretch.cells.get(id) ?? [])]));
    }
    this.#plan();
  }

  /** For what the server does on somebody's behalf, such as running their cell. */
  noteFor(person: string, cellId: string): void {
    this.note({ people: new Set([person]), cells: new Map([[cellId, new Set([person])]]) });
  }

  /** A proposal that was accepted: both are named, who made it and who said yes. */
  noteSuggestion(cellId: string, author: string, by: string): void {
    this.note({ people: new Set([by, author]), cells: new Map([[cellId, new Set([by])]]) });
    const suggested = this.#stretch?.suggested;
    suggested?.set(cellId, new Set([...(suggested.get(cellId) ?? []), author]));
  }

  /** Ends the stretch of work now. @returns the version that holds what the document holds */
  async cut(kind: HistoryVersion["kind"] = "edit", people: Iterable<string> = []): Promise<number> {
    clearTimeout(this.#timer);
    const { now, read, documentId, store } = this.#options;
    const stretch = this.#stretch ?? newStretch(now());
    this.#stretch = undefined;
    for (const person of people) {
      stretch.people.add(person);
      if (kind !== "edit") for (const owners of stretch.cells.values()) owners.add(person);
    }
    const content = read();
    return this.#inLine(async () => {
      await this.#add(kind, stretch, content);
      return (await store.list(documentId)).at(-1)?.version ?? 0;
    });
  }

  /** The last stretch becomes a version, and nothing more is planned. */
  async finish(): Promise<void> {
    if (this.#stretch !== undefined) await this.cut();
    clearTimeout(this.#timer);
    await this.#line;
  }

  #plan(): void {
    const stretch = this.#stretch;
    if (stretch === undefined) return;
    clearTimeout(this.#timer);
    const { times, now } = this.#options;
    const due = Math.min(stretch.last + times.pause, stretch.since + times.longest);
    this.#timer = setTimeout(() => void this.cut().catch(this.#options.failed), Math.max(0, due - now()));
    this.#timer.unref();
  }

  #inLine<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#line.then(work);
    this.#line = done.catch(() => undefined);
    return done;
  }

  async #add(kind: HistoryVersion["kind"], stretch: Stretch, content: VersionContent): Promise<void> {
    const { documentId, store, failed } = this.#options;
    const changes = this.#latest === undefined ? [] : changesSince(this.#latest, content, stretch);
    const { since, last: at, people } = stretch;
    const added = await store.add(documentId, { kind, since, at, people: [...people], changes }, content);
    this.#latest = content;
    if (added !== undefined) await this.#thin().catch(failed);
  }

  async #thin(): Promise<void> {
    const { documentId, store, now } = this.#options;
    const all = await store.list(documentId);
    let kept = thinByAge(all, now());
    if (kept.length < all.length) await store.keep(documentId, kept);
    const most = Math.max(smallest, 2 * JSON.stringify(this.#latest).length);
    while (kept.length > 2 && (await store.size(documentId)) > most) {
      // A tenth at a time: the size is asked for once a round.
      for (let count = Math.ceil(kept.length / 10); count > 0 && kept.length > 2; count--)
        kept = thinByOne(kept, now());
      await store.keep(documentId, kept);
    }
  }
}

function changesSince(before: VersionContent, after: VersionContent, stretch: Stretch): StoredChange[] {
  return diffContent(before, after).cells.map(({ cellId, change, place }) => {
    const known = stretch.cells.get(cellId);
    // Who removed a cell is not written anywhere: if one person was there, it was they.
    const people = known !== undefined && known.size > 0 ? known : stretch.people.size === 1 ? stretch.people : [];
    const suggested = stretch.suggested.get(cellId);
    const more = suggested === undefined ? {} : { suggestedBy: [...suggested] };
    return { cellId, change, place, people: [...people], ...more };
  });
}
