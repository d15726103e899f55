/**
 * A server, some pages and the network between them, in one thread and driven by one random seed. The room is the real one; log, lines
 * and pages are models. Every character that is ever typed is unlike all others, so that losing or doubling one shows.
 */
import { AppError, type Visitor } from "@data-surgery/contract";
import * as decoding from "lib0/decoding";
import * as encoding from "lib0/encoding";
import { readSyncMessage, writeSyncStep1, writeUpdate } from "y-protocols/sync";
import * as Y from "yjs";
import { seedNotebook } from "../../server/src/rooms/notebook-document.js";
import { checksum, encodeSnapshot, replayLog, type LogRow } from "../../server/src/rooms/log-replay.js";
import { Room, type Batch, type Line, type Member } from "../../server/src/rooms/room.js";
import { Random } from "./random.js";

/** How the network treats single frames. A TCP connection only delays and breaks; "lossy" is worse than any real one. */
export type NetworkMode = "tcp" | "lossy";

export interface WorldOptions {
  readonly seed: number;
  readonly pages: number;
  readonly mode: NetworkMode;
}

/** What is on the disk: it survives a kill. */
interface Disk {
  rows: LogRow[];
  readonly owners: Map<number, string>;
}

const epoch = "epoch";
const documentId = "document";
/** Private use area: 6,400 characters that nobody else writes. */
const firstCharacter = 0xe000;

class Wire implements Line {
  readonly isBehind = false;
  readonly toPage: Uint8Array[] = [];
  readonly toServer: Uint8Array[] = [];
  isOpen = true;

  send(frame: Uint8Array): void {
    if (this.isOpen) this.toPage.push(frame);
  }

  close(_error: AppError): void {
    this.isOpen = false;
  }
}

class Page {
  readonly doc: Y.Doc = new Y.Doc();
  readonly personId: string;
  wire: Wire | undefined;
  member: Member | undefined;
  /** What the latest unanswered flush vouches for. */
  readonly flushes = new Map<number, { readonly typed: readonly string[]; readonly deleted: readonly string[] }>();
  readonly typed: string[] = [];
  readonly deleted: string[] = [];
  flushCount = 0;
  /** The server's step 1 comes before its step 2, so by then all from before this connection has been sent. */
  isSynced = false;

  constructor(personId: string, client: number) {
    this.personId = personId;
    this.doc.clientID = client;
    this.doc.on("update", (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.send((encoder) => writeUpdate(encoder, update));
    });
  }

  send(write: (encoder: encoding.Encoder) => void): void {
    this.wire?.toServer.push(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 0);
        write(encoder);
      }),
    );
  }

  sendFlush(): void {
    if (this.wire === undefined || !this.isSynced) return;
    const id = ++this.flushCount;
    this.flushes.set(id, { typed: [...this.typed], deleted: [...this.deleted] });
    this.wire.toServer.push(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, 2);
        encoding.writeVarString(encoder, "flush");
        encoding.writeVarUint(encoder, id);
      }),
    );
  }

  get text(): Y.Text {
    return this.doc.getArray<Y.Map<Y.Text>>("cells").get(0).get("source") as Y.Text;
  }

  get isReady(): boolean {
    return this.doc.getArray("cells").length > 0;
  }
}

export class RoomWorld {
  readonly random: Random;
  readonly #mode: NetworkMode;
  readonly #disk: Disk = { rows: [], owners: new Map() };
  readonly #pages: Page[];
  #room: Room | undefined;
  #compaction: { readonly seq: number; readonly rows: readonly LogRow[] } | undefined;
  #time = 0;
  #characters = 0;
  #cells = 0;
  #loads = 0;
  readonly #acknowledged = { typed: new Set<string>(), deleted: new Set<string>() };
  readonly #deletedByAnyone = new Set<string>();
  steps: string[] = [];

  constructor(options: WorldOptions) {
    this.random = new Random(options.seed);
    this.#mode = options.mode;
    const doc = new Y.Doc();
    doc.clientID = 99;
    seedNotebook(doc, {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: {},
      cells: [{ id: "first", cell_type: "markdown", metadata: {}, source: "" }],
    });
    this.#write("snapshot", Y.encodeStateAsUpdate(doc));
    this.#disk.owners.set(doc.clientID, "server");
    this.#pages = Array.from({ length: options.pages }, (_, index) => new Page(`person-${index}`, 100 + index));
    this.#start();
  }

