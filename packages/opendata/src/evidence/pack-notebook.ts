/** The notebook that goes into the zip: code and words, without what it once showed. */
import { readFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import { fileError } from "../file-error.js";
import { OpenDataError } from "../open-data-error.js";
import { privateInCode } from "../lineage/private-in-code.js";
import { ranCells } from "../lineage/ran-cells.js";

export interface PackNotebook {
  readonly name: string;
  /** The folder that it lies in, from which its files are found. */
  readonly folder: string;
  readonly text: string;
  /** `given`: the file that was named. `ran`: the cells that ran, in the order in which they did. */
  readonly from: "given" | "ran";
}

interface Cell {
  readonly cell_type: "markdown" | "code" | "raw";
  readonly id: string;
  readonly source: string;
}

/** @returns why there is none, in words, where there is none */
export async function packNotebook(given: string | undefined): Promise<PackNotebook | string> {
  const cells =
    given === undefined
      ? ranCells().map(({ count, source, id }): Cell => ({ cell_type: "code", id: id ?? `cell-${count}`, source }))
      : await cellsOf(given);
  if (cells.length === 0) return 'It is not known which notebook made this. Name it: notebook: "our-work.ipynb".';
  const people = [...new Set(cells.flatMap(({ source }) => privateInCode(source)))];
  if (people.length > 0)
    return `The notebook is not in it: what is written in its cells is not for everybody (${people.join(", ")}). Take that out, and make this again.`;
  const path = given === undefined ? resolve("notebook.ipynb") : resolve(given);
  return {
    name: basename(path),
    folder: dirname(path),
    text: notebookText(cells),
    from: given === undefined ? "ran" : "given",
  };
}

async function cellsOf(path: string): Promise<Cell[]> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw fileError(error, path, [".ipynb"]);
  }
  try {
    const { cells } = JSON.parse(text) as { readonly cells?: unknown };
    if (Array.isArray(cells)) return cells.map(cellOf);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new OpenDataError("broken-json", `${path} is not a notebook that can be read. Save it again in the page.`);
}

function cellOf(value: unknown, at: number): Cell {
  const { cell_type: type, id, source } = (value ?? {}) as Readonly<Record<string, unknown>>;
  const text = Array.isArray(source) ? source.map(String).join("") : typeof source === "string" ? source : "";
  return {
    cell_type: type === "code" || type === "raw" ? type : "markdown",
    id: typeof id === "string" && /^[\w-]{1,64}$/.test(id) ? id : `cell-${at + 1}`,
    source: text,
  };
}

function notebookText(cells: readonly Cell[]): string {
  const taken = new Set<string>();
  const written = cells.map(({ cell_type, id, source }) => {
    // The same cell may have run twice, and ids must differ.
    let free = id;
    for (let next = 2; taken.has(free); next++) free = `${id.slice(0, 60)}-${next}`;
    taken.add(free);
    const base = { cell_type, id: free, metadata: {}, source };
    return cell_type === "code" ? { ...base, execution_count: null, outputs: [] } : base;
  });
  const metadata = {
    kernelspec: { display_name: "TypeScript", language: "typescript", name: "surgery" },
    language_info: { file_extension: ".ts", mimetype: "text/typescript", name: "typescript" },
  };
  return `${JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata, cells: written }, null, 1)}\n`;
}
