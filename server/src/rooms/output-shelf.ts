/**
 * Large outputs of one document, outside it (SPEC RO38): files named by the hash of their content. The live document has a reference, so that
 * a picture does not travel through the log and to every page; the notebook on disk has the whole again.
 */
import { storedOutputMime, type StoredOutput } from "@data-surgery/contract";
import type { Cell, Notebook, Output } from "@data-surgery/jupyter";
import { createHash } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

export interface OutputShelf {
  /** The output itself, or what stands in its place when it is large. Durable when it resolves. */
  put(output: Output): Promise<Output>;
  /** As `put`, for whole notebooks that come from files. */
  putAll(notebook: Notebook): Notebook;
  /** The text of a stored output. Undefined when it is not there. */
  read(hash: string): Promise<string | undefined>;
  /** The notebook with every stored output in it; one that is missing keeps what stands in its place. */
  fill(notebook: Notebook): Promise<Notebook>;
  fillNow(notebook: Notebook): Notebook;
  /** Removes what is not in `needed` and has been there for a while. */
  sweep(needed: () => Promise<ReadonlySet<string>>): Promise<number>;
  remove(): Promise<void>;
}

/** Larger outputs stand outside. */
export const largeOutput: number = 64 * 1024;
/** Of the other representations of a large output, those up to this size stay in the document. */
const smallRepresentation = 4 * 1024;
const head = 2000;
/** A file this young may belong to a reference that is still on its way into the document. */
const sweepAge = 3_600_000;
const hashName = /^[0-9a-f]{64}$/;

/** @param folder of this document only; made when needed */
export function folderShelf(folder: string, documentId: string, now: () => number = Date.now): OutputShelf {
  return new FolderShelf(folder, documentId, now);
}

class FolderShelf implements OutputShelf {
  readonly #folder: string;
  readonly #documentId: string;
  readonly #now: () => number;

  constructor(folder: string, documentId: string, now: () => number) {
    this.#folder = folder;
    this.#documentId = documentId;
    this.#now = now;
  }

  async put(output: Output): Promise<Output> {
    const text = JSON.stringify(output);
    if (text.length < largeOutput || storedIn(output) !== undefined) return output;
    const hash = hashOf(text);
    const file = join(this.#folder, hash);
    if (!(await isThere(file))) {
      await mkdir(this.#folder, { recursive: true });
      const half = `${file}.half`;
      const handle = await open(half, "w");
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(half, file);
    }
    return this.#standIn(output, hash, text);
  }

  putAll(notebook: Notebook): Notebook {
    return mapOutputs(notebook, (output) => {
      const text = JSON.stringify(output);
      if (text.length < largeOutput || storedIn(output) !== undefined) return output;
      const hash = hashOf(text);
      mkdirSync(this.#folder, { recursive: true });
      const half = join(this.#folder, `${hash}.half`);
      const file = openSync(half, "w");
      try {
        writeSync(file, text);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(half, join(this.#folder, hash));
      return this.#standIn(output, hash, text);
    });
  }

  async read(hash: string): Promise<string | undefined> {
    if (!hashName.test(hash)) return undefined;
    try {
      const text = await readFile(join(this.#folder, hash), "utf8");
      return hashOf(text) === hash ? text : undefined;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw error;
    }
  }

  async fill(notebook: Notebook): Promise<Notebook> {
    const texts = new Map<string, string | undefined>();
    for (const hash of storedHashes(notebook)) texts.set(hash, await this.read(hash));
    return mapOutputs(notebook, (output) => this.#whole(output, (hash) => texts.get(hash)));
  }

  fillNow(notebook: Notebook): Notebook {
    return mapOutputs(notebook, (output) =>
      this.#whole(output, (hash) => {
        try {
          return readFileSync(join(this.#folder, hash), "utf8");
        } catch (error) {
          if (isMissing(error)) return undefined;
          throw error;
        }
      }),
    );
  }

  async sweep(needed: () => Promise<ReadonlySet<string>>): Promise<number> {
    const names = await readdir(this.#folder).catch((error: unknown) => {
      if (isMissing(error)) return [];
      throw error;
    });
    if (names.length === 0) return 0;
    const keep = await needed();
    let gone = 0;
    for (const name of names) {
      const file = join(this.#folder, name);
      if (keep.has(name) || this.#now() - (await stat(file)).mtimeMs < sweepAge) continue;
      await rm(file, { force: true });
      gone++;
    }
    return gone;
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Only from this document's own folder: what a page writes into a reference must not fetch somebody else's output. */
  #whole(output: Output, read: (hash: string) => string | undefined): Output {
    const stored = storedIn(output);
    const text = stored === undefined ? undefined : read(stored.hash);
    return text === undefined ? output : (JSON.parse(text) as Output);
  }

  #standIn(output: Output, hash: string, text: string): Output {
    const bytes = Buffer.byteLength(text);
    const stored: StoredOutput = { document: this.#documentId, hash, bytes, shows: showsOf(output) };
    const small = smallRepresentations(output);
    const data = { ...small, "text/plain": small["text/plain"] ?? headOf(output, bytes), [storedOutputMime]: stored };
    const metadata = output["metadata"] ?? {};
    return output.output_type === "execute_result"
      ? { output_type: "execute_result", execution_count: output["execution_count"] ?? null, data, metadata }
      : { output_type: "display_data", data, metadata };
  }
}

/** The reference in an output, if it has one. */
export function storedIn(output: Output): { readonly hash: string } | undefined {
  const { data } = output;
  const stored: unknown =
    typeof data === "object" && data !== null ? (data as Record<string, unknown>)[storedOutputMime] : undefined;
  if (typeof stored !== "object" || stored === null || !("hash" in stored)) return undefined;
  return typeof stored.hash === "string" && hashName.test(stored.hash) ? { hash: stored.hash } : undefined;
}

export function storedHashes(notebook: Notebook): Set<string> {
  const outputs = notebook.cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
  return new Set(outputs.flatMap((output) => storedIn(output)?.hash ?? []));
}

function mapOutputs(notebook: Notebook, change: (output: Output) => Output): Notebook {
  const cells = notebook.cells.map((cell): Cell => {
    if (cell.cell_type !== "code" || cell.outputs.length === 0) return cell;
    return { ...cell, outputs: cell.outputs.map(change) };
  });
  return { ...notebook, cells };
}

function smallRepresentations(output: Output): Record<string, unknown> {
  const { data } = output;
  if (typeof data !== "object" || data === null) return {};
  return Object.fromEntries(
    Object.entries(data).filter(([, value]) => JSON.stringify(value).length <= smallRepresentation),
  );
}

/** What a page without our extension shows: the beginning, and where the rest is. */
function headOf(output: Output, bytes: number): string {
  const { data, text } = output;
  const plain = typeof data === "object" && data !== null ? (data as Record<string, unknown>)["text/plain"] : undefined;
  const known = [text, plain].find((value) => typeof value === "string") ?? "";
  const size = bytes >= 1_000_000 ? `${(bytes / 1_000_000).toFixed(1)} MB` : `${Math.round(bytes / 1000)} kB`;
  const note = `(This result is large, ${size}. The whole of it is in the notebook's file.)`;
  return known === "" ? note : `${known.slice(0, head)}\n…\n${note}`;
}

function showsOf(output: Output): string {
  const { data } = output;
  if (typeof data !== "object" || data === null) return "text";
  const [largest] = Object.entries(data)
    .map(([mime, value]) => ({ mime, size: JSON.stringify(value).length }))
    .toSorted((a, b) => b.size - a.size);
  return largest?.mime ?? "text";
}

const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

const isMissing = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "ENOENT";
