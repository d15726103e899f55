/** Saved copies of a file, one a name, kept outside the tree that people see and moved along with their file. */
import { AppError } from "@data-surgery/contract";
import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Contents } from "./contents.js";
import { resolveContentPath } from "./content-path.js";

export interface Checkpoint {
  readonly id: string;
  /** ISO 8601. */
  readonly last_modified: string;
}

/** Jupyter's own server keeps one; its front end offers no way to name more. */
const onlyId = "checkpoint";

export class Checkpoints {
  readonly #folder: string;
  readonly #contents: Contents;

  constructor(folder: string, contents: Contents) {
    this.#folder = folder;
    this.#contents = contents;
  }

  async list(path: string): Promise<Checkpoint[]> {
    try {
      const { mtimeMs } = await stat(await this.#fileFor(path));
      return [{ id: onlyId, last_modified: new Date(mtimeMs).toISOString() }];
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async create(path: string): Promise<Checkpoint> {
    const target = await this.#fileFor(path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, (await this.#contents.readFile(path)).bytes);
    const { mtimeMs } = await stat(target);
    return { id: onlyId, last_modified: new Date(mtimeMs).toISOString() };
  }

  async restore(path: string, id: string): Promise<void> {
    const saved = await this.#existing(path, id);
    await this.#contents.writeFile(path, await readFile(saved));
  }

  async remove(path: string, id: string): Promise<void> {
    await rm(await this.#existing(path, id));
  }

  async follow(path: string, to: string): Promise<void> {
    const target = await this.#fileFor(to);
    await mkdir(dirname(target), { recursive: true });
    try {
      await rename(await this.#fileFor(path), target);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  async #existing(path: string, id: string): Promise<string> {
    const [known] = await this.list(path);
    if (known?.id !== id) throw new AppError("contents.checkpoint-not-found", { path });
    return this.#fileFor(path);
  }

  #fileFor(path: string): Promise<string> {
    return resolveContentPath(this.#folder, path);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}
