/**
 * The data files beside a notebook, through the contents API. A file is sent under another name and then given its own: a name
 * can't be given twice, so nothing is ever written over, and a broken upload leaves nothing that looks whole. No DOM.
 */
import { ServerConnection, type Contents } from "@jupyterlab/services";
import { freeName, isDataFile, keptName } from "./data-file-name.js";
import { PlainError } from "./plain-error.js";

export interface DataFileEntry {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

/** What is told while a file is on its way. */
export type KeepingNews =
  /** From 0 to 1. */
  | { readonly type: "sent"; readonly share: number }
  /** It broke off; it goes on by itself. */
  | { readonly type: "waiting"; readonly words: string };

export interface KeepOptions {
  readonly tell: (news: KeepingNews) => void;
  readonly signal: AbortSignal;
}

/** A file of the person's, as browsers and Node have them. */
export interface GivenFile {
  readonly name: string;
  readonly size: number;
  slice(from: number, to: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

export interface DataFolderParts {
  readonly contents: Pick<Contents.IManager, "get" | "save" | "rename" | "delete">;
  /** From the contents root; empty for the root itself. */
  readonly path: string;
  /** Ends sooner when the network is back. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly random?: () => number;
}

/** JupyterLab's own measure for parts of a file, in bytes; a multiple of 3, so that the parts of base64 fit together. */
const partSize = 1024 * 1024 - ((1024 * 1024) % 3);

export class DataFolder {
  readonly path: string;
  readonly #parts: DataFolderParts;

  constructor(parts: DataFolderParts) {
    this.#parts = parts;
    this.path = parts.path;
  }

  /** The data files here, in order of their names. */
  async files(): Promise<readonly DataFileEntry[]> {
    const all = await this.#list();
    return all
      .filter(({ name, type }) => type === "file" && isDataFile(name))
      .map(({ name, size }) => ({ name, size: size ?? 0 }))
      .toSorted((one, other) => one.name.localeCompare(other.name, "en-GB", { numeric: true }));
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const { content, format } = await plainly(
      this.#parts.contents.get(this.#at(name), { type: "file", format: "base64", content: true }),
    );
    if (typeof content !== "string") throw new Error(`${name} came without content.`);
    return format === "base64" ? bytesOfBase64(content) : new TextEncoder().encode(content);
  }

  /**
   * Puts a person's file here, under its name or the next that is free; the same file twice is kept once. Goes on until it is done:
   * where the network breaks off, it waits and begins again. @returns the name under which it stands here
   */
  async keep(file: GivenFile, options: KeepOptions): Promise<{ readonly name: string; readonly wasHere: boolean }> {
    const wanted = keptName(file.name);
    for (let attempt = 0; ; attempt++) {
      try {
        if (await this.#isHere(file, wanted)) return { name: wanted, wasHere: true };
        return { name: await this.#send(file, wanted, options), wasHere: false };
      } catch (error) {
        options.signal.throwIfAborted();
        if (!mayPass(error)) throw plain(error);
        options.tell({ type: "waiting", words: waitingWords(error) });
        await this.#parts.pause(Math.min(30_000, 1000 * 2 ** attempt), options.signal);
        options.signal.throwIfAborted();
      }
    }
  }

  /** A new file of text, under this name or the next that is free. @returns the name that it got */
  saveText(name: string, text: string): Promise<string> {
    return this.#saveNew(name, { type: "file", format: "text", content: text });
  }

  saveNotebook(name: string, notebook: object): Promise<string> {
    return this.#saveNew(name, { type: "notebook", format: "json", content: notebook });
  }

  /** Where a file of this folder stands in the contents tree. */
  pathOf(name: string): string {
    return this.#at(name);
  }

  async #saveNew(name: string, model: Partial<Contents.IModel>): Promise<string> {
    return plainly(this.#underFreeName(keptName(name), (path) => this.#parts.contents.save(path, model)));
  }

  async #send(file: GivenFile, wanted: string, { tell, signal }: KeepOptions): Promise<string> {
    return this.#underFreeName(wanted, async (path) => {
      const count = Math.max(1, Math.ceil(file.size / partSize));
      for (let part = 1; part <= count; part++) {
        signal.throwIfAborted();
        const from = (part - 1) * partSize;
        const bytes = new Uint8Array(await file.slice(from, Math.min(file.size, from + partSize)).arrayBuffer());
        const content = base64Of(bytes);
        const chunk = count === 1 ? {} : { chunk: part === count ? -1 : part };
        await this.#parts.contents.save(path, { type: "file", format: "base64", content, ...chunk });
        tell({ type: "sent", share: part / count });
      }
    });
  }

  /** Writes under a name that nobody looks for, then gives the wanted name or the next that is free. */
  async #underFreeName(wanted: string, write: (path: string) => Promise<unknown>): Promise<string> {
    const { contents, random = Math.random } = this.#parts;
    const mark = Math.floor(random() * 36 ** 6)
      .toString(36)
      .padStart(6, "0");
    // A notebook is checked as one under whichever name.
    const ending = wanted.endsWith(".ipynb") ? ".ipynb" : ".part";
    const waiting = this.#at(`on-its-way-${mark}${ending}`);
    await write(waiting);
    try {
      for (;;) {
        const taken = (await this.#list()).map(({ name }) => name);
        const name = freeName(wanted, taken);
        try {
          await contents.rename(waiting, this.#at(name));
          return name;
        } catch (error) {
          // Somebody else took the name in this very moment.
          if (statusOf(error) !== 409) throw error;
        }
      }
    } catch (error) {
      // What is left of it goes if it can; what went wrong is more important than that.
      await contents.delete(waiting).catch(() => undefined);
      throw error;
    }
  }

  async #isHere(file: GivenFile, name: string): Promise<boolean> {
    const same = (await this.#list()).find((entry) => entry.name === name && entry.size === file.size);
    if (same === undefined) return false;
    const [here, given] = [await this.read(name), new Uint8Array(await file.slice(0, file.size).arrayBuffer())];
    return here.length === given.length && here.every((byte, at) => byte === given[at]);
  }

  async #list(): Promise<readonly Contents.IModel[]> {
    const { content } = await this.#parts.contents.get(this.path, { type: "directory", content: true });
    return content as readonly Contents.IModel[];
  }

  #at(name: string): string {
    return this.path === "" ? name : `${this.path}/${name}`;
  }
}

const statusOf = (error: unknown): number | undefined =>
  error instanceof ServerConnection.ResponseError ? error.response.status : undefined;

/** Whether trying again can help: the network was away, the server in trouble, or a part got lost. */
function mayPass(error: unknown): boolean {
  if (error instanceof ServerConnection.NetworkError) return true;
  const status = statusOf(error);
  return (
    status !== undefined && (status === 409 || status === 429 || status === 502 || status === 503 || status === 504)
  );
}

function waitingWords(error: unknown): string {
  return error instanceof ServerConnection.NetworkError
    ? "The network is away, so the file is not beside your notebook yet. Leave this page open: it is sent by itself when the network is back."
    : "Sending the file broke off. It is tried again by itself in a moment.";
}

/** The server's own sentence where it has one. */
function plain(error: unknown): unknown {
  if (error instanceof ServerConnection.NetworkError)
    return new PlainError("The server can't be reached at the moment. Check the Wi-Fi, wait a moment and try again.", {
      cause: error,
    });
  return error instanceof ServerConnection.ResponseError ? new PlainError(error.message, { cause: error }) : error;
}

async function plainly<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw plain(error);
  }
}

function base64Of(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000)
    pieces.push(String.fromCharCode(...bytes.subarray(at, Math.min(bytes.length, at + 0x8000))));
  return btoa(pieces.join(""));
}

function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text);
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at++) bytes[at] = letters.charCodeAt(at);
  return bytes;
}
