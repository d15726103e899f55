/**
 * Who is in a room and where their cursors are: the latest state of each client, kept apart from the document and never stored.
 * The wire format is that of y-protocols' awareness; its class is not used because it keeps a timer and a document of its own.
 */
import { AppError, type Visitor } from "@data-surgery/contract";
import { isDeeperThan } from "@data-surgery/jupyter";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export interface AwarenessEntry {
  readonly client: number;
  readonly clock: number;
  /** Null: gone. */
  readonly state: Readonly<Record<string, unknown>> | null;
}

const mostEntries = 1024;
const largestState = 16 * 1024;

/** @throws AppError `rooms.bad-frame` */
export function parseAwareness(bytes: Uint8Array): AwarenessEntry[] {
  try {
    const decoder = decoding.createDecoder(bytes);
    const count = decoding.readVarUint(decoder);
    if (count > mostEntries) throw new Error("There are too many entries.");
    const entries: AwarenessEntry[] = [];
    for (let index = 0; index < count; index++) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      entries.push({ client, clock, state: parseState(decoding.readVarString(decoder)) });
    }
    return entries;
  } catch (error) {
    throw new AppError("rooms.bad-frame", {}, { cause: error });
  }
}

function parseState(text: string): AwarenessEntry["state"] {
  if (text.length > largestState) throw new Error("The state is too long.");
  const value = JSON.parse(text) as unknown;
  if (value === null) return null;
  if (isDeeperThan(value, 100)) throw new Error("The state is nested too deeply.");
  if (typeof value !== "object" || Array.isArray(value)) throw new Error("The state is not an object.");
  return value as Record<string, unknown>;
}

export function encodeEntries(entries: readonly AwarenessEntry[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length);
    for (const entry of entries) {
      encoding.writeVarUint(encoder, entry.client);
      encoding.writeVarUint(encoder, entry.clock);
      encoding.writeVarString(encoder, JSON.stringify(entry.state));
    }
  });
}

export class AwarenessStates {
  readonly #states = new Map<number, AwarenessEntry>();
  readonly #changed = new Set<number>();

  /**
   * Takes a newer entry. After a reconnection a client repeats its last state at the same clock: that brings it back.
   * Those who left stay known without a state, so that a late repetition by somebody else does not bring back a ghost.
   */
  receive(entry: AwarenessEntry): boolean {
    const known = this.#states.get(entry.client);
    const isNews =
      known === undefined
        ? entry.state !== null
        : entry.clock > known.clock ||
          (entry.clock === known.clock && (entry.state === null) !== (known.state === null));
    if (!isNews) return false;
    this.#states.set(entry.client, entry);
    this.#changed.add(entry.client);
    return true;
  }

  /** Their line is gone: everybody is told so. */
  remove(client: number): void {
    const known = this.#states.get(client);
    if (known === undefined || known.state === null) return;
    this.#states.set(client, { ...known, state: null });
    this.#changed.add(client);
  }

  present(): AwarenessEntry[] {
    return [...this.#states.values()].filter((entry) => entry.state !== null);
  }

  get hasChanges(): boolean {
    return this.#changed.size > 0;
  }

  /** What changed since the last call, the latest of each. */
  takeChanges(): AwarenessEntry[] {
    const entries = [...this.#changed].flatMap((client) => this.#states.get(client) ?? []);
    this.#changed.clear();
    return entries;
  }
}

/** Names and colours come from the session, so that nobody appears as somebody else. */
export function signState(entry: AwarenessEntry, visitor: Visitor): AwarenessEntry {
  if (entry.state === null) return entry;
  const claimed = entry.state["user"];
  const user = typeof claimed === "object" && claimed !== null ? claimed : {};
  const { personId, name, color } = visitor;
  return {
    ...entry,
    state: { ...entry.state, user: { ...user, username: personId, name, display_name: name, color } },
  };
}
