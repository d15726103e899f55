/**
 * One document's line to the server, watched: what was typed here and is not yet on the server's disk, and this browser's own
 * copy for when the line is down. The room's protocol for this stands in server/src/rooms/SPEC.md ("On the wire").
 *
 * The browser's copy belongs to one person and one history (epoch) of the document: text from another history would come back
 * doubled, and the next person at a shared laptop may not send what the last one left.
 */
import { Signal, type ISignal } from "@lumino/signaling";
import * as encoding from "lib0/encoding";
import type * as Y from "yjs";
import { PlainError } from "./plain-error.js";
import { rawMessage, readNotice, type Notice } from "./room-notice.js";
import { savedWords, worthAWord, type SavedWords } from "./saved-state.js";

/** The part of y-websocket's provider that is used. */
export interface RoomProvider {
  readonly roomname: string;
  /** Ends with the room's parameters, the history's epoch (`sessionId`) among them. */
  readonly url: string;
  readonly synced: boolean;
  readonly wsconnected: boolean;
  readonly ws: Pick<WebSocket, "readyState" | "send" | "addEventListener" | "removeEventListener"> | null;
  /** Longest wait before the next try to reconnect, in ms. */
  maxBackoffTime: number;
  on(event: "status" | "sync" | "connection-close", listener: () => void): void;
  off(event: "status" | "sync" | "connection-close", listener: () => void): void;
}

/** This browser's own copy of a document. */
export interface OwnCopy {
  /** Resolves when what it held is in the document. */
  readonly ready: Promise<unknown>;
  /** All that it holds now; to be called when the server has confirmed that. */
  checkpoint(): () => void;
  /** Leaves the copy where it is. */
  close(): Promise<void>;
  /** Removes the copy. */
  forget(): Promise<void>;
}

export interface DocumentLineOptions {
  readonly doc: Y.Doc;
  readonly provider: RoomProvider;
  /** Whose copy it is. */
  readonly person: string;
  readonly openCopy: (name: string, doc: Y.Doc, onFailed: (error: unknown) => void) => OwnCopy;
  /** Ms since 1970. */
  readonly now: () => number;
  readonly onCopyFailed: (error: unknown) => void;
}

const openSocket = 1;
const flushAfter = 100;
const flushPatience = 8000;

interface Waiting {
  readonly id: number;
  resolve(): void;
}

export class DocumentLine {
  readonly copyName: string;
  readonly #options: DocumentLineOptions;
  readonly #copy: OwnCopy;
  readonly #changed = new Signal<this, SavedWords>(this);
  readonly #noticed = new Signal<this, Notice>(this);
  #hello: Notice | undefined;
  #kept = false;
  #readOnly = false;
  #ws: RoomProvider["ws"] = null;
  /** Number of the latest flush that was asked for; the server's answers name it. */
  #asked = 0;
  #confirmed = 0;
  #changedSince = false;
  #unsureSince: number | undefined;
  #flushTimer: ReturnType<typeof setTimeout> | undefined;
  #wordTimer: ReturnType<typeof setTimeout> | undefined;
  #waiting: Waiting[] = [];
  /** By number of flush: what the copy held then. */
  readonly #checkpoints = new Map<number, () => void>();

