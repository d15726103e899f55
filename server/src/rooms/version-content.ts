/**
 * What a document held at one moment, cut into parts that are kept once however many versions have them: a version costs what changed in it.
 * Pure. A part is JSON text, known by the hash of it.
 */
import { parseNotebook, type Cell, type Notebook, type Output } from "@data-surgery/jupyter";
import { createHash, randomUUID } from "node:crypto";
import type * as Y from "yjs";
import { readNotebookDocument } from "./notebook-document.js";

export type VersionContent =
  | { readonly type: "notebook"; readonly notebook: Notebook }
  | { readonly type: "file"; readonly text: string };

/** Of a notebook: its own part, then of each cell its id, what was written, and what came out ("" for nothing). Of a text: one part. */
export type PartList =
  | { readonly type: "notebook"; readonly own: string; readonly cells: readonly (readonly [string, string, string])[] }
  | { readonly type: "file"; readonly own: string };

export interface PackedVersion {
  readonly list: PartList;
  readonly parts: ReadonlyMap<string, string>;
}

export function readContent(doc: Y.Doc, type: VersionContent["type"]): VersionContent {
  return type === "notebook"
    ? { type, notebook: readNotebookDocument(doc) }
    : { type, text: doc.getText("source").toJSON() };
}

export function packVersion(content: VersionContent): PackedVersion {
  const parts = new Map<string, string>();
  const put = (value: unknown): string => {
    const text = JSON.stringify(value);
    const hash = createHash("sha256").update(text).digest("base64url").slice(0, 22);
    parts.set(hash, text);
    return hash;
  };
  if (content.type === "file") return { list: { type: "file", own: put(content.text) }, parts };
  const { nbformat_minor, metadata, cells } = content.notebook;
  const own = put([nbformat_minor, metadata]);
  const list = cells.map((cell) => [cell.id, put(writtenPart(cell)), outputsPart(cell, put)] as const);
  return { list: { type: "notebook", own, cells: list }, parts };
}

/** @param read the text of a part. @throws Error for a part that is not there */
export function unpackVersion(list: PartList, read: (hash: string) => string): VersionContent {
  const part = (hash: string): unknown => JSON.parse(read(hash));
  if (list.type === "file") return { type: "file", text: String(part(list.own)) };
  const [nbformat_minor, metadata] = part(list.own) as [unknown, unknown];
  const cells = list.cells.map(([id, written, outputs]) => {
    const [cell_type, source, cellMetadata, attachments] = part(written) as unknown[];
    const common = { id, cell_type, source, metadata: cellMetadata };
    if (cell_type !== "code") return attachments === null ? common : { ...common, attachments };
    const [shown, execution_count] = outputs === "" ? [[], null] : (part(outputs) as [Output[], unknown]);
    return { ...common, outputs: shown, execution_count };
  });
  return { type: "notebook", notebook: parseNotebook({ nbformat: 4, nbformat_minor, metadata, cells }, randomUUID) };
}

export function partsOf(list: PartList): Set<string> {
  const cells = list.type === "notebook" ? list.cells : [];
  return new Set(
    [list.own, ...cells.flatMap(([, written, outputs]) => [written, outputs])].filter((hash) => hash !== ""),
  );
}

function writtenPart(cell: Cell): unknown {
  return [cell.cell_type, cell.source, cell.metadata, cell.cell_type === "code" ? null : (cell.attachments ?? null)];
}

function outputsPart(cell: Cell, put: (value: unknown) => string): string {
  if (cell.cell_type !== "code") return "";
  const isEmpty = cell.outputs.length === 0 && cell.execution_count === null;
  return isEmpty ? "" : put([cell.outputs, cell.execution_count]);
}
