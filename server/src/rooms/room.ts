/**
 * One open document and the people in it: the durable core (SPEC RO1 to RO12). It has no timers and does no I/O of its own, so that
 * a simulation can stop it between any two steps. Everything that arrives waits in an inbox. Its owner calls `collect` (validate and
 * apply), writes the batch to the log, and then `committed` (tell everybody) or `failed` (tell nobody and start again from the log).
 * So between ticks the document in memory is exactly what is on the disk, and nobody is ever shown what is not.
 */
import { AppError, type ErrorCode } from "@data-surgery/contract";
import * as Y from "yjs";
import { AwarenessStates, encodeEntries, parseAwareness, signState, type AwarenessEntry } from "./awareness-states.js";
import { changedCells } from "./changed-cells.js";
import {
  encodeAwareness,
  encodeClocks,
  encodeNotice,
  encodeSyncStep1,
  encodeSyncStep2,
  encodeUpdate,
  parseClientFrame,
  type ClientFrame,
  type Notice,
  type RunNotice,
} from "./frames.js";
import { Inbox, type InboxEntry } from "./inbox.js";
import { LatestRuns } from "./latest-runs.js";
import { encodeIntegrated } from "./pending-structs.js";
import { PendingWatch } from "./pending-watch.js";
import type { Batch, LoadedDocument, RoomHooks, RoomOptions } from "./room-options.js";
import type { Edit, Member, Owed, Seat } from "./room-seat.js";
import { checkUpdate, type CheckedUpdate } from "./update-check.js";

export type { Batch, LoadedDocument, RoomHooks, RoomOptions } from "./room-options.js";
export type { Line, Member } from "./room-seat.js";

/** The owner of what the server writes itself. */
export const serverOwner = "server";

class Offence extends Error {
  readonly seat: Seat;

  constructor(seat: Seat, cause: unknown) {
    super("An update could not be applied.", { cause });
    this.seat = seat;
  }
}

export class Room {
  readonly documentId: string;
  readonly epoch: string;
  readonly #hooks: RoomHooks;
  readonly #now: () => number;
  readonly #seats = new Map<Member, Seat>();
  readonly #awareness = new AwarenessStates();
  readonly #runs: LatestRuns;
  #doc: Y.Doc;
  #owners: Map<number, string>;
  #nextSeq: number;
  #vector: Uint8Array;
  #needsReload = false;
  #revision = 0;

  readonly #inbox: Inbox<Seat>;
  #edits: Edit[] = [];
  #owed: Owed[] = [];

  /** Of the batch that is being written. */
  #running: Edit[] = [];
  #newOwners = new Map<number, string>();
  #contributors = new Map<Seat, number>();
  #update: Uint8Array | undefined;
  #contentTouched = false;
  /** Cell id → who changed it. */
  #changedCells = new Map<string, Set<string>>();
  #runsEdits = false;

  #pending: PendingWatch<Seat>;

