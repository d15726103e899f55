/** Watches structs of one document that wait for others: whose they are, for how long, and whether what a damaged log left stranded has been found. */
import * as Y from "yjs";
import { takePending } from "./pending-structs.js";

/** How long, in milliseconds, and how much, in bytes, may wait for what never comes. */
const patience = 10_000;
const most = 1024 * 1024;

export class PendingWatch<Sender> {
  readonly #doc: Y.Doc;
  readonly #now: () => number;
  /** Parts of the log that wait for a row which was set aside: what must come before they can be read. */
  #stranded: ReadonlyMap<number, number> | undefined;
  #since: number | undefined;
  readonly #senders = new Set<Sender>();

  /** @param doc as it came from the log; what is pending in it is taken out */
  constructor(doc: Y.Doc, now: () => number) {
    this.#doc = doc;
    this.#now = now;
    this.#stranded = takePending(doc);
  }

  /** Something of this sender may be waiting: nothing of it should be vouched for. */
  has(sender: Sender): boolean {
    return this.#senders.has(sender);
  }

  get isTooLarge(): boolean {
    return (this.#doc.store.pendingStructs?.update.byteLength ?? 0) > most;
  }

  /** To be called after a commit. @returns those who have just begun to wait: they may be asked for what is missing */
  note(contributors: Iterable<Sender>): Sender[] {
    if (this.#doc.store.pendingStructs === null && this.#doc.store.pendingDs === null) {
      this.#since = undefined;
      this.#senders.clear();
      return [];
    }
    this.#since ??= this.#now();
    const fresh = [...contributors].filter((sender) => !this.#senders.has(sender));
    for (const sender of fresh) this.#senders.add(sender);
    return fresh;
  }

  /** Those whose structs have waited too long; undefined while there is still hope. */
  get overdue(): Sender[] | undefined {
    if (this.#since === undefined) return undefined;
    return this.#now() - this.#since >= patience || this.isTooLarge ? [...this.#senders] : undefined;
  }

  /** A page had what was lost: when the log is read again, the rest of it falls into place. True once. */
  takeFound(): boolean {
    for (const [client, clock] of this.#stranded ?? []) {
      if (Y.getState(this.#doc.store, client) <= clock) continue;
      this.#stranded = undefined;
      return true;
    }
    return false;
  }
}
