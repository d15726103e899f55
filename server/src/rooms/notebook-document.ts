/**
 * A notebook as Yjs types, laid out as `@jupyter/ydoc` does it (a test holds the two together), and back. That package itself stays out:
 * its models keep timers and throw inside Yjs' own observers when a page writes nonsense, and what pages write is hostile input here.
 */
import { parseNotebook, type Cell, type Notebook, type Output } from "@data-surgery/jupyter";
import { randomUUID } from "node:crypto";
import * as Y from "yjs";

export type YCell = Y.Map<unknown>;

export const cellsOf = (doc: Y.Doc): Y.Array<YCell> => doc.getArray<YCell>("cells");
export const stateOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("state");

export function seedNotebook(doc: Y.Doc, notebook: Notebook): void {
  doc.transact(() => {
    cellsOf(doc).insert(0, notebook.cells.map(createCell));
    const meta = doc.getMap("meta");
    meta.set("nbformat", notebook.nbformat);
    meta.set("nbformat_minor", notebook.nbformat_minor);
    meta.set("metadata", new Y.Map(Object.entries(notebook.metadata)));
  });
}

export function createCell(cell: Cell): YCell {
  const made: YCell = new Y.Map<unknown>([
    ["id", cell.id],
    ["cell_type", cell.cell_type],
    ["source", new Y.Text(cell.source)],
    ["metadata", new Y.Map(Object.entries(cell.metadata))],
  ]);
  if (cell.cell_type === "code") {
    made.set("execution_count", cell.execution_count);
    made.set("outputs", Y.Array.from(cell.outputs.map(createOutput)));
  } else if (cell.attachments !== undefined) made.set("attachments", cell.attachments);
  return made;
}

/** Streams keep their text as a shared text, so that more can be appended cheaply. */
export function createOutput(output: Output): Y.Map<unknown> {
  const entries = Object.entries(output).map(([key, value]): [string, unknown] =>
    output.output_type === "stream" && key === "text" ? [key, new Y.Text(asText(value))] : [key, value],
  );
  return new Y.Map(entries);
}

const asText = (value: unknown): string => {
  if (typeof value === "string") return value;
  return Array.isArray(value) ? value.join("") : "";
};

/** The content as a notebook. What doesn't have the shape of one (only a hostile page writes that) is left out. */
export function readNotebookDocument(doc: Y.Doc): Notebook {
  const cells = cellsOf(doc).toArray().flatMap(readCell);
  const meta = doc.getMap("meta").toJSON() as Record<string, unknown>;
  const minor = meta["nbformat_minor"];
  return parseNotebook(
    {
      nbformat: 4,
      nbformat_minor: typeof minor === "number" && Number.isInteger(minor) && minor >= 5 && minor < 100 ? minor : 5,
      metadata: asRecord(meta["metadata"]),
      cells,
    },
    randomUUID,
  );
}

function readCell(cell: unknown): unknown[] {
  if (!(cell instanceof Y.Map)) return [];
  const json = cell.toJSON() as Record<string, unknown>;
  // Trust is what a browser thinks of outputs; it must not travel in the file.
  const { trusted: _trusted, ...metadata } = asRecord(json["metadata"]);
  const common = { id: json["id"], metadata, source: asText(json["source"]) };
  switch (json["cell_type"]) {
    case "code": {
      const outputs = Array.isArray(json["outputs"]) ? json["outputs"].filter(isOutput) : [];
      return [{ ...common, cell_type: "code", outputs, execution_count: json["execution_count"] ?? null }];
    }
    case "markdown":
    case "raw": {
      const { attachments } = json;
      const shown = typeof attachments === "object" && attachments !== null ? { attachments } : {};
      return [{ ...common, cell_type: json["cell_type"], ...shown }];
    }
    default:
      return [];
  }
}

const outputTypes = new Set<unknown>(["stream", "display_data", "execute_result", "error"]);

function isOutput(value: unknown): boolean {
  return typeof value === "object" && value !== null && "output_type" in value && outputTypes.has(value.output_type);
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function findCell(doc: Y.Doc, id: string): YCell | undefined {
  return cellsOf(doc)
    .toArray()
    .find((cell) => cell instanceof Y.Map && cell.get("id") === id);
}

/** Makes `text` read `wanted` by replacing only what lies between the common beginning and end. */
export function replaceText(text: Y.Text, wanted: string): void {
  const current = text.toJSON();
  if (current === wanted) return;
  const most = Math.min(current.length, wanted.length);
  let start = 0;
  while (start < most && current[start] === wanted[start]) start++;
  // Half of a surrogate pair is not a character: Yjs would put a replacement character in its place.
  if (splitsPair(current, start) || splitsPair(wanted, start)) start--;
  let end = 0;
  while (end < most - start && current.at(-1 - end) === wanted.at(-1 - end)) end++;
  if (splitsPair(current, current.length - end) || splitsPair(wanted, wanted.length - end)) end--;
  text.delete(start, current.length - start - end);
  text.insert(start, wanted.slice(start, wanted.length - end));
}

function splitsPair(text: string, at: number): boolean {
  return /[\uD800-\uDBFF]/.test(text[at - 1] ?? "") && /[\uDC00-\uDFFF]/.test(text[at] ?? "");
}
