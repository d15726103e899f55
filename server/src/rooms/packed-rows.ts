/** Rows of a log as one block of memory that can be handed to another thread whole. */
import type { LogRow } from "./log-replay.js";

export interface PackedRows {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly rows: readonly (Omit<LogRow, "bytes"> & { readonly length: number })[];
}

export function packRows(rows: readonly LogRow[]): PackedRows {
  const bytes = new Uint8Array(rows.reduce((sum, row) => sum + row.bytes.byteLength, 0));
  let at = 0;
  const heads = rows.map(({ bytes: body, ...head }) => {
    bytes.set(body, at);
    at += body.byteLength;
    return { ...head, length: body.byteLength };
  });
  return { bytes, rows: heads };
}

export function unpackRows({ bytes, rows }: PackedRows): LogRow[] {
  let at = 0;
  return rows.map(({ length, ...head }) => {
    const body = bytes.subarray(at, at + length);
    at += length;
    return { ...head, bytes: body };
  });
}