  /** One random thing happens. */
  step(): void {
    const actions: [number, string, () => void][] = [
      [24, "type", () => this.#type()],
      [6, "delete", () => this.#delete()],
      [2, "add a cell", () => this.#addCell()],
      [24, "to the server", () => this.#deliverToServer()],
      [24, "to a page", () => this.#deliverToPage()],
      [16, "tick", () => this.#tick()],
      [6, "flush", () => this.random.pick(this.#pages)?.sendFlush()],
      [6, "connect", () => this.#connect(this.random.pick(this.#pages))],
      [3, "break a line", () => this.#break(this.random.pick(this.#pages))],
      [2, "kill", () => this.#kill()],
      [4, "start", () => this.#start()],
      [2, "compact", () => this.#compact()],
      [1, "wait", () => this.#wait()],
    ];
    let drawn = this.random.below(actions.reduce((sum, [weight]) => sum + weight, 0));
    for (const [weight, name, act] of actions) {
      drawn -= weight;
      if (drawn >= 0) continue;
      this.steps.push(name);
      act();
      return;
    }
  }

  /** The faults stop, everybody comes back, everything arrives. Then what must hold is checked. */
  settleAndCheck(): void {
    this.#kill();
    this.#start();
    for (const page of this.#pages) this.#connect(page);
    for (let round = 0; round < 20; round++) {
      for (const page of this.#pages) {
        if (page.wire === undefined) this.#connect(page);
        for (const frame of page.wire?.toServer.splice(0) ?? []) this.#receive(page, frame);
      }
      this.#tickCleanly();
      for (const page of this.#pages) {
        for (const frame of page.wire?.toPage.splice(0) ?? []) this.#show(page, frame);
        if (round === 10) page.sendFlush();
      }
    }
    this.#check();
  }

  #check(): void {
    const durable = replayLog(this.#disk.rows).doc;
    const expected = JSON.stringify(durable.getArray("cells").toJSON());
    for (const page of this.#pages) {
      const seen = JSON.stringify(page.doc.getArray("cells").toJSON());
      if (seen !== expected) throw new Error(`${page.personId} sees ${seen} and the log holds ${expected}.`);
      if (page.flushes.size > 0) throw new Error(`A flush of ${page.personId} was never answered.`);
    }
    const text = (durable.getArray<Y.Map<Y.Text>>("cells").get(0).get("source") as Y.Text).toJSON();
    if (new Set(text).size !== text.length) throw new Error("A character stands there twice.");
    const ids = durable.getArray<Y.Map<unknown>>("cells").map((cell) => cell.get("id"));
    if (new Set(ids).size !== ids.length) throw new Error("A cell stands there twice.");
    for (const character of this.#allTyped()) {
      if (!text.includes(character) && !this.#deletedByAnyone.has(character)) throw new Error("A character was lost.");
    }
  }

  #allTyped(): string[] {
    return this.#pages.flatMap((page) => page.typed);
  }

  #type(): void {
    const page = this.random.pick(this.#pages);
    if (page === undefined || !page.isReady) return;
    const character = String.fromCharCode(firstCharacter + this.#characters++);
    page.typed.push(character);
    page.text.insert(this.random.below(page.text.length + 1), character);
  }

  #delete(): void {
    const page = this.random.pick(this.#pages);
    if (page === undefined || !page.isReady || page.text.length === 0) return;
    const at = this.random.below(page.text.length);
    const character = page.text.toJSON()[at] ?? "";
    this.#deletedByAnyone.add(character);
    page.deleted.push(character);
    page.text.delete(at, 1);
  }

  #addCell(): void {
    const page = this.random.pick(this.#pages);
    if (page === undefined || !page.isReady) return;
    const cell = new Y.Map<unknown>([
      ["id", `added-${this.#cells++}`],
      ["cell_type", "markdown"],
      ["source", new Y.Text("")],
      ["metadata", new Y.Map()],
    ]);
    page.doc.getArray("cells").push([cell]);
  }

  #connect(page: Page | undefined): void {
    if (page === undefined || page.wire !== undefined || this.#room === undefined) return;
    const wire = new Wire();
    const { personId } = page;
    const visitor: Visitor = {
      personId,
      name: personId,
      role: "learner",
      workshopId: "w",
      home: "h",
      color: "#000000",
    };
    page.wire = wire;
    page.flushes.clear();
    page.isSynced = false;
    page.member = { visitor, line: wire, mayRead: () => true, mayWrite: () => true };
    this.#room.join(page.member);
    page.send((encoder) => writeSyncStep1(encoder, page.doc));
  }

  #break(page: Page | undefined): void {
    if (page?.wire === undefined) return;
    if (page.member !== undefined) this.#room?.leave(page.member);
    page.wire = undefined;
    page.member = undefined;
    page.flushes.clear();
  }

  #kill(): void {
    this.#room = undefined;
    this.#compaction = undefined;
    for (const page of this.#pages) this.#break(page);
  }

  #start(): void {
    if (this.#room !== undefined) return;
    const hooks = {
      wake: () => undefined,
      contentChanged: () => undefined,
      saveRequested: () => undefined,
      refused: (_member: Member, error: AppError) => {
        if (this.#mode === "tcp" && error.code !== "rooms.stalled")
          throw new Error(`An honest page was refused: ${String(error.cause)}`);
      },
    };
    this.#room = new Room({ ...this.#load(), documentId, epoch, hooks, now: () => this.#time });
  }

  #load(): { doc: Y.Doc; nextSeq: number; owners: Map<number, string> } {
    const { rows, owners } = this.#disk;
    const replay = replayLog(rows);
    if (replay.bad.length > 0) throw new Error("The log has a row that can't be read.");
    // Yjs draws it at random; here the same seed must give the same run.
    replay.doc.clientID = 1000 + this.#loads++;
    const last = Math.max(rows.at(-1)?.seq ?? 0, this.#compaction?.seq ?? 0);
    return { doc: replay.doc, nextSeq: last + 1, owners: new Map(owners) };
  }

  #write(kind: LogRow["kind"], bytes: Uint8Array): void {
    const seq = (this.#disk.rows.at(-1)?.seq ?? 0) + 1;
    this.#disk.rows.push({ seq, kind, bytes, crc: checksum(bytes) });
  }

  #append(batch: Batch): void {
    const last = this.#disk.rows.at(-1)?.seq ?? 0;
    const given = this.#compaction?.seq ?? 0;
    if (batch.seq <= Math.max(last, given)) throw new Error(`Row ${batch.seq} does not follow ${last} and ${given}.`);
    const { seq, update: bytes } = batch;
    this.#disk.rows.push({ seq, kind: "update", bytes, crc: checksum(bytes) });
    for (const [client, owner] of batch.owners) this.#disk.owners.set(client, owner);
  }

  /** A tick that may be killed, or fail, at any of its joints. */
  #tick(): void {
    const room = this.#room;
    if (room === undefined) return;
    const batch = room.collect();
    if (room.needsReload) {
      room.replace(this.#load());
      return;
    }
    if (this.random.chance(0.03)) return this.#kill();
    if (batch !== undefined) {
      if (this.random.chance(0.04)) {
        // The disk was full, or the answer of a commit that succeeded never came back.
        if (this.random.chance(0.5)) this.#append(batch);
        room.failed(new AppError("rooms.unavailable"));
        room.replace(this.#load());
        return;
      }
      this.#append(batch);
      if (this.random.chance(0.03)) return this.#kill();
    }
    room.committed();
    if (room.needsReload) room.replace(this.#load());
    if (!this.random.chance(0.03)) return;
    // Killed while the answers were leaving: some got out.
    const outgoing = this.#pages.map((page) => ({ page, frames: page.wire?.toPage.splice(0) ?? [] }));
    for (const { page, frames } of outgoing) {
      for (const frame of frames.slice(0, this.random.below(frames.length + 1))) this.#show(page, frame);
    }
    this.#kill();
  }

  #tickCleanly(): void {
    const room = this.#room;
    if (room === undefined) throw new Error("There is no server.");
    const batch = room.collect();
    if (room.needsReload) {
      room.replace(this.#load());
      return;
    }
    if (batch !== undefined) this.#append(batch);
    room.committed();
  }

  /** In the worker for a while: rows are appended meanwhile, and a kill leaves nothing of it. */
  #compact(): void {
    if (this.#room === undefined) return;
    if (this.#compaction === undefined) {
      this.#compaction = { seq: this.#room.reserveSeq(), rows: [...this.#disk.rows] };
      return;
    }
    const { seq, rows } = this.#compaction;
    this.#compaction = undefined;
    const bytes = encodeSnapshot(replayLog(rows).doc);
    if (bytes === undefined) throw new Error("A snapshot did not equal its log.");
    const previous = rows.findLast((row) => row.kind === "snapshot");
    const row: LogRow = { seq, kind: "snapshot", bytes, crc: checksum(bytes) };
    this.#disk.rows = [...this.#disk.rows, row]
      .toSorted((a, b) => a.seq - b.seq)
      .filter((kept) => kept.seq >= (previous?.seq ?? 0));
  }

  #wait(): void {
    this.#time += 11_000;
    const room = this.#room;
    room?.checkPending();
    if (room?.needsReload === true) room.replace(this.#load());
  }

  #deliverToServer(): void {
    const page = this.random.pick(this.#pages);
    const frame = page?.wire === undefined ? undefined : this.#take(page.wire.toServer);
    if (page !== undefined && frame !== undefined) this.#receive(page, frame);
  }

  #receive(page: Page, frame: Uint8Array): void {
    if (page.member === undefined || this.#room === undefined) return;
    if (page.wire?.isOpen === false) return this.#break(page);
    this.#room.receive(page.member, frame);
  }

  #deliverToPage(): void {
    const page = this.random.pick(this.#pages);
    if (page?.wire === undefined) return;
    const frame = this.#take(page.wire.toPage);
    if (frame !== undefined) this.#show(page, frame);
    else if (!page.wire.isOpen) this.#break(page);
  }

  /** The next frame of a queue; in the lossy network perhaps not the next, not once, or not at all. */
  #take(queue: Uint8Array[]): Uint8Array | undefined {
    if (this.#mode === "tcp" || queue.length === 0) return queue.shift();
    if (this.random.chance(0.08)) queue.shift();
    if (this.random.chance(0.1)) return queue[0];
    const [frame] = queue.splice(this.random.chance(0.15) ? this.random.below(queue.length) : 0, 1);
    return frame;
  }

  #show(page: Page, bytes: Uint8Array): void {
    const decoder = decoding.createDecoder(bytes);
    const kind = decoding.readVarUint(decoder);
    if (kind === 0) {
      const encoder = encoding.createEncoder();
      encoding.writeVarUint(encoder, 0);
      const step = readSyncMessage(decoder, encoder, page.doc, page);
      page.isSynced ||= step === 1;
      if (encoding.length(encoder) > 1) page.wire?.toServer.push(encoding.toUint8Array(encoder));
    } else if (kind === 2) this.#hear(page, JSON.parse(decoding.readVarString(decoder)) as Notice);
  }

  #hear(page: Page, notice: Notice): void {
    if (notice.type !== "ack" && notice.type !== "flushed") return;
    this.#checkAcknowledged(notice.sv);
    if (notice.type === "ack") return;
    const promised = page.flushes.get(notice.responseTo);
    page.flushes.delete(notice.responseTo);
    if (promised === undefined || this.#mode === "lossy") return;
    for (const character of promised.typed) this.#acknowledged.typed.add(character);
    for (const character of promised.deleted) this.#acknowledged.deleted.add(character);
    this.#checkPromises();
  }

  /** Acknowledged clocks are on the disk at the moment of the acknowledgement. */
  #checkAcknowledged(sv: string): void {
    const durable = replayLog(this.#disk.rows).doc;
    for (const [client, clock] of Y.decodeStateVector(Buffer.from(sv, "base64"))) {
      const held = Y.getState(durable.store, client);
      if (held < clock) throw new Error(`Acknowledged up to ${clock}, but only ${held} is on the disk.`);
    }
  }

  #checkPromises(): void {
    const text = (
      replayLog(this.#disk.rows).doc.getArray<Y.Map<Y.Text>>("cells").get(0).get("source") as Y.Text
    ).toJSON();
    for (const character of this.#acknowledged.typed) {
      if (!text.includes(character) && !this.#deletedByAnyone.has(character)) {
        throw new Error("A character that was said to be saved is not on the disk.");
      }
    }
    for (const character of this.#acknowledged.deleted) {
      if (text.includes(character)) throw new Error("A deletion that was said to be saved is not on the disk.");
    }
  }
}

type Notice =
  | { readonly type: "ack"; readonly sv: string }
  | { readonly type: "flushed"; readonly responseTo: number; readonly sv: string }
  | { readonly type: "hello" };
