/**
 * The notebook format 4.5 (https://nbformat.readthedocs.io/en/latest/format_description.html). Notebooks from anywhere are
 * hostile input: parsed by shape, upgraded from 4.0-4.4 (cells get ids), everything unknown kept where the format allows it.
 */
import { z } from "zod";
import { isDeeperThan } from "./json-depth.js";

/** Text as the format stores it: one string or a list of lines. In memory always one string. */
export type Multiline = string;

export interface Output {
  readonly output_type: "stream" | "display_data" | "execute_result" | "error";
  readonly [key: string]: unknown;
}

interface CellBase {
  readonly id: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly source: Multiline;
}

export interface CodeCell extends CellBase {
  readonly cell_type: "code";
  readonly execution_count: number | null;
  readonly outputs: readonly Output[];
}

export interface TextCell extends CellBase {
  readonly cell_type: "markdown" | "raw";
  readonly attachments?: Readonly<Record<string, unknown>>;
}

export type Cell = CodeCell | TextCell;

export interface Notebook {
  readonly nbformat: 4;
  readonly nbformat_minor: number;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly cells: readonly Cell[];
}

export class NotebookError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "NotebookError";
  }
}

const multiline = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === "string" ? value : value.join("")));
const metadata = z.record(z.string(), z.unknown()).default({});
const output = z.looseObject({ output_type: z.enum(["stream", "display_data", "execute_result", "error"]) });
const id = z
  .string()
  .regex(/^[a-zA-Z0-9-_]{1,64}$/)
  .optional()
  .catch(undefined);

const rawCell = z.discriminatedUnion("cell_type", [
  z.object({
    cell_type: z.literal("code"),
    id,
    metadata,
    source: multiline,
    execution_count: z.number().int().nullable().default(null).catch(null),
    outputs: z.array(output).default([]),
  }),
  z.object({
    cell_type: z.literal("markdown"),
    id,
    metadata,
    source: multiline,
    attachments: z.record(z.string(), z.unknown()).optional(),
  }),
  z.object({
    cell_type: z.literal("raw"),
    id,
    metadata,
    source: multiline,
    attachments: z.record(z.string(), z.unknown()).optional(),
  }),
]);

const rawNotebook = z.object({
  nbformat: z.literal(4, { error: "only version 4 of the format can be read" }),
  nbformat_minor: z.number().int().min(0),
  metadata,
  cells: z.array(rawCell).max(10_000),
});

/** Deeper notebooks than this are refused: they could be read, but not written again. */
const deepest = 1000;

/**
 * @param createId makes a new cell id; called for cells without one and for doubles
 * @throws NotebookError saying what is wrong in words
 */
export function parseNotebook(value: unknown, createId: () => string): Notebook {
  if (isDeeperThan(value, deepest)) throw new NotebookError("it is nested too deeply");
  const parsed = rawNotebook.safeParse(value);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new NotebookError(
      issue === undefined ? "it has the wrong shape" : `at “${issue.path.join(".")}”: ${issue.message}`,
    );
  }
  const taken = new Set<string>();
  const cells = parsed.data.cells.map((cell): Cell => {
    const own = cell.id !== undefined && !taken.has(cell.id) ? cell.id : createId();
    taken.add(own);
    if (cell.cell_type === "code") return { ...cell, id: own, outputs: cell.outputs.map(joinOutput) };
    const { attachments, ...rest } = cell;
    return attachments === undefined ? { ...rest, id: own } : { ...rest, id: own, attachments };
  });
  return {
    nbformat: 4,
    nbformat_minor: Math.max(5, parsed.data.nbformat_minor),
    metadata: parsed.data.metadata,
    cells,
  };
}

/** Longer texts than this are refused before they are read, in UTF-16 units. */
const longestText = 100_000_000;

/** @throws NotebookError when the text is not JSON or not a notebook */
export function readNotebookText(text: string, createId: () => string): Notebook {
  if (text.length > longestText) throw new NotebookError("it is larger than 100 MB");
  let value: unknown;
  try {
    // Some editors put a byte order mark before the text.
    value = JSON.parse(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch (error) {
    // Python writes these, and no other program reads them.
    const isPython = /[[:,]\s*-?(?:NaN|Infinity)\s*[,\]}]/.test(text);
    const why = isPython ? "it holds NaN or Infinity" : "it was cut off or saved by another program";
    throw new NotebookError(`it is not JSON: ${why}`, { cause: error });
  }
  return parseNotebook(value, createId);
}

/** MIME types whose data is JSON and not text. */
const isJsonMime = (mime: string): boolean => mime === "application/json" || mime.endsWith("+json");

function joinOutput(entry: Output): Output {
  const joined: Record<string, unknown> = { ...entry };
  if (entry.output_type === "stream") joined["text"] = joinLines(entry["text"] ?? "");
  const data = entry["data"];
  if (typeof data === "object" && data !== null) {
    joined["data"] = Object.fromEntries(
      Object.entries(data).map(([mime, value]) => [mime, isJsonMime(mime) ? value : joinLines(value)]),
    );
  }
  return joined as Output;
}

const joinLines = (value: unknown): unknown => (Array.isArray(value) ? value.map(String).join("") : value);

/** Canonical text: sorted keys, text as lists of lines, one space of indent, a newline at the end — as Jupyter itself writes. */
export function renderNotebook(notebook: Notebook): string {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code"
      ? { ...cell, source: splitLines(cell.source), outputs: cell.outputs.map(splitOutput) }
      : { ...cell, source: splitLines(cell.source) },
  );
  return `${JSON.stringify(sortKeys({ ...notebook, cells }), null, 1)}\n`;
}

function splitOutput(entry: Output): unknown {
  const split: Record<string, unknown> = { ...entry };
  if (typeof entry["text"] === "string") split["text"] = splitLines(entry["text"]);
  const data = entry["data"];
  if (typeof data === "object" && data !== null) {
    split["data"] = Object.fromEntries(
      Object.entries(data).map(([mime, value]) => [
        mime,
        typeof value === "string" && !isJsonMime(mime) ? splitLines(value) : value,
      ]),
    );
  }
  return split;
}

/** Keeps each line's own ending; an empty text is an empty list. */
export function splitLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sortKeys(inner)]),
  );
}
