/**
 * Copies that this browser kept of a notebook whose history on the server is another one now (the file was replaced, the server began
 * anew). What the server never confirmed is in them and nowhere else.
 */
import { YNotebook } from "@jupyter/ydoc";
import * as Y from "yjs";
import { CopyDatabase } from "./copy-database.js";

export interface KeptCopy {
  readonly name: string;
  /** As the server last confirmed it, and as it was at the end. nbformat. */
  readonly base: unknown;
  readonly copy: unknown;
  readonly discardedAt: number | undefined;
}

/** How long a discarded copy can be brought back. */
export const discardedFor: number = 24 * 3_600_000;

/** @param current the name of the copy that is in use. Copies with nothing unsent, or discarded long ago, are removed on the way. */
export async function findKeptCopies(path: string, person: string, current: string, now: number): Promise<KeptCopy[]> {
  const known = await indexedDB.databases();
  const names = known
    .map(({ name }) => name ?? "")
    .filter((name) => name.startsWith(CopyDatabase.prefix) && name.endsWith(` ${person}`) && name !== current);
  const found: KeptCopy[] = [];
  for (const name of names) {
    const copy = await readCopy(name, path, now);
    if (copy !== undefined) found.push(copy);
  }
  return found;
}

async function readCopy(name: string, path: string, now: number): Promise<KeptCopy | undefined> {
  const database = await CopyDatabase.open(name);
  let isOver = false;
  try {
    if ((await database.mark("path")) !== path) return undefined;
    const discardedAt = await database.mark("discardedAt");
    const { confirmed, unconfirmed } = await database.read();
    isOver = unconfirmed.length === 0 || (discardedAt !== undefined && now - discardedAt > discardedFor);
    if (isOver) return undefined;
    return {
      name,
      base: notebookOf(confirmed),
      copy: notebookOf([...confirmed, ...unconfirmed]),
      discardedAt,
    };
  } finally {
    database.close();
    if (isOver) await CopyDatabase.remove(name);
  }
}

/** @param at undefined to bring it back */
export async function markDiscarded(name: string, at: number | undefined): Promise<void> {
  const database = await CopyDatabase.open(name);
  try {
    await database.setMark("discardedAt", at);
  } finally {
    database.close();
  }
}

function notebookOf(updates: readonly Uint8Array[]): unknown {
  const notebook = new YNotebook();
  try {
    for (const update of updates) Y.applyUpdate(notebook.ydoc, update);
    return notebook.getSource();
  } finally {
    notebook.dispose();
  }
}
