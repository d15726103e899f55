/** Saved copies of a file, one a name, kept outside the tree that people see and moved along with their file. */
import { AppError } from "@data-surgery/contract";
import { fileContents, type Contents, type FileInfo } from "./contents.js";
import { parentPath } from "./content-path.js";

export interface Checkpoint {
  readonly id: string;
  /** ISO 8601. */
  readonly last_modified: string;
}

/** Jupyter's own server keeps one; its front end offers no way to name more. */
const onlyId = "checkpoint";

export class Checkpoints {
  /** The copies, as a tree of the same shape. */
  readonly #saved: Contents;
  readonly #contents: Contents;

  /** @param folder where the copies are kept; it must be there */
  constructor(folder: string, contents: Contents) {
    this.#saved = fileContents({ root: folder });
    this.#contents = contents;
  }

  async list(path: string): Promise<Checkpoint[]> {
    try {
      return [modelOf(await this.#saved.stat(path))];
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  /** @throws AppError `contents.*`; the copy before this one stays then */
  async create(path: string): Promise<Checkpoint> {
    const { bytes } = await this.#contents.readFile(path);
    await this.#saved.createFolder(parentPath(path));
    return modelOf(await this.#saved.writeFile(path, bytes));
  }

  async restore(path: string, id: string): Promise<void> {
    await this.#assertKnown(path, id);
    await this.#contents.writeFile(path, (await this.#saved.readFile(path)).bytes);
  }

  async remove(path: string, id: string): Promise<void> {
    await this.#assertKnown(path, id);
    await this.#saved.remove(path);
  }

  /** The file or folder was renamed. What was kept for an older one of the new name is of no use to anybody. */
  async follow(path: string, to: string): Promise<void> {
    await this.forget(to);
    await this.#saved.createFolder(parentPath(to));
    try {
      await this.#saved.rename(path, to);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  /** The file or folder was deleted: another one of this name must not get its copies. */
  async forget(path: string): Promise<void> {
    try {
      const { type } = await this.#saved.stat(path);
      if (type === "directory") for (const inside of await this.#saved.list(path)) await this.forget(inside.path);
      await this.#saved.remove(path);
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }

  async #assertKnown(path: string, id: string): Promise<void> {
    const [known] = await this.list(path);
    if (known?.id !== id) throw new AppError("contents.checkpoint-not-found", { path });
  }
}

function modelOf({ modified }: FileInfo): Checkpoint {
  return { id: onlyId, last_modified: new Date(modified).toISOString() };
}

function isMissing(error: unknown): boolean {
  return error instanceof AppError && (error.code === "contents.not-found" || error.code === "contents.wrong-type");
}
