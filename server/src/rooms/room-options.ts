/** What a room is opened with, and what it hands to its owner. */
import type { AppError } from "@data-surgery/contract";
import type * as Y from "yjs";
import type { ContentChange } from "./changed-cells.js";
import type { RunNotice } from "./frames.js";
import type { Member } from "./room-seat.js";

/** A document as the log holds it. */
export interface LoadedDocument {
  readonly doc: Y.Doc;
  readonly nextSeq: number;
  /** Client id → person id. */
  readonly owners: ReadonlyMap<number, string>;
}

/** What one tick adds to one document's log: one row, and the ids that got an owner. */
export interface Batch {
  readonly documentId: string;
  readonly seq: number;
  readonly update: Uint8Array;
  readonly owners: ReadonlyMap<number, string>;
}

export interface RoomHooks {
  /** There is something to collect. */
  wake(): void;
  /** The content (not only the state map) has changed and is durable. */
  contentChanged(change: ContentChange): void;
  /** A page asked for the file to be written; called when all it sent before is durable. */
  saveRequested(answer: (saved: boolean) => void): void;
  /** Somebody sent what can't be used. */
  refused(member: Member, error: AppError): void;
  /** Cuts a large update into small ones, elsewhere. Absent: large ones are applied whole. */
  readonly split?: (update: Uint8Array) => Promise<readonly Uint8Array[]>;
}

export interface RoomOptions extends LoadedDocument {
  readonly documentId: string;
  readonly epoch: string;
  readonly hooks: RoomHooks;
  /** Who ran which cell last, from before. */
  readonly runs?: readonly RunNotice[];
  readonly now: () => number;
}
