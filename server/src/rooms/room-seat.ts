/** Somebody's place in a room, and what is owed to it. */
import type { AppError, Visitor } from "@data-surgery/contract";
import type * as Y from "yjs";
import type { AwarenessEntry } from "./awareness-states.js";

/** The way to one page. */
export interface Line {
  /** True while so much waits to be sent that more should not be added. */
  readonly isBehind: boolean;
  send(frame: Uint8Array): void;
  close(error: AppError): void;
}

export interface Member {
  readonly visitor: Visitor;
  readonly line: Line;
  /** While not, nothing of the document is sent, and nothing of theirs is taken. Asked whenever there is something to send. */
  mayRead(): boolean;
  /** Asked for every update: rights may change while somebody is in. */
  mayWrite(): boolean;
}

export interface Seat {
  readonly member: Member;
  /** Ids that this line wrote with. */
  readonly clients: Set<number>;
  awarenessClient?: number;
  greeted: boolean;
  /** Document frames of this line that are durable. */
  frames: number;
  /** What this page last had, while it is too far behind to be sent more. */
  missedSince?: Uint8Array;
  toldReadOnly: boolean;
  /** Whether updates were taken when rights were last looked at. */
  wrote: boolean;
  /** What a page said of itself while it waited to be let in. */
  said: readonly AwarenessEntry[];
}

/** Answers that are owed as soon as everything before them is durable. */
export type Owed =
  | { readonly type: "greeting" | "hello" | "ack"; readonly seat: Seat }
  | { readonly type: "diff"; readonly seat: Seat; readonly stateVector: Uint8Array }
  | { readonly type: "flushed" | "save"; readonly seat: Seat; readonly id: number };

/** A change of the server's own that waits for it. */
export interface Edit {
  apply(doc: Y.Doc): void;
  done(error?: unknown): void;
}
