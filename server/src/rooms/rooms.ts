/**
 * All rooms of a server: opened when somebody comes, one group commit for all of them, given up when nobody is left and all is saved.
 * The only thing here that knows files, log, kernels and sockets together; what the rules are stands in SPEC.md.
 */
import { AppError, roleReaches, type RoomRole, type Visitor } from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";
import { randomUUID } from "node:crypto";
import * as Y from "yjs";
import type { CellKernel } from "./cell-kernel.js";
import { CellRuns, type RunRequest, type RunResult } from "./cell-runs.js";
import { notebookContent, readNotebookFile, textContent, type DocumentContent } from "./document-content.js";
import type { DocumentFiles, FileChange } from "./document-files.js";
import { movedPath, newDocumentId, type DocumentLog, type DocumentRecord } from "./document-log.js";
import { FileLink } from "./file-link.js";
import type { HeavyWork } from "./heavy-work.js";
import { readNotebookDocument } from "./notebook-document.js";
import type { RunNotice } from "./frames.js";
import { OpenRoom } from "./open-room.js";
import { storedHashes, type OutputShelf } from "./output-shelf.js";
import { PeopleKeeper, type HandChange } from "./people-keeper.js";
import type { PeopleStore, PersonInRooms } from "./people-store.js";
import { encodeIntegrated } from "./pending-structs.js";
import { Room, type LoadedDocument, type RoomHooks } from "./room.js";
import type { RoomEvent } from "./room-event.js";
import { RoomRights, type OpenPeople } from "./room-rights.js";
import { defaultTimes, type RoomTimes } from "./room-state.js";
import type { RunRecords } from "./run-records.js";
import { Ticker } from "./ticker.js";
import { readContent } from "./version-content.js";
import { defaultVersionTimes, VersionKeeper, type VersionTimes } from "./version-keeper.js";
import type { VersionStore } from "./version-store.js";

export interface RoomsDeps {
  readonly log: DocumentLog;
  readonly files: DocumentFiles;
  readonly kernel: CellKernel;
  readonly people: PeopleStore;
  readonly heavy: HeavyWork;
  readonly versions: VersionStore;
  readonly runs: RunRecords;
  /** Where large outputs of a document stand. */
  readonly shelf: (documentId: string) => OutputShelf;
  /** What somebody is called; undefined for who has been erased. */
  readonly nameOf: (personId: string) => Promise<string | undefined>;
  readonly now: () => number;
  /** Somebody put a hand up, or took it down. */
  readonly onHand: (change: HandChange) => Promise<void>;
  readonly onEvent: (event: RoomEvent) => void;
}

export interface RoomsSettings {
  readonly times: RoomTimes;
  /** Shortest time from one group commit to the next, in milliseconds. */
  readonly pace: number;
  /** Rows and bytes after which a history is put into one row. */
  readonly compactRows: number;
  readonly compactBytes: number;
  readonly versionTimes: VersionTimes;
}

export const defaultSettings: RoomsSettings = {
  times: defaultTimes,
  pace: 10,
  compactRows: 500,
  compactBytes: 256 * 1024,
  versionTimes: defaultVersionTimes,
};

export interface DocumentSession {
  readonly record: DocumentRecord;
  readonly format: "json" | "text";
  /** True when this call began the history. */
  readonly created: boolean;
}

/** Growth of a log since it was last compacted. */
interface Growth {
  rows: number;
  bytes: number;
  /** Size of what it is compacted to, so that a large document is not rewritten for every few kilobytes. */
  base: number;
}

export class Rooms {
  readonly #deps: RoomsDeps;
  readonly #settings: RoomsSettings;
  readonly #ticker: Ticker;
  readonly #open = new Map<string, Promise<OpenRoom>>();
  /** Those that append to the log, also while they are still being opened. */
  readonly #rooms = new Map<string, Room>();
  readonly #people = new Map<string, OpenPeople>();
  /** Who may do what with which document. */
  readonly rights: RoomRights;
  readonly #growth = new Map<string, Growth>();
  readonly #compacting = new Map<string, Promise<void>>();
  /** Documents that must not be opened now. */
  readonly #closed = new Map<string, Promise<unknown>>();
  readonly #seeding = new Map<string, Promise<DocumentSession>>();
  readonly #stopping = new AbortController();
  readonly #listening: Disposable;

