/** Who is in the workshop: the room without a document that JupyterLab's collaboration asks for. One per workshop; names only. */
import { AppError, type Visitor } from "@data-surgery/contract";
import { AwarenessStates, encodeEntries, parseAwareness, signState, type AwarenessEntry } from "./awareness-states.js";
import { encodeAwareness, parseClientFrame } from "./frames.js";
import type { Line } from "./room.js";

interface Seat {
  readonly visitor: Visitor;
  readonly line: Line;
  client?: number;
}

const pace = 100;

export class GlobalAwareness {
  readonly #states = new AwarenessStates();
  readonly #seats = new Set<Seat>();
  #timer: NodeJS.Timeout | undefined;

  get isEmpty(): boolean {
    return this.#seats.size === 0;
  }

  /** @returns what to do with this line's frames, and when it is gone */
  join(visitor: Visitor, line: Line): { receive(bytes: Uint8Array): void; leave(): void } {
    const seat: Seat = { visitor, line };
    this.#seats.add(seat);
    this.#send(seat, this.#states.present());
    return {
      receive: (bytes) => this.#receive(seat, bytes),
      leave: () => {
        this.#seats.delete(seat);
        if (seat.client !== undefined) this.#states.remove(seat.client);
        this.#changed();
      },
    };
  }

  #receive(seat: Seat, bytes: Uint8Array): void {
    try {
      const frame = parseClientFrame(bytes);
      if (frame.type === "query-awareness") this.#send(seat, this.#states.present());
      // A document is synchronised by habit; there is none here.
      if (frame.type !== "awareness") return;
      for (const entry of parseAwareness(frame.update)) this.#take(seat, entry);
      this.#changed();
    } catch (error) {
      seat.line.close(error instanceof AppError ? error : new AppError("rooms.bad-frame", {}, { cause: error }));
    }
  }

  #take(seat: Seat, entry: AwarenessEntry): void {
    const isTaken = [...this.#seats].some((other) => other.client === entry.client);
    if (seat.client === undefined && entry.state !== null && !isTaken) seat.client = entry.client;
    if (entry.client !== seat.client) return;
    const signed = signState(entry, seat.visitor);
    // Which files somebody has open is nobody's business here.
    const state = signed.state === null ? null : { user: signed.state["user"] };
    this.#states.receive({ ...signed, state });
  }

  #changed(): void {
    if (!this.#states.hasChanges) return;
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const entries = this.#states.takeChanges();
      for (const seat of this.#seats) this.#send(seat, entries);
    }, pace);
  }

  #send(seat: Seat, entries: readonly AwarenessEntry[]): void {
    if (entries.length > 0 && !seat.line.isBehind) seat.line.send(encodeAwareness(encodeEntries(entries)));
  }

  close(): void {
    clearTimeout(this.#timer);
  }
}
