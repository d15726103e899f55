/** `surgery person` as somebody types it, and a search of everything that it wrote or left. */
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";

const surgery = join(import.meta.dirname, "..", "..", "packages", "cli", "bin", "surgery.js");

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export function person(...words: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [surgery, "person", ...words], (_error, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

export interface Found {
  readonly name: string;
  readonly text: string;
}

/** Every file below, links not followed; bytes as characters. */
export async function everyFile(root: string): Promise<Found[]> {
  const entries = (await readdir(root, { withFileTypes: true, recursive: true })).filter((entry) => entry.isFile());
  return Promise.all(
    entries.map(async ({ parentPath, name }) => {
      const path = join(parentPath, name);
      return { name: relative(root, path), text: (await readFile(path)).toString("latin1") };
    }),
  );
}

/** `word in file` for each word that stands in a file or in its name, large letters and small ones alike. */
export function seen(files: readonly Found[], words: readonly string[]): string[] {
  return files.flatMap(({ name, text }) => {
    const all = `${name}\n${text}`.toLowerCase();
    return words.filter((word) => all.includes(word.toLowerCase())).map((word) => `${word} in ${name}`);
  });
}