  constructor(deps: RoomsDeps, settings: RoomsSettings = defaultSettings) {
    this.#deps = deps;
    this.#settings = settings;
    this.#ticker = new Ticker({
      append: async (batches) => {
        await deps.log.append(batches);
        for (const batch of batches) this.#noteGrowth(batch.documentId, batch.update.byteLength);
      },
      reload: async (room) => room.replace(await this.#load(room.documentId)),
      pace: settings.pace,
      now: () => performance.now(),
      failed: (error) => deps.onEvent({ type: "failed", what: "writing the log", error }),
    });
    this.rights = new RoomRights({ log: deps.log, people: deps.people, open: this.#people });
    this.#listening = deps.files.onChange((change) => this.#follow(change));
  }

  get openCount(): number {
    return this.#open.size;
  }

  /** The document of a file, its history begun if there is none. @throws AppError `contents.*` */
  session(path: string, type: DocumentRecord["type"]): Promise<DocumentSession> {
    const busy = this.#seeding.get(path);
    if (busy !== undefined) return busy.then((session) => ({ ...session, created: false }));
    const session = this.#begin(path, type).finally(() => this.#seeding.delete(path));
    this.#seeding.set(path, session);
    return session;
  }

  async #begin(path: string, type: DocumentRecord["type"]): Promise<DocumentSession> {
    const format = formatOf(type);
    const { files, log } = this.#deps;
    const stat = await files.stat(path);
    // A notebook opened as plain text would have a second history.
    if (stat.type !== type)
      throw new AppError("contents.wrong-type", { path, expected: type === "file" ? "text file" : type });
    const known = await log.findByPath(path);
    if (known !== undefined) return { record: known, format, created: false };
    const { bytes, hash } = await files.readFile(path);
    const id = newDocumentId();
    const shelf = this.#deps.shelf(id);
    const parsed = contentOf(type, shelf).parse(bytes, path);
    const doc = new Y.Doc();
    parsed.seed(doc);
    // Cells without ids were given some here: unlike the file, so it will be written, and they are the same the next time.
    const filePrints = parsed.isUnstable ? "" : parsed.prints();
    const seed = { id, path, type, fileHash: hash, filePrints, client: doc.clientID };
    const update = Y.encodeStateAsUpdate(doc);
    doc.destroy();
    const { record, created } = await log.create({ ...seed, update });
    if (!created) await shelf.remove();
    return { record, format, created };
  }

