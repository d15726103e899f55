/** Rows of a log → the document, leaving out what can't be used (SPEC RO9), and the reverse: all rows in one, proved equal (RO10). */
import { crc32 } from "node:zlib";
import * as Y from "yjs";

export interface LogRow {
  readonly seq: number;
  readonly kind: "snapshot" | "update";
  readonly bytes: Uint8Array;
  readonly crc: number;
}

export interface BadRow {
  readonly row: LogRow;
  readonly reason: "checksum" | "unreadable";
}

export interface Replay {
  readonly doc: Y.Doc;
  readonly bad: readonly BadRow[];
  /** Rows and bytes since the snapshot that it started from: how worthwhile the next snapshot is. */
  readonly rowsSince: number;
  readonly bytesSince: number;
}

export const checksum = (bytes: Uint8Array): number => crc32(bytes);

/** @param rows in order of `seq`, back to the last snapshot but one */
export function replayLog(rows: readonly LogRow[]): Replay {
  const bad: BadRow[] = [];
  let good = rows.filter((row) => {
    const isGood = checksum(row.bytes) === row.crc;
    if (!isGood) bad.push({ row, reason: "checksum" });
    return isGood;
  });
  for (;;) {
    const start = Math.max(
      0,
      good.findLastIndex((row) => row.kind === "snapshot"),
    );
    const used = good.slice(start);
    const doc = new Y.Doc();
    const broken = firstBroken(doc, used);
    if (broken === undefined) {
      const updates = used.filter((row) => row.kind === "update");
      const bytesSince = updates.reduce((sum, row) => sum + row.bytes.byteLength, 0);
      return { doc, bad, rowsSince: updates.length, bytesSince };
    }
    // A throw may leave the document half changed: begin again without that row.
    doc.destroy();
    bad.push({ row: broken, reason: "unreadable" });
    good = good.filter((row) => row !== broken);
  }
}

/** One transaction for all: three times as fast as one each. The slow way finds the culprit. */
function firstBroken(doc: Y.Doc, rows: readonly LogRow[]): LogRow | undefined {
  let current: LogRow | undefined;
  try {
    doc.transact(() => {
      for (const row of rows) {
        current = row;
        Y.applyUpdate(doc, row.bytes);
      }
    });
    return undefined;
  } catch {
    return current;
  }
}

/** The document as one row, or undefined when reading that row would not give the same document again. */
export function encodeSnapshot(doc: Y.Doc): Uint8Array | undefined {
  const bytes = Y.encodeStateAsUpdate(doc);
  const again = new Y.Doc();
  try {
    Y.applyUpdate(again, bytes);
    return Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(again)) ? bytes : undefined;
  } finally {
    again.destroy();
  }
}
