/** What a room tells a page beside the document: raw frames with one JSON text each (server/src/rooms/SPEC.md, "On the wire"). No DOM. */
import * as decoding from "lib0/decoding";

export const rawMessage = 2;

/** JSON from the server, by `type`. */
export type Notice = Readonly<Record<string, unknown>>;

/** A raw frame's JSON; undefined for every other frame. */
export function readNotice(data: unknown): Notice | undefined {
  if (!(data instanceof ArrayBuffer)) return undefined;
  const decoder = decoding.createDecoder(new Uint8Array(data));
  if (decoding.readVarUint(decoder) !== rawMessage) return undefined;
  const value: unknown = JSON.parse(decoding.readVarString(decoder));
  return typeof value === "object" && value !== null ? (value as Notice) : undefined;
}