  constructor(options: RoomOptions) {
    this.documentId = options.documentId;
    this.epoch = options.epoch;
    this.#hooks = options.hooks;
    this.#now = options.now;
    this.#inbox = new Inbox({
      split: options.hooks.split,
      news: () => options.hooks.wake(),
      unreadable: (seat, error) => this.#refuse(seat, error),
    });
    this.#doc = options.doc;
    this.#owners = new Map(options.owners);
    this.#runs = new LatestRuns(options.runs);
    this.#nextSeq = options.nextSeq;
    this.#vector = Y.encodeStateVector(options.doc);
    this.#pending = this.#watch();
  }

  /** For reading between ticks; change it through `edit` only. */
  get doc(): Y.Doc {
    return this.#doc;
  }

  get members(): number {
    return this.#seats.size;
  }

  /** Rises with every change of the content. */
  get revision(): number {
    return this.#revision;
  }

  /** After a refused update or a failed write the document must come from the log again. */
  get needsReload(): boolean {
    return this.#needsReload;
  }

  get hasWork(): boolean {
    return this.#inbox.size + this.#edits.length > 0;
  }

  get hasAwarenessNews(): boolean {
    return this.#awareness.hasChanges;
  }

  join(member: Member): void {
    const rights = { toldReadOnly: false, wrote: member.mayWrite(), said: [] };
    const seat: Seat = { member, clients: new Set(), greeted: false, frames: 0, ...rights };
    this.#seats.set(member, seat);
    this.#owed.push({ type: "greeting", seat });
    this.#hooks.wake();
  }

  leave(member: Member): void {
    const seat = this.#seats.get(member);
    if (seat === undefined) return;
    this.#seats.delete(member);
    if (seat.awarenessClient !== undefined) this.#awareness.remove(seat.awarenessClient);
    this.#hooks.wake();
  }

  /** One frame from a page. What it sent before its line broke still counts. */
  receive(member: Member, bytes: Uint8Array): void {
    const seat = this.#seats.get(member);
    if (seat === undefined) return;
    try {
      const frame = parseClientFrame(bytes);
      if (!member.mayRead()) this.#receiveWaiting(seat, frame);
      else if (frame.type === "awareness") this.#receiveAwareness(seat, parseAwareness(frame.update));
      else if (frame.type === "query-awareness") this.#sendAwareness(seat, this.#awareness.present());
      else this.#inbox.add(seat, frame);
      this.#hooks.wake();
    } catch (error) {
      this.#refuse(seat, error);
    }
  }

  /** Changes the document as the server. Resolves when the change is durable. */
  edit<T>(change: (doc: Y.Doc) => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      let result: T;
      this.#edits.push({
        apply: (doc) => {
          result = change(doc);
        },
        done: (error) => (error === undefined ? resolve(result) : reject(error)),
      });
      this.#hooks.wake();
    });
  }

  /** Applies what has arrived. Undefined when there is nothing to write; then call `committed` at once. */
  collect(): Batch | undefined {
    const taken = this.#inbox.take();
    this.#update = undefined;
    try {
      Y.transact(this.#doc, () => {
        for (const entry of taken) this.#take(entry);
      });
      // Apart from the pages' updates: in one transaction with them Yjs would take our own id for a stranger's and change it.
      this.#runsEdits = true;
      Y.transact(this.#doc, () => this.#runEdits());
    } catch (error) {
      if (!(error instanceof Offence)) throw error;
      this.#expel(error, taken);
      return undefined;
    }
    if (this.#update === undefined) return undefined;
    const own = this.#doc.clientID;
    if (!this.#owners.has(own)) this.#newOwners.set(own, serverOwner);
    return { documentId: this.documentId, seq: this.#nextSeq, update: this.#update, owners: this.#newOwners };
  }

  /** The batch is on the disk: tell everybody, and answer what waited for it. */
  committed(): void {
    const before = this.#vector;
    if (this.#update !== undefined) {
      this.#nextSeq++;
      for (const [client, owner] of this.#newOwners) this.#owners.set(client, owner);
      this.#vector = Y.encodeStateVector(this.#doc);
      this.#broadcast(this.#update, before);
    }
    // Asked for everything that we lack, an honest page fills the gap.
    for (const seat of this.#pending.note(this.#contributors.keys())) {
      seat.member.line.send(encodeSyncStep1(this.#vector));
    }
    if (this.#pending.takeFound()) this.#needsReload = true;
    for (const [seat, frames] of this.#contributors) {
      seat.frames += frames;
      this.#owed.push({ type: "ack", seat });
    }
    const edits = this.#running;
    const change = this.#contentTouched ? { people: this.#contributingPeople, cells: this.#changedCells } : undefined;
    this.#clearBatch();
    this.#payOwed();
    for (const edit of edits) edit.done();
    if (change !== undefined) this.#hooks.contentChanged(change);
    if (this.hasWork) this.#hooks.wake();
  }

  /** The batch could not be written: nobody hears of it, everybody is asked to come again, the log has the last word. */
  failed(error: AppError): void {
    const edits = this.#running;
    this.#clearBatch();
    this.#needsReload = true;
    for (const edit of edits) edit.done(error);
    this.close(error);
  }

  /** Puts the document from the log in place of the one in memory. */
  replace(loaded: LoadedDocument): void {
    this.#doc.destroy();
    this.#doc = loaded.doc;
    this.#owners = new Map(loaded.owners);
    this.#nextSeq = loaded.nextSeq;
    this.#vector = Y.encodeStateVector(loaded.doc);
    this.#needsReload = false;
    this.#pending = this.#watch();
    this.#hooks.wake();
  }

  /** Ends every line with this error; what they sent before and is not written yet is dropped, and they still have it. */
  close(error: AppError): void {
    this.#inbox.clear();
    this.#owed = [];
    for (const { member } of this.#seats.values()) member.line.close(error);
    for (const member of this.#seats.keys()) this.leave(member);
    for (const edit of this.#edits.splice(0)) edit.done(error);
  }

  /** Gives away the next number of the log, for the row that holds all before it. Between two ticks only. */
  reserveSeq(): number {
    return this.#nextSeq++;
  }

  /** To be called now and then: gives up on structs that wait for others which never came. */
  checkPending(): void {
    const { overdue } = this.#pending;
    if (overdue === undefined) return;
    // An honest page on a very slow line looks the same: it may come again at once.
    const error = new AppError("rooms.stalled", {}, { cause: new Error("Parts of the history never came.") });
    for (const seat of overdue) this.#refuse(seat, error);
    this.#needsReload = true;
    this.#hooks.wake();
  }

  /** Somebody may do more or less than before: in force from the next frame on. */
  reconsiderRights(): void {
    for (const seat of this.#seats.values()) {
      if (seat.greeted && !seat.member.mayRead()) this.#shutOut(seat);
      const mayWrite = seat.member.mayWrite();
      if (seat.wrote === mayWrite) continue;
      seat.wrote = mayWrite;
      seat.toldReadOnly = false;
      // What it typed while it might not is still in that page; now it may send it.
      if (mayWrite && seat.greeted) seat.member.line.send(encodeSyncStep1(this.#vector));
    }
    this.#hooks.wake();
  }

  /** Keeps the line, and what the page has; brought up to date when it is let in again. */
  #shutOut(seat: Seat): void {
    seat.greeted = false;
    seat.missedSince ??= this.#vector;
    if (seat.awarenessClient !== undefined) this.#awareness.remove(seat.awarenessClient);
    this.#owed = this.#owed.filter((owed) => owed.seat !== seat);
    this.#owed.push({ type: "greeting", seat });
  }

  /** Of a page that waits to be let in, only what will be wanted then: what it has, and who it is. */
  #receiveWaiting(seat: Seat, frame: ClientFrame): void {
    if (frame.type === "awareness") seat.said = parseAwareness(frame.update).slice(0, 4);
    if (frame.type !== "sync-step-1") return;
    this.#owed = this.#owed.filter((owed) => owed.seat !== seat || owed.type === "greeting");
    this.#owed.push({ type: "diff", seat, stateVector: frame.stateVector });
  }

  /** Sends what changed about people and cursors, one frame to everybody. */
  flushAwareness(): void {
    const entries = this.#awareness.takeChanges();
    if (entries.length === 0) return;
    const frame = encodeAwareness(encodeEntries(entries));
    for (const seat of this.#seats.values())
      if (seat.greeted && !seat.member.line.isBehind) seat.member.line.send(frame);
  }

  announceRun(run: RunNotice): void {
    this.#runs.note(run);
    const frame = encodeNotice({ type: "run", ...run });
    for (const seat of this.#seats.values()) if (seat.greeted) seat.member.line.send(frame);
  }

  /** Of the document that is new in this room. */
  #watch(): PendingWatch<Seat> {
    const doc = this.#doc;
    const pending = new PendingWatch<Seat>(doc, this.#now);
    const roots = new Set<unknown>([doc.getArray("cells"), doc.getMap("meta"), doc.getText("source")]);
    doc.getMap("state");
    doc.on("update", (update: Uint8Array) => {
      this.#update = this.#update === undefined ? update : Y.mergeUpdates([this.#update, update]);
    });
    doc.on("afterTransaction", (transaction: Y.Transaction) => {
      for (const type of transaction.changedParentTypes.keys()) {
        if (!roots.has(type)) continue;
        this.#contentTouched = true;
        this.#revision++;
      }
      this.#noteChange(transaction);
    });
    return pending;
  }

  get #contributingPeople(): Set<string> {
    return new Set([...this.#contributors.keys()].map((seat) => seat.member.visitor.personId));
  }

  #noteChange(transaction: Y.Transaction): void {
    const people = this.#runsEdits ? new Set<string>() : this.#contributingPeople;
    const cells = changedCells(transaction, people, (client) => {
      const owner = this.#newOwners.get(client) ?? this.#owners.get(client);
      return owner === serverOwner ? undefined : owner;
    });
    for (const [id, owners] of cells)
      this.#changedCells.set(id, new Set([...owners, ...(this.#changedCells.get(id) ?? [])]));
  }

  #take({ sender: seat, frame, isPart }: InboxEntry<Seat>): void {
    switch (frame.type) {
      case "document":
        this.#apply(seat, frame.update, isPart);
        break;
      case "sync-step-1":
        this.#owed.push({ type: "diff", seat, stateVector: frame.stateVector });
        break;
      case "hello":
        // Once a tick, however often it is asked for: the answer is much longer than the question.
        if (!this.#owed.some((owed) => owed.type === "hello" && owed.seat === seat))
          this.#owed.push({ type: "hello", seat });
        break;
      case "save":
        this.#owed.push({ type: "save", seat, id: frame.id });
        break;
      case "flush":
        this.#owed.push({ type: "flushed", seat, id: frame.id });
        break;
      case "awareness":
      case "query-awareness":
        break;
    }
  }

  #apply(seat: Seat, update: Uint8Array, isPart: boolean): void {
    const { member } = seat;
    if (!member.mayRead()) return;
    if (!member.mayWrite()) {
      this.#tellReadOnly(seat);
      return;
    }
    if (this.#pending.has(seat) && this.#pending.isTooLarge) {
      this.#refuse(seat, new AppError("rooms.stalled"));
      return;
    }
    let checked: CheckedUpdate;
    try {
      checked = checkUpdate(update, member.visitor.personId, {
        held: (client) => Y.getState(this.#doc.store, client),
        ownerOf: (client) => this.#newOwners.get(client) ?? this.#owners.get(client),
        speakerOf: (client) => this.#speakerOf(client),
      });
    } catch (error) {
      this.#refuse(seat, error);
      return;
    }
    try {
      Y.applyUpdate(this.#doc, update, member);
    } catch (error) {
      throw new Offence(seat, error);
    }
    for (const client of checked.claims) this.#newOwners.set(client, member.visitor.personId);
    for (const client of checked.clients) seat.clients.add(client);
    this.#contributors.set(seat, (this.#contributors.get(seat) ?? 0) + (isPart ? 0 : 1));
  }

  #speakerOf(client: number): string | undefined {
    for (const seat of this.#seats.values()) {
      if (seat.awarenessClient === client) return seat.member.visitor.personId;
    }
    return undefined;
  }

  #runEdits(): void {
    for (const edit of this.#edits.splice(0)) {
      try {
        edit.apply(this.#doc);
        this.#running.push(edit);
      } catch (error) {
        edit.done(error);
      }
    }
  }

  /** Yjs may have half applied it: the memory is thrown away, all but this person's frames wait for the document from the log. */
  #expel(offence: Offence, taken: readonly InboxEntry<Seat>[]): void {
    this.#clearBatch();
    this.#owed = this.#owed.filter((owed) => owed.type === "greeting" || !owed.seat.member.mayRead());
    this.#inbox.putBack(taken.filter((entry) => entry.sender !== offence.seat));
    this.#needsReload = true;
    this.#refuse(offence.seat, new AppError("rooms.bad-frame", {}, { cause: offence }));
  }

  #clearBatch(): void {
    this.#running = [];
    this.#newOwners = new Map();
    this.#contributors = new Map();
    this.#update = undefined;
    this.#contentTouched = false;
    this.#changedCells = new Map();
    this.#runsEdits = false;
  }

  #refuse(seat: Seat, thrown: unknown): void {
    const error = thrown instanceof AppError ? thrown : new AppError("rooms.bad-frame", {}, { cause: thrown });
    this.#inbox.drop(seat);
    this.#hooks.refused(seat.member, error);
    seat.member.line.close(error);
    this.leave(seat.member);
  }

  #tellReadOnly(seat: Seat): void {
    if (seat.toldReadOnly) return;
    seat.toldReadOnly = true;
    const code: ErrorCode = "rooms.read-only";
    this.#notify(seat, { type: "refused", code, message: new AppError(code).message });
  }

  #broadcast(update: Uint8Array, before: Uint8Array): void {
    const frame = encodeUpdate(update);
    const only =
      this.#running.length === 0 && this.#contributors.size === 1 ? [...this.#contributors.keys()][0] : undefined;
    for (const seat of this.#seats.values()) {
      if (!seat.greeted || seat === only) continue;
      if (seat.member.line.isBehind) seat.missedSince ??= before;
      else if (seat.missedSince === undefined) seat.member.line.send(frame);
      else this.#catchUp(seat, seat.missedSince);
    }
  }

  /** Called by the owner when a slow line may have drained. */
  catchUpSlowLines(): void {
    for (const seat of this.#seats.values()) {
      if (seat.greeted && seat.missedSince !== undefined && !seat.member.line.isBehind)
        this.#catchUp(seat, seat.missedSince);
    }
  }

  #catchUp(seat: Seat, since: Uint8Array): void {
    delete seat.missedSince;
    seat.member.line.send(encodeUpdate(encodeIntegrated(this.#doc, since)));
  }

  #payOwed(): void {
    const later: Owed[] = [];
    for (const owed of this.#owed.splice(0)) {
      if (!this.#seats.has(owed.seat.member)) continue;
      if (!owed.seat.member.mayRead()) {
        if (owed.type === "greeting" || owed.type === "diff") later.push(owed);
        continue;
      }
      if (this.#pending.has(owed.seat) && owed.type !== "greeting" && owed.type !== "diff") later.push(owed);
      else this.#pay(owed);
    }
    this.#owed.push(...later);
  }

  #pay(owed: Owed): void {
    const { seat } = owed;
    switch (owed.type) {
      case "greeting":
        this.#greet(seat);
        break;
      case "hello":
        this.#sayHello(seat);
        break;
      case "diff":
        this.#sendDiff(seat, owed.stateVector);
        break;
      case "ack":
        this.#notify(seat, { type: "ack", sv: this.#ownClocks(seat), frames: seat.frames });
        break;
      case "flushed":
        this.#notify(seat, { type: "flushed", responseTo: owed.id, sv: this.#ownClocks(seat) });
        break;
      case "save":
        this.#hooks.saveRequested((saved) => {
          this.#notify(seat, { type: "save", responseTo: owed.id, status: saved ? "success" : "failed" });
        });
        break;
    }
  }

  #sayHello(seat: Seat): void {
    this.#notify(seat, {
      type: "hello",
      epoch: this.epoch,
      mayWrite: seat.member.mayWrite(),
      runs: this.#runs.all,
    });
  }

  #greet(seat: Seat): void {
    seat.greeted = true;
    this.#sayHello(seat);
    // A page that may not write is not asked what it has that we lack.
    if (seat.member.mayWrite()) seat.member.line.send(encodeSyncStep1(this.#vector));
    if (seat.missedSince !== undefined) this.#catchUp(seat, seat.missedSince);
    this.#sendAwareness(seat, this.#awareness.present());
    this.#receiveAwareness(seat, seat.said);
    seat.said = [];
  }

  #sendDiff(seat: Seat, stateVector: Uint8Array): void {
    let diff: Uint8Array;
    try {
      diff = encodeIntegrated(this.#doc, stateVector);
    } catch (error) {
      this.#refuse(seat, error);
      return;
    }
    seat.member.line.send(encodeSyncStep2(diff));
  }

  /** How much is durable of what this line wrote: the proof that "saved on the server" rests on. */
  #ownClocks(seat: Seat): string {
    const clocks = new Map<number, number>();
    for (const client of seat.clients) clocks.set(client, Y.getState(this.#doc.store, client));
    return Buffer.from(encodeClocks(clocks)).toString("base64");
  }

  #notify(seat: Seat, notice: Notice): void {
    seat.member.line.send(encodeNotice(notice));
  }

  #sendAwareness(seat: Seat, entries: readonly AwarenessEntry[]): void {
    if (entries.length > 0) seat.member.line.send(encodeAwareness(encodeEntries(entries)));
  }

  /** A line speaks for one client: the first that it names. All else in its frames repeats what it heard (y-websocket does that). */
  #receiveAwareness(seat: Seat, entries: readonly AwarenessEntry[]): void {
    for (const entry of entries) {
      if (seat.awarenessClient === undefined && entry.state !== null && this.#maySpeakFor(seat, entry.client)) {
        seat.awarenessClient = entry.client;
      }
      if (entry.client === seat.awarenessClient) this.#awareness.receive(signState(entry, seat.member.visitor));
    }
  }

  #maySpeakFor(seat: Seat, client: number): boolean {
    const owner = this.#owners.get(client);
    if (owner !== undefined && owner !== seat.member.visitor.personId) return false;
    for (const other of this.#seats.values()) if (other.awarenessClient === client) return false;
    return true;
  }
}