  constructor(options: DocumentLineOptions) {
    this.#options = options;
    const { doc, provider, person } = options;
    doc.on("update", this.#onUpdate);
    provider.on("status", this.#onLine);
    provider.on("sync", this.#onLine);
    provider.on("connection-close", this.#onClosed);
    this.copyName = `data-surgery ${provider.roomname} ${epochOf(provider.url)} ${person}`;
    this.#copy = options.openCopy(this.copyName, doc, this.#onCopyFailed);
    this.#copy.ready.then(() => {
      this.#kept = true;
      this.#tell();
    }, this.#onCopyFailed);
    this.#onLine();
  }

  get changed(): ISignal<this, SavedWords> {
    return this.#changed;
  }

  /** The greeting, for those who begin to listen after it. */
  get heard(): readonly Notice[] {
    return this.#hello === undefined ? [] : [this.#hello];
  }

  /** What the server says beside the document: runs, for example. */
  get noticed(): ISignal<this, Notice> {
    return this.#noticed;
  }

  get words(): SavedWords {
    const { provider, now } = this.#options;
    return savedWords({
      connected: provider.wsconnected && provider.synced,
      unconfirmedFor: this.#unsureSince === undefined ? 0 : now() - this.#unsureSince + 1,
      keptHere: this.#kept,
      readOnly: this.#readOnly,
    });
  }

  /** Everything typed here is on the server's disk. */
  get isSafe(): boolean {
    const { provider } = this.#options;
    return provider.wsconnected && provider.synced && !this.#isUnsure;
  }

  get #isUnsure(): boolean {
    return this.#changedSince || this.#confirmed < this.#asked;
  }

  dispose(): void {
    const { doc, provider } = this.#options;
    doc.off("update", this.#onUpdate);
    provider.off("status", this.#onLine);
    provider.off("sync", this.#onLine);
    provider.off("connection-close", this.#onClosed);
    this.#ws?.removeEventListener("message", this.#onMessage);
    clearTimeout(this.#flushTimer);
    clearTimeout(this.#wordTimer);
    this.#copy.close().catch(this.#options.onCopyFailed);
    Signal.clearData(this);
  }

  /** @throws PlainError when the server has not confirmed within a few seconds */
  async flush(): Promise<void> {
    clearTimeout(this.#flushTimer);
    if (this.#changedSince) this.#ask();
    if (!this.#isUnsure) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const confirmed = new Promise<void>((resolve) => this.#waiting.push({ id: this.#asked, resolve }));
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new PlainError(notThere)), flushPatience);
    });
    await Promise.race([confirmed, late]).finally(() => clearTimeout(timer));
  }

  /** Removes this browser's copy, for a person who leaves a shared device. @throws PlainError while it holds what the server lacks */
  async forget(): Promise<void> {
    await this.flush();
    await this.#copy.forget();
    this.#kept = false;
  }

  readonly #onCopyFailed = (error: unknown): void => {
    this.#kept = false;
    this.#options.onCopyFailed(error);
    this.#tell();
  };

  readonly #onUpdate = (_update: Uint8Array, origin: unknown): void => {
    if (origin === this.#options.provider) return;
    this.#changedSince = true;
    clearTimeout(this.#flushTimer);
    this.#flushTimer = setTimeout(() => this.#ask(), flushAfter);
    this.#tell();
  };

  readonly #onLine = (): void => {
    const { ws, wsconnected, synced } = this.#options.provider;
    if (ws !== this.#ws) {
      this.#ws?.removeEventListener("message", this.#onMessage);
      ws?.addEventListener("message", this.#onMessage);
      this.#ws = ws;
      // The first line was open before anybody listened here.
      if (wsconnected) this.#send("hello", 0);
    }
    // After a break, ask anew: what was sent before it may not have arrived.
    if (wsconnected && synced) this.#ask();
    this.#tell();
  };

  /** A room full of people whose Wi-Fi comes back at the same moment should not all knock at the same moment. */
  readonly #onClosed = (): void => {
    this.#options.provider.maxBackoffTime = 500 + Math.random() * 3500;
    this.#tell();
  };

  /** Asks the server to say when all of it is safe. Without a line it stays unasked and is asked when the line is back. */
  #ask(): void {
    const { provider } = this.#options;
    if (!provider.wsconnected || this.#ws?.readyState !== openSocket) return;
    this.#changedSince = false;
    this.#asked += 1;
    this.#send("flush", this.#asked);
    this.#checkpoints.set(this.#asked, this.#copy.checkpoint());
    this.#tell();
  }

  #send(name: "flush" | "hello", id: number): void {
    if (this.#ws?.readyState !== openSocket) return;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, rawMessage);
    encoding.writeVarString(encoder, name);
    encoding.writeVarUint(encoder, id);
    this.#ws.send(encoding.toUint8Array(encoder));
  }

  readonly #onMessage = (event: MessageEvent): void => {
    const notice = readNotice(event.data);
    if (notice?.["type"] === "hello") this.#readOnly = notice["mayWrite"] === false;
    if (notice?.["type"] === "role") this.#readOnly = notice["role"] === "observe" || notice["role"] === "suggest";
    if (notice?.["type"] === "refused") this.#readOnly = true;
    if (notice?.["type"] === "flushed" && typeof notice["responseTo"] === "number") this.#confirm(notice["responseTo"]);
    if (notice === undefined) return;
    if (notice["type"] === "hello") this.#hello = notice;
    this.#noticed.emit(notice);
    this.#tell();
  };

  #confirm(id: number): void {
    this.#confirmed = Math.max(this.#confirmed, id);
    const done = this.#waiting.filter((one) => one.id <= id);
    this.#waiting = this.#waiting.filter((one) => one.id > id);
    for (const one of done) one.resolve();
    this.#checkpoints.get(id)?.();
    for (const asked of this.#checkpoints.keys()) if (asked <= id) this.#checkpoints.delete(asked);
  }

  #tell(): void {
    if (!this.#isUnsure) this.#unsureSince = undefined;
    else if (this.#unsureSince === undefined) {
      this.#unsureSince = this.#options.now();
      clearTimeout(this.#wordTimer);
      this.#wordTimer = setTimeout(() => this.#changed.emit(this.words), worthAWord);
    }
    this.#changed.emit(this.words);
  }
}

const notThere = "The server has not got your last changes yet. Wait until “Saved” shows at the top, then try again.";

function epochOf(url: string): string {
  return new URLSearchParams(url.slice(url.indexOf("?") + 1)).get("sessionId") ?? "";
}