  /** @throws AppError `rooms.not-found` when the file is gone, `contents.*`, `store.*` */
  open(documentId: string): Promise<OpenRoom> {
    if (this.#stopping.signal.aborted) throw new AppError("rooms.unavailable");
    const known = this.#open.get(documentId);
    if (known !== undefined) return known;
    const closed = this.#closed.get(documentId);
    const opening = closed === undefined ? this.#openNow(documentId) : closed.then(() => this.#openNow(documentId));
    this.#open.set(documentId, opening);
    opening.catch(() => this.#forget(documentId));
    return opening;
  }

  /** For what must not happen and has no other place to be told. */
  report(what: string, error: unknown): void {
    this.#deps.onEvent({ type: "failed", what, error });
  }

  find(documentId: string): Promise<DocumentRecord | undefined> {
    return this.#deps.log.find(documentId);
  }

  async #openNow(documentId: string): Promise<OpenRoom> {
    const { log, files, kernel, heavy, now, onEvent } = this.#deps;
    const record = await log.find(documentId);
    if (record === undefined || record.path === null) throw new AppError("rooms.not-found");
    const loaded = await this.#load(documentId);
    const stored = await this.#deps.people.load(documentId);
    let opened: OpenRoom | undefined;
    const hooks: RoomHooks = {
      wake: () => {
        this.#ticker.wake(room);
        opened?.awarenessChanged();
      },
      contentChanged: (change) => {
        opened?.note("edited");
        versions.note(change);
      },
      saveRequested: (answer) => {
        opened?.save().then(
          () => answer(true),
          () => answer(false),
        );
      },
      refused: (member, error) => onEvent({ type: "refused", documentId, personId: member.visitor.personId, error }),
      split: (update) => heavy.split(update),
    };
    const ran = await this.#runsOf(documentId);
    const shelf = this.#deps.shelf(documentId);
    const room = new Room({ ...loaded, documentId, epoch: record.epoch, hooks, runs: ran, now });
    this.#rooms.set(documentId, room);
    const failed = (what: string) => (error: unknown) => onEvent({ type: "failed", documentId, what, error });
    const versions = new VersionKeeper({
      documentId,
      store: this.#deps.versions,
      read: () => readContent(room.doc, record.type),
      times: this.#settings.versionTimes,
      now,
      failed: failed("keeping a version"),
    });
    const runs = new CellRuns({
      room,
      kernel,
      signal: this.#stopping.signal,
      failed: failed("running a cell"),
      ran: (personId, cellId) => versions.noteFor(personId, cellId),
      ended: (run) => void this.#deps.runs.note(documentId, run).catch(failed("noting who ran a cell")),
      shelf,
      now,
    });
    const content = contentOf(record.type, shelf);
    const format = formatOf(record.type);
    const onFileEvent = (event: RoomEvent): void => {
      onEvent(event);
      if (event.type === "merged") versions.cut("file").catch(failed("keeping a version"));
    };
    const link = new FileLink({
      record: { ...record, path: record.path },
      room,
      files,
      log,
      content,
      format,
      onEvent: onFileEvent,
    });
    const evict = (): void => void this.#evict(documentId);
    const path = (): string => link.path;
    const people = new PeopleKeeper({
      documentId,
      stored,
      store: this.#deps.people,
      path,
      now,
      onHand: this.#deps.onHand,
      failed: failed("keeping who may do what"),
      edit: (change) => room.edit(change),
      accepted: (suggestion, by) => versions.noteSuggestion(suggestion.cellId, suggestion.author.personId, by.personId),
      rightsChanged: () => room.reconsiderRights(),
    });
    this.#people.set(documentId, { keeper: people, path });
    opened = new OpenRoom({
      room,
      type: record.type,
      link,
      runs,
      people,
      versions,
      times: this.#settings.times,
      now,
      evict,
      onEvent,
    });
    try {
      await this.#takeUp(opened);
    } catch (error) {
      opened.stop();
      if (error instanceof AppError && error.code === "contents.not-found") {
        throw new AppError("rooms.not-found", {}, { cause: error });
      }
      throw error;
    }
    onEvent({ type: "opened", documentId });
    return opened;
  }

  async #runsOf(documentId: string): Promise<RunNotice[]> {
    const records = await this.#deps.runs.list(documentId);
    const names = new Map<string, string>();
    for (const id of new Set(records.map((run) => run.personId))) {
      names.set(id, (await this.#deps.nameOf(id)) ?? "Somebody who has left");
    }
    return records.map((run) => ({ ...run, phase: "done", name: names.get(run.personId) ?? "" }));
  }

  async #takeUp(opened: OpenRoom): Promise<void> {
    opened.versions.open();
    await opened.link.open();
    await opened.runs.settleAbandoned();
    // The log may be ahead of the file, if we were stopped before a save.
    opened.note("edited");
  }

  async #load(documentId: string): Promise<LoadedDocument> {
    // A number that was given away for a snapshot must not be given to somebody else.
    await this.#compacting.get(documentId);
    const loaded = await this.#deps.log.load(documentId);
    this.#growth.set(documentId, { rows: loaded.rowsSince, bytes: loaded.bytesSince, base: loaded.size });
    if (loaded.bad.length > 0) {
      const seqs = loaded.bad.map(({ row }) => row.seq);
      this.#deps.onEvent({ type: "rows-set-aside", documentId, seqs });
    }
    return loaded;
  }

  /** The content of a notebook as it is this moment: live if it has a document, else from the file. @throws AppError `contents.*` */
  async readNotebook(path: string): Promise<Notebook> {
    const record = await this.#deps.log.findByPath(path);
    if (record?.type !== "notebook") {
      const { bytes } = await this.#deps.files.readFile(path);
      return readNotebookFile(bytes, path, randomUUID);
    }
    const opened = await this.open(record.id);
    const notebook = await opened.hold(() => opened.room.edit(readNotebookDocument));
    return this.#deps.shelf(record.id).fill(notebook);
  }

  /** Takes down somebody's hand in the notebook at this path, wherever it is up. @throws AppError `rooms.*`, `store.*` */
  async lowerHand(path: string, personId: string): Promise<void> {
    const record = await this.#deps.log.findByPath(path);
    if (record === undefined) return;
    const opened = await this.open(record.id);
    await opened.hold(() => opened.people.lowerHand(personId));
  }

  /** A large output of a document, as nbformat has it. @throws AppError `rooms.no-such-output` */
  async readOutput(documentId: string, hash: string): Promise<string> {
    const text = await this.#deps.shelf(documentId).read(hash);
    if (text === undefined) throw new AppError("rooms.no-such-output");
    return text;
  }

  /** Who ran the cell answers. @throws AppError `rooms.ask-first`, `rooms.no-question`, `identity.not-allowed` */
  async answer(documentId: string, visitor: Visitor, cellId: string, value: string): Promise<void> {
    const opened = await this.open(documentId);
    if (opened.people.roleOf(visitor) === undefined) throw new AppError("rooms.ask-first");
    opened.runs.answer(visitor, cellId, value);
  }

