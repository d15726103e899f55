/** What a room tells a page beside the document: raw frames with one JSON text each (server/src/rooms/SPEC.md, "On the wire"). No DOM. */
import * as decoding from "lib0/decoding";

export const rawMessage = 2;

/** A raw frame's JSON; undefined for every other frame. */
export function readNotice(data: unknown): Record<string, unknown> | undefined {
  if (!(data instanceof ArrayBuffer)) return undefined;
  const decoder = decoding.createDecoder(new Uint8Array(data));
  if (decoding.readVarUint(decoder) !== rawMessage) return undefined;
  const value: unknown = JSON.parse(decoding.readVarString(decoder));
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}
