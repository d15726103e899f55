/** A page for tests: speaks as y-websocket does, comes back after a break, and shows what the server told it. */
import type { PeopleCommand } from "@data-surgery/contract";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } from "y-protocols/awareness";
import { readSyncMessage, writeSyncStep1, writeUpdate } from "y-protocols/sync";
import { WebSocket } from "ws";
import * as Y from "yjs";

export interface SessionReply {
  readonly format: string;
  readonly type: string;
  readonly fileId: string;
  readonly sessionId: string;
}

export interface TestNotice {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** A hang guard: on a busy machine what takes a moment takes many. */
const patience = 60_000;

/** Waits for a condition; fails with what was waited for. */
export async function eventually(
  what: string,
  check: () => boolean | Promise<boolean>,
  within: number = patience,
): Promise<void> {
  const until = performance.now() + within;
  while (!(await check())) {
    if (performance.now() > until) throw new Error(`This did not happen within ${within / 1000} s: ${what}`);
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
}

export async function requestSession(port: number, cookie: string, path: string, type = "notebook"): Promise<Response> {
  const origin = `http://127.0.0.1:${port}`;
  return fetch(`${origin}/api/collaboration/session/${encodeURIComponent(path)}`, {
    method: "PUT",
    headers: { cookie, origin, "content-type": "application/json" },
    body: JSON.stringify({ format: type === "notebook" ? "json" : "text", type }),
  });
}

export class TestClient implements Disposable {
  readonly doc: Y.Doc = new Y.Doc();
  readonly awareness: Awareness = new Awareness(this.doc);
  readonly notices: TestNotice[] = [];
  session: SessionReply | undefined;
  closed: { readonly code: number; readonly reason: string } | undefined;
  isSynced = false;
  #socket: WebSocket | undefined;
  #port: number;
  #through: number;
  readonly #cookie: string;
  #flushes = 0;
  #wantsConnection = true;

  constructor(port: number, cookie: string) {
    this.#port = port;
    this.#through = port;
    this.#cookie = cookie;
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin === this) return;
      this.sendRaw(
        encoding.encode((encoder) => {
          encoding.writeVarUint(encoder, 0);
          writeUpdate(encoder, update);
        }),
      );
    });
  }

  static async open(port: number, cookie: string, path: string, type = "notebook"): Promise<TestClient> {
    const client = await TestClient.#withSession(port, cookie, path, type);
    await client.connect();
    return client;
  }

  /** As somebody who may have to wait to be let in: connected and told so, not synchronised. */
  static async knock(port: number, cookie: string, path: string): Promise<TestClient> {
    const client = await TestClient.#withSession(port, cookie, path, "notebook");
    client.start();
    await client.notice("waiting");
    return client;
  }

  static async #withSession(port: number, cookie: string, path: string, type: string): Promise<TestClient> {
    const client = new TestClient(port, cookie);
    const reply = await requestSession(port, cookie, path, type);
    if (!reply.ok) throw new Error(`The session was refused: ${reply.status} ${await reply.text()}`);
    client.session = (await reply.json()) as SessionReply;
    return client;
  }

  get socket(): WebSocket {
    if (this.#socket === undefined) throw new Error("Not connected.");
    return this.#socket;
  }

  get text(): string {
    return this.cell(0).toJSON();
  }

  get cellCount(): number {
    return this.doc.getArray("cells").length;
  }

  cell(index: number): Y.Text {
    return this.doc.getArray<Y.Map<Y.Text>>("cells").get(index).get("source") as Y.Text;
  }

  outputs(index: number): Record<string, unknown>[] {
    const cell = this.doc.getArray<Y.Map<unknown>>("cells").get(index).toJSON();
    return cell["outputs"] as Record<string, unknown>[];
  }

  /** @param through the port of a proxy in between, until the next call */
  async connect(port: number = this.#port, through: number = port): Promise<void> {
    this.#port = port;
    this.#through = through;
    this.start();
    await eventually("the page is synchronised", () => this.isSynced);
  }

  /** Begins to connect and comes back by itself, as y-websocket does. */
  start(): void {
    const { session } = this;
    if (session === undefined) throw new Error("There is no session.");
    this.#wantsConnection = true;
    const name = `${session.format}:${session.type}:${session.fileId}`;
    const url = `ws://127.0.0.1:${this.#through}/api/collaboration/room/${name}?sessionId=${session.sessionId}`;
    const host = `127.0.0.1:${this.#port}`;
    const socket = new WebSocket(url, { headers: { cookie: this.#cookie, host, origin: `http://${host}` } });
    this.#socket = socket;
    socket.binaryType = "arraybuffer";
    socket.on("open", () => this.#greet());
    socket.on("message", (data: ArrayBuffer) => this.#receive(new Uint8Array(data)));
    socket.on("error", () => undefined);
    socket.on("close", (code, reason) => {
      // An old one that ends late says nothing of the present one.
      if (this.#socket !== socket) return;
      this.closed = { code, reason: reason.toString() };
      this.isSynced = false;
      const again = this.#wantsConnection && code !== 1003;
      if (again) setTimeout(() => this.#wantsConnection && this.start(), 30);
    });
  }

  disconnect(): void {
    this.#wantsConnection = false;
    this.isSynced = false;
    this.#socket?.terminate();
  }

  sendRaw(bytes: Uint8Array): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(bytes);
  }

  sendUpdate(update: Uint8Array): void {
    this.sendRaw(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 0);
        writeUpdate(encoder, update);
      }),
    );
  }

  sendNamed(name: string, id: number): void {
    this.sendRaw(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 2);
        encoding.writeVarString(encoder, name);
        encoding.writeVarUint(encoder, id);
      }),
    );
  }

  /** Resolves when all that was sent before is durable. */
  async flushed(): Promise<void> {
    const id = ++this.#flushes;
    this.sendNamed("flush", id);
    await this.notice("flushed", (notice) => notice["responseTo"] === id);
  }

  async notice(type: string, fits: (notice: TestNotice) => boolean = () => true): Promise<TestNotice> {
    let found: TestNotice | undefined;
    await eventually(`the server says ${type}`, () => {
      found = this.notices.find((notice) => notice.type === type && fits(notice));
      return found !== undefined;
    });
    if (found === undefined) throw new Error("unreachable");
    return found;
  }

  /** @returns milliseconds */
  async run(kernelId: string, cellId: string): Promise<Response> {
    const { session } = this;
    const origin = `http://127.0.0.1:${this.#port}`;
    return fetch(`${origin}/api/kernels/${kernelId}/execute`, {
      method: "POST",
      headers: { cookie: this.#cookie, origin, "content-type": "application/json" },
      body: JSON.stringify({ cell_id: cellId, document_id: `${session?.format}:${session?.type}:${session?.fileId}` }),
    });
  }

  /** One thing asked of the people in the room. */
  async ask(command: PeopleCommand): Promise<Response> {
    const { session } = this;
    const origin = `http://127.0.0.1:${this.#port}`;
    const room = encodeURIComponent(`${session?.format}:${session?.type}:${session?.fileId}`);
    return fetch(`${origin}/api/rooms/${room}/people`, {
      method: "POST",
      headers: { cookie: this.#cookie, origin, "content-type": "application/json" },
      body: JSON.stringify(command),
    });
  }

  /** What was told last of this kind. */
  latest(type: string): TestNotice | undefined {
    return this.notices.findLast((notice) => notice.type === type);
  }

  async answer(kernelId: string, cellId: string, value: string): Promise<Response> {
    const { session } = this;
    const origin = `http://127.0.0.1:${this.#port}`;
    const document_id = `${session?.format}:${session?.type}:${session?.fileId}`;
    return fetch(`${origin}/api/kernels/${kernelId}/answer`, {
      method: "POST",
      headers: { cookie: this.#cookie, origin, "content-type": "application/json" },
      body: JSON.stringify({ cell_id: cellId, document_id, value }),
    });
  }

  setAwareness(state: Record<string, unknown>): void {
    this.awareness.setLocalState(state);
    this.#sendAwareness([this.doc.clientID]);
  }

  #greet(): void {
    this.sendRaw(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 0);
        writeSyncStep1(encoder, this.doc);
      }),
    );
    if (this.awareness.getLocalState() !== null) this.#sendAwareness([this.doc.clientID]);
  }

  #sendAwareness(clients: number[]): void {
    this.sendRaw(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 1);
        encoding.writeVarUint8Array(encoder, encodeAwarenessUpdate(this.awareness, clients));
      }),
    );
  }

  #receive(bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    const kind = decoding.readVarUint(decoder);
    if (kind === 0) {
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, 0);
      const step = readSyncMessage(decoder, encoder, this.doc, this);
      if (encoding.length(encoder) > 1) this.sendRaw(encoding.toUint8Array(encoder));
      if (step === 1) this.isSynced = true;
    } else if (kind === 1) applyAwarenessUpdate(this.awareness, decoding.readVarUint8Array(decoder), this);
    else if (kind === 2) this.notices.push(JSON.parse(decoding.readVarString(decoder)) as TestNotice);
    else throw new Error(`The server sent a frame of kind ${kind}.`);
  }

  [Symbol.dispose](): void {
    this.disconnect();
    this.awareness.destroy();
    this.doc.destroy();
  }
}
