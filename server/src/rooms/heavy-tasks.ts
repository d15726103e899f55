/** What takes long and touches nothing live: done by the worker (`heavy-worker.ts`), or in place where there is none. Pure. */
import * as Y from "yjs";
import { checksum, encodeSnapshot, replayLog, type BadRow, type LogRow } from "./log-replay.js";
import { splitUpdate } from "./split-update.js";

export interface Compacted {
  /** The one row that holds all; undefined when reading it again did not give the same. */
  readonly snapshot: Uint8Array | undefined;
  readonly crc: number;
  readonly bad: readonly BadRow[];
}

export interface Unpacked {
  /** To be applied one by one to an empty document. */
  readonly pieces: readonly Uint8Array[];
  readonly bad: readonly BadRow[];
  readonly rowsSince: number;
  readonly bytesSince: number;
  /** Bytes of the document as one row. */
  readonly size: number;
}

export interface HeavyTasks {
  /** Many rows → one, proved equal. */
  compact(rows: readonly LogRow[]): Compacted;
  /** A history → its document in small pieces. */
  unpack(rows: readonly LogRow[]): Unpacked;
  /** @throws Error for what can't be read */
  split(update: Uint8Array): Uint8Array[];
}

export const heavyTasks: HeavyTasks = {
  compact(rows) {
    const { doc, bad } = replayLog(rows);
    const snapshot = encodeSnapshot(doc);
    doc.destroy();
    return { snapshot, crc: snapshot === undefined ? 0 : checksum(snapshot), bad };
  },
  unpack(rows) {
    const { doc, bad, rowsSince, bytesSince } = replayLog(rows);
    const whole = Y.encodeStateAsUpdate(doc);
    // What waits for a row that was set aside can't be put in order.
    const waits = doc.store.pendingStructs !== null || doc.store.pendingDs !== null;
    doc.destroy();
    return { pieces: waits ? [whole] : splitUpdate(whole), bad, rowsSince, bytesSince, size: whole.byteLength };
  },
  split: (update) => splitUpdate(update),
};