  /** @throws AppError `rooms.role-needed`, `rooms.ask-first`, `rooms.no-such-cell` */
  async run(documentId: string, request: Omit<RunRequest, "mayRun">): Promise<RunResult> {
    const opened = await this.open(documentId);
    const role = opened.people.roleOf(request.visitor);
    if (role === undefined) throw new AppError("rooms.ask-first");
    if (!roleReaches(role, "run")) throw new AppError("rooms.role-needed", { wanted: "run cells" });
    const mayRun = (): boolean => roleReaches(opened.people.roleOf(request.visitor), "run");
    return opened.hold(() => opened.runs.run({ ...request, mayRun }));
  }

  /** Lets somebody in who came by a code that the owner gave out. @throws AppError `rooms.not-found`, `rooms.ask-first` */
  async admit(documentId: string, visitor: Visitor, role: RoomRole, codeFrom: number): Promise<void> {
    const opened = await this.open(documentId);
    await opened.hold(() => opened.people.admit(visitor, role, codeFrom));
  }

  /** @throws AppError `rooms.not-found`, `rooms.owner-only` */
  async showOut(documentId: string, owner: Visitor, personId: string): Promise<void> {
    const opened = await this.open(documentId);
    await opened.hold(() => opened.people.command(owner, { type: "give", personId, role: null }));
  }

  /** Everything kept about somebody as one of the people in rooms. What they wrote in documents is not told apart here. */
  exportPerson(personId: string): Promise<PersonInRooms> {
    return this.#deps.people.exportPerson(personId);
  }

  /** A part of `erasePerson`: messages, suggestions, roles and visits of somebody go, also from rooms that are open. */
  async forgetPerson(personId: string): Promise<void> {
    await this.#deps.people.erasePerson(personId);
    for (const { keeper } of this.#people.values()) keeper.forget(personId);
  }

  /**
   * Ends the room of a document, and lets it open again only when `work` is done: pages come back by themselves. `flatten` leaves
   * nothing of the document's past in the log.
   */
  async whileClosed(documentId: string, work: (flatten: () => Promise<void>) => Promise<void>): Promise<void> {
    const done = Promise.withResolvers<void>();
    this.#closed.set(documentId, done.promise);
    try {
      const opened = await this.#open.get(documentId)?.catch(() => undefined);
      if (opened !== undefined) await this.#end(opened);
      await work(() => this.#deps.log.flatten(documentId));
    } finally {
      this.#closed.delete(documentId);
      done.resolve();
    }
  }

  async #end(opened: OpenRoom): Promise<void> {
    const { documentId } = opened.room;
    await this.#ticker.settle();
    // What can't be written to the file stays in the log.
    if (opened.isUnsaved) await opened.save().catch(() => undefined);
    opened.stop();
    await opened.versions.finish();
    opened.room.close(new AppError("rooms.unavailable"));
    await opened.people.close();
    await this.#ticker.settle();
    await this.#compacting.get(documentId);
    this.#forget(documentId);
  }

  /** Everything that has arrived is in the log and in the files. @throws AggregateError of what could not be written */
  async flush(): Promise<void> {
    await this.#ticker.settle();
    const rooms = await Promise.allSettled(this.#open.values());
    const saves = rooms.flatMap((room) => (room.status === "fulfilled" ? [room.value] : []));
    const results = await Promise.allSettled(saves.filter((room) => room.isUnsaved).map((room) => room.save()));
    const failures = results.flatMap((result) => (result.status === "rejected" ? [result.reason as unknown] : []));
    if (failures.length > 0) throw new AggregateError(failures, "Some notebooks could not be written to their files.");
  }

  /** What could not be written to files stays in the log and is written at the next start. */
  async close(): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#listening[Symbol.dispose]();
    const rooms = await Promise.allSettled(this.#open.values());
    this.#stopping.abort(new AppError("rooms.unavailable"));
    try {
      await this.flush();
    } catch (error) {
      this.#deps.onEvent({ type: "failed", what: "writing files before the stop", error });
    }
    for (const room of rooms) {
      if (room.status !== "fulfilled") continue;
      room.value.stop();
      await this.#lastVersion(room.value);
      room.value.room.close(new AppError("rooms.unavailable"));
      await room.value.people.close();
    }
    await this.#ticker.settle();
    await Promise.all(this.#compacting.values());
    for (const documentId of this.#open.keys()) this.#forget(documentId);
  }

  async #evict(documentId: string): Promise<void> {
    const opened = await this.#open.get(documentId);
    if (opened === undefined) return;
    const growth = this.#growth.get(documentId);
    if (growth !== undefined && growth.rows >= this.#settings.compactRows / 10) await this.#compact(documentId);
    if (!opened.isLeavable) {
      opened.postpone();
      return;
    }
    this.#forget(documentId);
    opened.stop();
    await this.#lastVersion(opened);
    await this.#sweep(opened);
    this.#deps.onEvent({ type: "evicted", documentId });
  }

  /** Large outputs that neither the document nor its history has any more. */
  async #sweep({ room }: OpenRoom): Promise<void> {
    const { documentId } = room;
    const { shelf, versions, onEvent } = this.#deps;
    try {
      await shelf(documentId).sweep(
        async () =>
          new Set([...storedHashes(readNotebookDocument(room.doc)), ...(await versions.storedOutputs(documentId))]),
      );
    } catch (error) {
      onEvent({ type: "failed", documentId, what: "clearing away old outputs", error });
    }
  }

  async #lastVersion({ versions, room }: OpenRoom): Promise<void> {
    try {
      await versions.finish();
    } catch (error) {
      // It is in the log, and becomes a version at the next opening.
      this.#deps.onEvent({ type: "failed", documentId: room.documentId, what: "keeping a version", error });
    }
  }

  #forget(documentId: string): void {
    this.#open.delete(documentId);
    this.#rooms.delete(documentId);
    this.#people.delete(documentId);
    this.#growth.delete(documentId);
  }

  #noteGrowth(documentId: string, bytes: number): void {
    const growth = this.#growth.get(documentId);
    if (growth === undefined) return;
    growth.rows++;
    growth.bytes += bytes;
    const { compactRows, compactBytes } = this.#settings;
    if (growth.rows < compactRows && growth.bytes < Math.max(compactBytes, growth.base)) return;
    growth.rows = 0;
    growth.bytes = 0;
    void this.#compact(documentId);
  }

