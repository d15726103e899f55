/**
 * A page that types into one room of any of the three servers. Only some of the pages read what the others write: reading costs the machine
 * as much as serving, and the machine is the same.
 */
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { WebSocket } from "ws";
import { readSyncMessage, writeSyncStep1, writeUpdate } from "y-protocols/sync";
import * as Y from "yjs";

/** Where a page connects to, and how the server wants its frames. */
export interface RoomAddress {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Hocuspocus puts the document's name before each frame and wants to be greeted first. */
  readonly hocuspocusName?: string;
  /** The text that is typed into. */
  readonly text: (doc: Y.Doc) => Y.Text;
}

/** A token is what one keystroke types; it is unlike all others of a run. */
export const tokenLength = 5;

export interface TypistOptions {
  readonly address: RoomAddress;
  readonly reads: boolean;
  /** A token of somebody else has arrived. */
  readonly arrived: (token: string) => void;
}

export class RoomTypist {
  readonly doc: Y.Doc = new Y.Doc();
  readonly #options: TypistOptions;
  readonly #socket: WebSocket;

  private constructor(options: TypistOptions) {
    this.#options = options;
    const { url, headers } = options.address;
    this.#socket = new WebSocket(url, { headers: { ...headers }, perMessageDeflate: false });
    this.#socket.binaryType = "nodebuffer";
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.#send((encoder) => writeUpdate(encoder, update));
    });
  }

  /** Resolves when the page has the document. */
  static async open(options: TypistOptions): Promise<RoomTypist> {
    const typist = new RoomTypist(options);
    await typist.#synchronise();
    if (options.reads) typist.#watch();
    return typist;
  }

  get length(): number {
    return this.#options.address.text(this.doc).length;
  }

  type(token: string): void {
    const text = this.#options.address.text(this.doc);
    text.insert(text.length, token);
  }

  close(): void {
    this.#socket.terminate();
    this.doc.destroy();
  }

  #synchronise(): Promise<void> {
    const socket = this.#socket;
    let isSynced = false;
    return new Promise((resolve, reject) => {
      socket.once("error", reject);
      socket.on("open", () => {
        if (this.#options.address.hocuspocusName !== undefined) this.#greet();
        this.#send((encoder) => writeSyncStep1(encoder, this.doc));
      });
      socket.on("message", (data: Buffer) => {
        if (isSynced && !this.#options.reads) return;
        if (this.#receive(new Uint8Array(data)) && !isSynced) {
          isSynced = true;
          resolve();
        }
      });
    });
  }

  /** True when the document has come. */
  #receive(bytes: Uint8Array): boolean {
    const decoder = decoding.createDecoder(bytes);
    if (this.#options.address.hocuspocusName !== undefined) decoding.readVarString(decoder);
    const kind = decoding.readVarUint(decoder);
    const syncReply = 4;
    if (kind !== 0 && !(this.#options.address.hocuspocusName !== undefined && kind === syncReply)) return false;
    const answer = encoding.createEncoder();
    const step = readSyncMessage(decoder, answer, this.doc, this);
    if (encoding.length(answer) > 0) {
      const body = encoding.toUint8Array(answer);
      this.#send((encoder) => encoding.writeUint8Array(encoder, body));
    }
    return step === 1;
  }

  #watch(): void {
    this.#options.address.text(this.doc).observe((event) => {
      if (event.transaction.local) return;
      for (const { insert } of event.delta) {
        if (typeof insert !== "string") continue;
        for (let at = 0; at + tokenLength <= insert.length; at += tokenLength) {
          this.#options.arrived(insert.slice(at, at + tokenLength));
        }
      }
    });
  }

  #greet(): void {
    const token = 0;
    const auth = 2;
    this.#socket.send(
      encoding.encode((encoder) => {
        encoding.writeVarString(encoder, this.#options.address.hocuspocusName ?? "");
        encoding.writeVarUint(encoder, auth);
        encoding.writeVarUint(encoder, token);
        encoding.writeVarString(encoder, "bench");
      }),
    );
  }

  #send(write: (encoder: encoding.Encoder) => void): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return;
    this.#socket.send(
      encoding.encode((encoder) => {
        const { hocuspocusName } = this.#options.address;
        if (hocuspocusName !== undefined) encoding.writeVarString(encoder, hocuspocusName);
        encoding.writeVarUint(encoder, 0);
        write(encoder);
      }),
    );
  }
}
