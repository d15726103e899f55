/**
 * Files that come in parts: JupyterLab cuts whatever is larger than 1 MB (`chunk`: 1, 2, …, and -1 for the last). The parts wait
 * outside the tree that people see, and the file is written once, when all have come: a broken upload leaves what was there.
 */
import { AppError } from "@data-surgery/contract";
import { mkdirSync, rmSync } from "node:fs";
import { randomUUID } from "node:crypto";
import { appendFile, readFile, rm } from "node:fs/promises";
import { join } from "node:path";

export interface Upload {
  readonly personId: string;
  /** Where the file goes in the contents tree. */
  readonly path: string;
  readonly chunk: number;
  readonly bytes: Uint8Array;
}

export interface Uploads {
  /** Resolves to the whole file after the last part, else to undefined. @throws AppError `contents.upload-broken`, `contents.too-large` */
  add(upload: Upload): Promise<Uint8Array | undefined>;
}

interface Begun {
  readonly file: string;
  next: number;
  size: number;
  touched: number;
}

const largest = 64 * 1024 * 1024;
/** An upload that nobody goes on with is dropped, in milliseconds. */
const patience = 10 * 60_000;

/** @param folder for the parts; emptied, since nobody goes on with an upload after a restart */
export function openUploads(folder: string, now: () => number): Uploads {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return new StoredUploads(folder, now);
}

class StoredUploads implements Uploads {
  readonly #folder: string;
  readonly #now: () => number;
  readonly #begun = new Map<string, Begun>();

  constructor(folder: string, now: () => number) {
    this.#folder = folder;
    this.#now = now;
  }

  async add({ personId, path, chunk, bytes }: Upload): Promise<Uint8Array | undefined> {
    const key = `${personId} ${path}`;
    await this.#dropAbandoned();
    if (chunk === 1) await this.#begin(key);
    const upload = this.#begun.get(key);
    if (upload === undefined || (chunk !== -1 && chunk !== upload.next)) {
      await this.#drop(key);
      throw new AppError("contents.upload-broken", { path });
    }
    upload.next++;
    upload.size += bytes.byteLength;
    upload.touched = this.#now();
    try {
      if (upload.size > largest) throw new AppError("contents.too-large", { path, limit: "64 MB" });
      await appendFile(upload.file, bytes, { mode: 0o600 });
      return chunk === -1 ? await readFile(upload.file) : undefined;
    } catch (error) {
      await this.#drop(key);
      throw error;
    } finally {
      if (chunk === -1) await this.#drop(key);
    }
  }

  async #begin(key: string): Promise<void> {
    await this.#drop(key);
    this.#begun.set(key, { file: join(this.#folder, randomUUID()), next: 1, size: 0, touched: this.#now() });
  }

  async #dropAbandoned(): Promise<void> {
    for (const [key, upload] of this.#begun) if (this.#now() - upload.touched > patience) await this.#drop(key);
  }

  async #drop(key: string): Promise<void> {
    const upload = this.#begun.get(key);
    this.#begun.delete(key);
    if (upload !== undefined) await rm(upload.file, { force: true });
  }
}