  /** One at a time for each document. */
  #compact(documentId: string): Promise<void> {
    const known = this.#compacting.get(documentId);
    if (known !== undefined) return known;
    const compacting = this.#compactNow(documentId)
      .then(
        () => this.#deps.onEvent({ type: "compacted", documentId }),
        (error: unknown) => this.#deps.onEvent({ type: "failed", documentId, what: "compacting the history", error }),
      )
      .finally(() => this.#compacting.delete(documentId));
    this.#compacting.set(documentId, compacting);
    return compacting;
  }

  async #compactNow(documentId: string): Promise<void> {
    const room = this.#rooms.get(documentId);
    if (room === undefined) return;
    const seq = await this.#ticker.exclusive(() => Promise.resolve(room.reserveSeq()));
    const { log, onEvent } = this.#deps;
    const done = await log.compact(documentId, seq);
    if (done.type === "unequal")
      throw new Error("The compacted history did not equal the long one; nothing was changed.");
    if (done.type === "compacted") return;
    // Rows that rotted on the disk since they were read: memory has what they said, so it goes into the log again, whole.
    await this.#ticker.exclusive(async () => {
      if (room.needsReload) throw new Error("The history is damaged and the document in memory can't be relied upon.");
      const update = encodeIntegrated(room.doc, new Uint8Array([0]));
      await log.append([{ documentId, seq: room.reserveSeq(), update, owners: new Map() }]);
      await log.setAside(documentId, done.rows);
    });
    onEvent({ type: "rows-set-aside", documentId, seqs: done.rows.map(({ row }) => row.seq) });
  }

  #follow(change: FileChange): void {
    this.#followNow(change).catch((error: unknown) => {
      this.#deps.onEvent({ type: "failed", what: `following a file that was ${change.type}`, error });
    });
  }

  async #followNow(change: FileChange): Promise<void> {
    const { log } = this.#deps;
    if (change.type === "renamed") await log.rename(change.path, change.to);
    if (change.type === "deleted") await log.forgetPath(change.path);
    for (const [documentId, opening] of this.#open) {
      const opened = await opening;
      const { path } = opened.link;
      if (change.type === "written" && path === change.path) await opened.link.noteWritten(change.hash);
      else if (change.type === "renamed") {
        const moved = movedPath(path, change.path, change.to);
        if (moved !== undefined) await opened.link.followTo(moved);
      } else if (change.type === "deleted" && movedPath(path, change.path, "") !== undefined) {
        this.#forget(documentId);
        opened.stop();
        opened.room.close(new AppError("rooms.not-found"));
      }
    }
  }
}

export function formatOf(type: DocumentRecord["type"]): "json" | "text" {
  return type === "notebook" ? "json" : "text";
}

function contentOf(type: DocumentRecord["type"], shelf: OutputShelf): DocumentContent {
  return type === "notebook" ? notebookContent(shelf) : textContent;
}
