/**
 * Keeps a file equal to its live document (SPEC RO11, RO12): writes it when the document has changed, takes changes in when the file has.
 * One thing at a time: saves, checks and merges of one document stand in line.
 */
import { AppError } from "@data-surgery/contract";
import type { DocumentContent, ParsedFile } from "./document-content.js";
import type { DocumentFiles, FileStat } from "./document-files.js";
import type { DocumentLog, DocumentRecord } from "./document-log.js";
import { stateOf } from "./notebook-document.js";
import type { Room } from "./room.js";
import type { RoomEvent } from "./room-event.js";

export interface FileLinkOptions {
  readonly record: DocumentRecord & { readonly path: string };
  readonly room: Room;
  readonly files: DocumentFiles;
  readonly log: DocumentLog;
  readonly content: DocumentContent;
  readonly format: "json" | "text";
  readonly onEvent: (event: RoomEvent) => void;
}

export class FileLink {
  readonly #options: FileLinkOptions;
  #path: string;
  #hash: string;
  #prints: string;
  #seen: Pick<FileStat, "size" | "modified"> | undefined;
  #line: Promise<unknown> = Promise.resolve();
  #isWriting = false;

  constructor(options: FileLinkOptions) {
    this.#options = options;
    this.#path = options.record.path;
    this.#hash = options.record.fileHash;
    this.#prints = options.record.filePrints;
  }

  get path(): string {
    return this.#path;
  }

  /** Takes in what happened to the file while nobody had it open. @throws AppError `contents.not-found` */
  open(): Promise<void> {
    return this.#inLine(async () => {
      await this.#takeChanges();
      await this.#writeState();
    });
  }

  /** Writes the file if it differs from the document. @throws AppError such as `contents.disk-full` */
  save(): Promise<void> {
    return this.#inLine(async () => {
      await this.#takeChanges().catch((error: unknown) => {
        // The file vanished without a word: the document brings it back.
        if (!(error instanceof AppError) || error.code !== "contents.not-found") throw error;
      });
      const { room, content } = this.#options;
      const { render, revision } = await room.edit((doc) => ({ render: content.render(doc), revision: room.revision }));
      const rendered = await render();
      // Only another content is worth writing: a file that is laid out in another way stays as its owner has it.
      if (rendered.prints !== this.#prints) {
        await this.#write(rendered.text);
        await this.#noteFile(rendered.prints);
      }
      await this.#writeState(revision);
    });
  }

  /** Looks whether somebody else wrote the file. */
  check(): Promise<void> {
    return this.#inLine(() => this.#takeChanges());
  }

  /** Somebody wrote the file through our own service. */
  noteWritten(hash: string): Promise<void> {
    if (this.#isWriting || hash === this.#hash) return Promise.resolve();
    this.#seen = undefined;
    return this.check();
  }

  followTo(path: string): Promise<void> {
    this.#path = path;
    this.#seen = undefined;
    return this.#inLine(() => this.#writeState());
  }

  #inLine<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#line.then(work);
    this.#line = done.catch(() => undefined);
    return done;
  }

  async #write(text: string): Promise<void> {
    const { files, room, onEvent } = this.#options;
    this.#isWriting = true;
    try {
      const { hash } = await files.writeFile(this.#path, text);
      this.#hash = hash;
    } finally {
      this.#isWriting = false;
    }
    await this.#noteSeen();
    onEvent({ type: "saved", documentId: room.documentId, path: this.#path });
  }

  async #noteSeen(): Promise<void> {
    const { size, modified } = await this.#options.files.stat(this.#path);
    this.#seen = { size, modified };
  }

  async #noteFile(prints: string): Promise<void> {
    await this.#options.log.noteFile(this.#options.room.documentId, this.#hash, prints);
    this.#prints = prints;
  }

  async #takeChanges(): Promise<void> {
    const { files, room } = this.#options;
    const { size, modified } = await files.stat(this.#path);
    if (this.#seen !== undefined && this.#seen.size === size && this.#seen.modified === modified) return;
    const { bytes, hash } = await files.readFile(this.#path);
    this.#seen = { size, modified };
    if (hash === this.#hash) return;
    const parsed = this.#parse(bytes);
    const outcome = parsed === undefined ? "beside" : await room.edit((doc) => parsed.merge(doc, this.#prints));
    if (outcome === "beside") await this.#keepBeside(bytes, hash);
    this.#hash = hash;
    if (parsed !== undefined && outcome === "merged") await this.#noteFile(parsed.prints());
    this.#options.onEvent({ type: "merged", documentId: room.documentId, path: this.#path, outcome });
  }

  /** A damaged file must not keep anybody from the document, which is whole. */
  #parse(bytes: Uint8Array): ParsedFile | undefined {
    try {
      return this.#options.content.parse(bytes, this.#path);
    } catch (error) {
      if (error instanceof AppError) return undefined;
      throw error;
    }
  }

  async #keepBeside(bytes: Uint8Array, hash: string): Promise<void> {
    const dot = this.#path.lastIndexOf(".");
    const copy = `${this.#path.slice(0, dot)} (other version ${hash.slice(0, 6)})${this.#path.slice(dot)}`;
    await this.#options.files.writeFile(copy, bytes);
  }

  /** The state map tells pages where the file is and whether it is up to date. @param saved the revision that the file now has */
  async #writeState(saved?: number): Promise<void> {
    const { room, record, format } = this.#options;
    await room.edit((doc) => {
      const wanted: Record<string, unknown> = {
        path: this.#path,
        file_id: record.id,
        document_id: `${format}:${record.type}:${record.id}`,
        ...(saved === room.revision ? { hash: this.#hash, dirty: false } : {}),
      };
      const state = stateOf(doc);
      for (const [key, value] of Object.entries(wanted)) if (state.get(key) !== value) state.set(key, value);
    });
  }
}
