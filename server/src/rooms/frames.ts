/**
 * The bytes on a room's socket, exactly as y-websocket and `@jupyter/docprovider` 5 speak them: 0 sync, 1 awareness, 2 raw, 3 ask for awareness.
 * Raw frames carry `save` (theirs) and `flush` (ours) to the server, and one JSON text each to the page. See SPEC.md, "On the wire".
 */
import { AppError, type PeopleNotice } from "@data-surgery/contract";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";

export type ClientFrame =
  | { readonly type: "sync-step-1"; readonly stateVector: Uint8Array }
  | { readonly type: "document"; readonly update: Uint8Array }
  | { readonly type: "awareness"; readonly update: Uint8Array }
  | { readonly type: "query-awareness" }
  | { readonly type: "hello" }
  | { readonly type: "save"; readonly id: number }
  | { readonly type: "flush"; readonly id: number };

/** What the server tells a page outside the document. Clients ignore types that they do not know. */
export type Notice =
  | { readonly type: "hello"; readonly epoch: string; readonly mayWrite: boolean; readonly runs: readonly RunNotice[] }
  | { readonly type: "ack"; readonly sv: string; readonly frames: number }
  | { readonly type: "flushed"; readonly responseTo: number; readonly sv: string }
  | { readonly type: "save"; readonly responseTo: number; readonly status: "success" | "failed" }
  | { readonly type: "refused"; readonly code: string; readonly message: string }
  | ({ readonly type: "run" } & RunNotice)
  | PeopleNotice;

/** Who runs what: told to everybody in the room, never written into the document. */
export interface RunNotice {
  readonly cellId: string;
  /** "asking": the code waits for `personId` to answer `prompt`. */
  readonly phase: "queued" | "running" | "asking" | "done";
  readonly personId: string;
  readonly name: string;
  /** When it was done, ms since 1970, and how it ended. */
  readonly at?: number;
  readonly status?: "ok" | "error" | "aborted";
  readonly prompt?: string;
  /** What is typed should not be seen. */
  readonly password?: boolean;
}

const sync = 0;
const awareness = 1;
const raw = 2;
const queryAwareness = 3;
const syncStep1 = 0;
const syncStep2 = 1;
const update = 2;

/** @throws AppError `rooms.bad-frame` for anything but one whole, known frame */
export function parseClientFrame(bytes: Uint8Array): ClientFrame {
  try {
    const decoder = decoding.createDecoder(bytes);
    const frame = readFrame(decoder);
    if (decoding.hasContent(decoder)) throw new Error("There are bytes after the end of the frame.");
    return frame;
  } catch (error) {
    throw new AppError("rooms.bad-frame", {}, { cause: error });
  }
}

function readFrame(decoder: decoding.Decoder): ClientFrame {
  const kind = decoding.readVarUint(decoder);
  switch (kind) {
    case sync:
      return readSync(decoder);
    case awareness:
      return { type: "awareness", update: decoding.readVarUint8Array(decoder) };
    case raw:
      return readRaw(decoder);
    case queryAwareness:
      return { type: "query-awareness" };
    default:
      throw new Error(`There is no frame of kind ${kind}.`);
  }
}

function readSync(decoder: decoding.Decoder): ClientFrame {
  const kind = decoding.readVarUint(decoder);
  const payload = decoding.readVarUint8Array(decoder);
  if (kind === syncStep1) return { type: "sync-step-1", stateVector: payload };
  if (kind === syncStep2 || kind === update) return { type: "document", update: payload };
  throw new Error(`There is no sync message of kind ${kind}.`);
}

function readRaw(decoder: decoding.Decoder): ClientFrame {
  const name = decoding.readVarString(decoder);
  const id = decoding.readVarUint(decoder);
  if (name === "hello") return { type: name };
  if (name === "save" || name === "flush") return { type: name, id };
  throw new Error(`There is no raw message called ${name.slice(0, 40)}.`);
}

export const encodeSyncStep1 = (stateVector: Uint8Array): Uint8Array => encodeSync(syncStep1, stateVector);
export const encodeSyncStep2 = (diff: Uint8Array): Uint8Array => encodeSync(syncStep2, diff);
export const encodeUpdate = (bytes: Uint8Array): Uint8Array => encodeSync(update, bytes);

function encodeSync(kind: number, payload: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, sync);
    encoding.writeVarUint(encoder, kind);
    encoding.writeVarUint8Array(encoder, payload);
  });
}

export function encodeAwareness(payload: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, awareness);
    encoding.writeVarUint8Array(encoder, payload);
  });
}

export function encodeNotice(notice: Notice): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, raw);
    encoding.writeVarString(encoder, JSON.stringify(notice));
  });
}

/** A state vector as Yjs writes it, of some clients only. */
export function encodeClocks(clocks: ReadonlyMap<number, number>): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, clocks.size);
    for (const [client, clock] of clocks) {
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, clock);
    }
  });
}
