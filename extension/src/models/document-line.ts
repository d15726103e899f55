/**
 * One document's line to the server, watched: what was typed here and is not yet on the server's disk, and this browser's own
 * copy for when the line is down. The room's protocol for this stands in server/src/rooms/SPEC.md ("On the wire").
 *
 * The browser's copy belongs to one history (epoch) of the document: text from another history would come back doubled, so it
 * is opened only when the server has said which one this is.
 */
import { Signal, type ISignal } from "@lumino/signaling";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { IndexeddbPersistence } from "y-indexeddb";
import type * as Y from "yjs";
import { PlainError } from "./plain-error.js";
import { savedWords, type SavedWords } from "./saved-state.js";

/** The part of y-websocket's provider that is used. */
export interface RoomProvider {
  readonly roomname: string;
  readonly synced: boolean;
  readonly wsconnected: boolean;
  readonly ws: WebSocket | null;
  on(event: "status" | "sync", listener: () => void): void;
  off(event: "status" | "sync", listener: () => void): void;
}

const rawMessage = 2;
const flushAfter = 100;
const flushPatience = 8000;

interface Waiting {
  readonly id: number;
  resolve(): void;
}

export class DocumentLine {
  readonly #doc: Y.Doc;
  readonly #provider: RoomProvider;
  readonly #changed = new Signal<this, SavedWords>(this);
  #keeping: IndexeddbPersistence | undefined;
  #kept = false;
  #ws: WebSocket | null = null;
  #lastFlush = 0;
  /** Number of the flush that covers the latest local change; 0 when there was none. */
  #wanted = 0;
  #confirmed = 0;
  #changedSince = false;
  #timer: number | undefined;
  #waiting: Waiting[] = [];
  #downSince: number | undefined;

  constructor(doc: Y.Doc, provider: RoomProvider) {
    this.#doc = doc;
    this.#provider = provider;
    doc.on("update", this.#onUpdate);
    provider.on("status", this.#onLine);
    provider.on("sync", this.#onLine);
    this.#onLine();
  }

  get changed(): ISignal<this, SavedWords> {
    return this.#changed;
  }

  get words(): SavedWords {
    const connected = this.#provider.wsconnected && this.#provider.synced;
    const unconfirmed = this.#changedSince || this.#confirmed < this.#wanted;
    return savedWords({ connected, unconfirmed, keptHere: this.#kept, downSince: this.#downSince });
  }

  dispose(): void {
    this.#doc.off("update", this.#onUpdate);
    this.#provider.off("status", this.#onLine);
    this.#provider.off("sync", this.#onLine);
    this.#ws?.removeEventListener("message", this.#onMessage);
    window.clearTimeout(this.#timer);
    void this.#keeping?.destroy();
    Signal.clearData(this);
  }

  /** @throws PlainError when the server has not confirmed within a few seconds */
  async flush(): Promise<void> {
    window.clearTimeout(this.#timer);
    this.#send();
    if (this.#confirmed >= this.#wanted && !this.#changedSince) return;
    const confirmed = new Promise<void>((resolve) => this.#waiting.push({ id: this.#wanted, resolve }));
    const late = new Promise<never>((_resolve, reject) => {
      window.setTimeout(() => reject(new PlainError("The server has not got your last changes yet. Wait until “Saved” shows at the top, then try again.")), flushPatience);
    });
    await Promise.race([confirmed, late]);
  }

  readonly #onUpdate = (_update: Uint8Array, origin: unknown): void => {
    if (origin === this.#provider) return;
    this.#changedSince = true;
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#send(), flushAfter);
    this.#tell();
  };

  readonly #onLine = (): void => {
    const { ws, wsconnected, synced } = this.#provider;
    if (ws !== this.#ws) {
      this.#ws?.removeEventListener("message", this.#onMessage);
      ws?.addEventListener("message", this.#onMessage);
      this.#ws = ws;
    }
    this.#downSince = wsconnected ? undefined : (this.#downSince ?? Date.now());
    // After a break, ask anew: what was sent before it may not have arrived.
    if (wsconnected && synced) this.#send();
    this.#tell();
  };

  /** Asks the server to say when all of it is safe. Without a line it stays unsent and is asked again later. */
  #send(): void {
    if (!this.#provider.wsconnected || this.#ws?.readyState !== WebSocket.OPEN) return;
    this.#wanted = ++this.#lastFlush;
    this.#changedSince = false;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, rawMessage);
    encoding.writeVarString(encoder, "flush");
    encoding.writeVarUint(encoder, this.#wanted);
    this.#ws.send(encoding.toUint8Array(encoder));
    this.#tell();
  }

  readonly #onMessage = (event: MessageEvent): void => {
    if (!(event.data instanceof ArrayBuffer)) return;
    const notice = readNotice(new Uint8Array(event.data));
    if (notice === undefined) return;
    if (notice["type"] === "hello" && typeof notice["epoch"] === "string") this.#keep(notice["epoch"]);
    if (notice["type"] === "flushed" && typeof notice["responseTo"] === "number") this.#confirm(notice["responseTo"]);
  };

  #confirm(id: number): void {
    this.#confirmed = Math.max(this.#confirmed, id);
    const done = this.#waiting.filter((one) => one.id <= id);
    this.#waiting = this.#waiting.filter((one) => one.id > id);
    for (const one of done) one.resolve();
    this.#tell();
  }

  /** Private windows and full disks have no IndexedDB: then the words say "not saved" where they would say "on this device". */
  #keep(epoch: string): void {
    if (this.#keeping !== undefined) return;
    this.#keeping = new IndexeddbPersistence(`data-surgery ${this.#provider.roomname} ${epoch}`, this.#doc);
    this.#keeping.whenSynced.then(
      () => {
        this.#kept = true;
        this.#tell();
      },
      (error: unknown) => console.warn("This browser keeps no copy of its own.", error),
    );
  }

  #tell(): void {
    this.#changed.emit(this.words);
  }
}

/** A raw frame's JSON; undefined for every other frame. */
function readNotice(bytes: Uint8Array): Record<string, unknown> | undefined {
  const decoder = decoding.createDecoder(bytes);
  if (decoding.readVarUint(decoder) !== rawMessage) return undefined;
  const value: unknown = JSON.parse(decoding.readVarString(decoder));
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
}
