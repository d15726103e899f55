/**
 * What pages have sent and no tick has taken yet, in the order of each. A large update is cut into pieces first (elsewhere, SPEC RO30): what its
 * sender sends after it waits behind it, what others send does not.
 */
import type { ClientFrame } from "./frames.js";

export interface InboxEntry<Sender> {
  readonly sender: Sender;
  readonly frame: ClientFrame;
  /** A piece with more to come: its frame counts as durable with the last one. */
  readonly isPart: boolean;
}

export interface InboxOptions<Sender> {
  /** Absent: large updates are taken whole. */
  readonly split: ((update: Uint8Array) => Promise<readonly Uint8Array[]>) | undefined;
  /** There is something to take. */
  readonly news: () => void;
  readonly unreadable: (sender: Sender, error: unknown) => void;
}

/** A larger update is cut into pieces, and a tick takes one of them: nobody waits long for somebody else's paste. */
const heavyUpdate = 128 * 1024;
/** Bytes of updates for one tick; what is left waits for the next. */
const mostPerTick = 512 * 1024;

export class Inbox<Sender> {
  readonly #options: InboxOptions<Sender>;
  #entries: InboxEntry<Sender>[] = [];
  /** Of senders with an update that is being cut: what came after it. */
  readonly #later = new Map<Sender, ClientFrame[]>();

  constructor(options: InboxOptions<Sender>) {
    this.#options = options;
  }

  get size(): number {
    return this.#entries.length;
  }

  add(sender: Sender, frame: ClientFrame): void {
    const waiting = this.#later.get(sender);
    const { split } = this.#options;
    if (waiting !== undefined) waiting.push(frame);
    else if (frame.type === "document" && frame.update.byteLength >= heavyUpdate && split !== undefined) {
      this.#later.set(sender, []);
      split(frame.update).then(
        (pieces) => this.#addPieces(sender, pieces),
        (error: unknown) => this.#later.has(sender) && this.#options.unreadable(sender, error),
      );
    } else this.#entries.push({ sender, frame, isPart: false });
  }

  /** As much as one tick should apply. */
  take(): InboxEntry<Sender>[] {
    let bytes = 0;
    let count = 0;
    for (const { frame, isPart } of this.#entries) {
      count++;
      if (frame.type === "document") bytes += frame.update.byteLength;
      if (isPart || bytes > mostPerTick) break;
    }
    return this.#entries.splice(0, count);
  }

  putBack(entries: readonly InboxEntry<Sender>[]): void {
    this.#entries.unshift(...entries);
  }

  /** Nothing more of this sender is taken. */
  drop(sender: Sender): void {
    this.#later.delete(sender);
    this.#entries = this.#entries.filter((entry) => entry.sender !== sender);
  }

  clear(): void {
    this.#later.clear();
    this.#entries = [];
  }

  #addPieces(sender: Sender, pieces: readonly Uint8Array[]): void {
    const waiting = this.#later.get(sender);
    if (waiting === undefined) return;
    this.#later.delete(sender);
    const last = pieces.length - 1;
    for (const [index, update] of pieces.entries()) {
      this.#entries.push({ sender, frame: { type: "document", update }, isPart: index < last });
    }
    for (const frame of waiting) this.add(sender, frame);
    this.#options.news();
  }
}
