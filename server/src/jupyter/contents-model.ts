/** The Contents API's model of a file (Jupyter Server REST API, `Contents`). */
import { AppError, mayTouchPath, type Visitor } from "@data-surgery/contract";
import { renderNotebook } from "@data-surgery/jupyter";
import type { Contents, FileInfo } from "./contents.js";
import { baseName } from "./content-path.js";

export interface ContentsModel {
  readonly name: string;
  readonly path: string;
  readonly type: "directory" | "file" | "notebook";
  readonly created: string;
  readonly last_modified: string;
  readonly writable: boolean;
  readonly size: number | null;
  readonly format: "json" | "text" | "base64" | null;
  readonly mimetype: string | null;
  readonly content: unknown;
  readonly hash?: string | null;
  readonly hash_algorithm?: string | null;
}

export interface ModelOptions {
  readonly content: boolean;
  readonly format: string | null;
  readonly type: string | null;
}

const textTypes: Readonly<Record<string, string>> = {
  txt: "text/plain",
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  md: "text/markdown",
  json: "application/json",
  geojson: "application/geo+json",
  ts: "text/x-typescript",
  js: "text/javascript",
  html: "text/html",
  svg: "image/svg+xml",
  xml: "application/xml",
};

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** @throws AppError from the contents, or `contents.wrong-type` when the caller asked for another type */
export async function readModel(
  contents: Contents,
  visitor: Visitor,
  path: string,
  options: ModelOptions,
): Promise<ContentsModel> {
  const info = await contents.stat(path);
  if (options.type === "directory" && info.type !== "directory")
    throw new AppError("contents.wrong-type", { path, expected: "folder" });
  if (options.type !== null && options.type !== "directory" && info.type === "directory") {
    throw new AppError("contents.wrong-type", { path, expected: "file" });
  }
  if (info.type === "directory") return folderModel(contents, visitor, info, options.content);
  if (!options.content) return { ...baseModel(visitor, info), hash: null, hash_algorithm: null };
  // A notebook can be asked for as plain text (type=file), for editors.
  return info.type === "notebook" && options.type !== "file"
    ? notebookModel(contents, visitor, info)
    : fileModel(contents, visitor, info, options.format);
}

export function baseModel(visitor: Visitor, info: FileInfo): ContentsModel {
  return {
    name: baseName(info.path),
    path: info.path,
    type: info.type,
    created: new Date(info.created).toISOString(),
    last_modified: new Date(info.modified).toISOString(),
    writable: mayTouchPath(visitor, info.path, "write"),
    size: info.type === "directory" ? null : info.size,
    format: null,
    mimetype: null,
    content: null,
  };
}

async function folderModel(
  contents: Contents,
  visitor: Visitor,
  info: FileInfo,
  withContent: boolean,
): Promise<ContentsModel> {
  const model = baseModel(visitor, info);
  if (!withContent) return model;
  const entries = await contents.list(info.path);
  const visible = entries.filter((entry) => mayTouchPath(visitor, entry.path, "read"));
  return { ...model, format: "json", content: visible.map((entry) => baseModel(visitor, entry)) };
}

async function notebookModel(contents: Contents, visitor: Visitor, info: FileInfo): Promise<ContentsModel> {
  const { notebook, hash } = await contents.readNotebook(info.path);
  return {
    ...baseModel(visitor, info),
    format: "json",
    content: JSON.parse(renderNotebook(notebook)) as unknown,
    hash,
    hash_algorithm: "sha256",
  };
}

async function fileModel(
  contents: Contents,
  visitor: Visitor,
  info: FileInfo,
  format: string | null,
): Promise<ContentsModel> {
  const { bytes, hash } = await contents.readFile(info.path);
  const extension = info.path.slice(info.path.lastIndexOf(".") + 1).toLowerCase();
  const base = { ...baseModel(visitor, info), hash, hash_algorithm: "sha256" };
  const text = format === "base64" ? undefined : decode(bytes);
  if (text !== undefined)
    return { ...base, format: "text", mimetype: textTypes[extension] ?? "text/plain", content: text };
  if (format === "text") throw new AppError("contents.wrong-type", { path: info.path, expected: "text file" });
  return {
    ...base,
    format: "base64",
    mimetype: "application/octet-stream",
    content: Buffer.from(bytes).toString("base64"),
  };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
