/**
 * Lessons that trainers published, outside the contents root: `<folder>/<lesson>/<version>/<lesson>/…`, and a file `current` that
 * names the version. A version is written whole under another name first, and none is ever changed or removed: attempts point to
 * what was checked, and a publication can be taken back by hand.
 */
import { randomBytes } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export interface PublishedLesson {
  readonly lesson: string;
  /** The notebook's source, solutions and hidden tests included. */
  readonly text: string;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export class AuthorShelf {
  readonly #folder: string;

  /** @param folder made by the caller; closed to other users and to kernels */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Where the newest version of each lesson stands: name → the folder that holds `<name>/`. */
  async newest(): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const lesson of await namesIn(this.#folder)) {
      const home = join(this.#folder, lesson);
      // Without the file it was never published. With one that can't be understood, whoever reads the lesson tells of it by name.
      if (!(await namesIn(home)).includes("current")) continue;
      const version = await readFile(join(home, "current"), "utf8");
      found.set(lesson, /^\d+$/.test(version) ? join(home, version) : home);
    }
    return found;
  }

  /** From this moment on the newest. @returns its number, from 1 */
  async publish({ lesson, text, files }: PublishedLesson): Promise<number> {
    const home = join(this.#folder, lesson);
    await mkdir(home, { recursive: true });
    const making = join(home, `.making-${randomBytes(6).toString("hex")}`);
    try {
      await writeInto(
        join(making, lesson),
        new Map<string, string | Uint8Array>([[`${lesson}.ipynb`, text], ...files]),
      );
      const version = Math.max(0, ...(await namesIn(home)).map(Number).filter(Number.isInteger)) + 1;
      await rename(making, join(home, String(version)));
      const pointer = join(home, `.current-${randomBytes(6).toString("hex")}`);
      await writeFile(pointer, String(version), { flush: true });
      await rename(pointer, join(home, "current"));
      return version;
    } finally {
      await rm(making, { recursive: true, force: true });
    }
  }
}

async function writeInto(folder: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<void> {
  for (const [path, content] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content, { flush: true });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return [];
    throw error;
  });
  return names.filter((name) => !name.startsWith(".")).toSorted();
}
