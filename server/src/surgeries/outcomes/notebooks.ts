/** The part of rooms and files that outcomes and take-aways need; `compose-surgeries.ts` joins them. */
import { AppError, type Visitor } from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";

export interface FolderEntry {
  /** From the contents root. */
  readonly path: string;
  readonly type: "directory" | "file" | "notebook";
  /** Bytes. */
  readonly size: number;
}

export interface Notebooks {
  /** @throws AppError `contents.*` */
  documentOf(path: string): Promise<string>;
  /** Undefined for one that was deleted. */
  pathOf(documentId: string): Promise<string | undefined>;
  /** As it is this moment, with all its outputs. @throws AppError `contents.*` */
  read(path: string): Promise<Notebook>;
  list(folder: string): Promise<readonly FolderEntry[]>;
  /** @throws AppError `contents.*` */
  readFile(path: string): Promise<Uint8Array>;
}

/** A notebook of one's own, named by whoever asks. @throws AppError `http.not-found`, `identity.not-allowed` */
export function ownNotebook(visitor: Visitor, path: string): string {
  const segments = path.split("/");
  if (!path.endsWith(".ipynb") || segments.some((one) => one === "" || one === "." || one === ".."))
    throw new AppError("http.not-found");
  if (segments[0] !== "people" || segments[1] !== visitor.home) throw new AppError("identity.not-allowed");
  return path;
}

/** As people call it: "tool loans". */
export const titleOfPath = (path: string): string => (path.split("/").at(-1) ?? "").replace(/\.ipynb$/, "");

export const notebookUrl = (path: string): string => `/learn/tree/${path.split("/").map(encodeURIComponent).join("/")}`;
