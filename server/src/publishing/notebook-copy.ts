/** The notebook that a data set is made with, copied for next month's file: the same cells, with the new file's name where the old one was read. Pure. */
import type { Cell, Notebook } from "@data-surgery/jupyter";

export interface NotebookCopy {
  readonly notebook: Notebook;
  /** What the copy is published from: the new file, or what the notebook saves. A name beside the notebook. */
  readonly result: string;
}

export interface CopyWish {
  /** Names, without folders. */
  readonly oldFile: string;
  readonly newFile: string;
  /** The notebook that is copied, as people call it. */
  readonly title: string;
  /** 2026-11-30. */
  readonly day: string;
  /** Where the result is published, given its name. */
  readonly publishing: (result: string) => string;
  readonly createId: () => string;
}

/** Whether a code cell of it names the file: reads it, or saves it. */
export function namesFile({ cells }: Notebook, file: string): boolean {
  return cells.some((cell) => cell.cell_type === "code" && literalOf(file).test(cell.source));
}

/** @returns undefined where the notebook reads no file whose name could be replaced */
export function copyForFile(notebook: Notebook, wish: CopyWish): NotebookCopy | undefined {
  const { oldFile, newFile, day } = wish;
  const code = notebook.cells.filter((cell) => cell.cell_type === "code").map(({ source }) => source);
  const isSaved = code.some((source) => new RegExp(`\\bsave\\(\\s*${literalOf(oldFile).source}`).test(source));
  const read = isSaved ? firstRead(code) : namesFile(notebook, oldFile) ? oldFile : undefined;
  if (read === undefined) return undefined;
  const result = isSaved ? datedName(oldFile, day) : newFile;
  const renamed = (source: string): string => {
    const withFile = withLiteral(source, read, newFile);
    return isSaved ? withLiteral(withFile, oldFile, result) : withFile;
  };
  const cells = notebook.cells.map((cell): Cell =>
    cell.cell_type === "code" ? { ...cell, source: renamed(cell.source), outputs: [], execution_count: null } : cell,
  );
  const byRows = code.some((source) => /["'`](?:leave-out-rows|put-back-rows|recut-rows)["'`]/.test(source));
  return { notebook: { ...notebook, cells: [headOf(wish, result, byRows), ...cells] }, result };
}

/** A copy of a copy is not called after both days. */
export function datedName(name: string, day: string): string {
  const dot = name.lastIndexOf(".");
  const [stem, ending] = dot <= 0 ? [name, ""] : [name.slice(0, dot), name.slice(dot)];
  return `${stem.replace(/ \d{4}-\d{2}-\d{2}(?:-\d+)?$/, "")} ${day}${ending}`;
}

function headOf({ newFile, title, publishing, createId }: CopyWish, result: string, byRows: boolean): Cell {
  const lines = [
    `**This is a copy of “${title}” for the file “${newFile}”.** The notebook itself is as it was. Texts below may still speak of the file before.`,
    "",
    "1. Run all cells, and look at what comes out.",
    ...(byRows
      ? ["2. One of its steps goes by the row numbers of the old file. Look at it first: other rows may be meant now."]
      : []),
    `${byRows ? 3 : 2}. [Publish the new version](${publishing(result)})`,
  ];
  return { cell_type: "markdown", id: createId(), metadata: {}, source: lines.join("\n") };
}

/** The name in quotation marks, with folders before it or not. */
function literalOf(file: string): RegExp {
  const name = file.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`(["'\`])(?:[^"'\`\\n]*/)?${name}\\1`);
}

function withLiteral(source: string, from: string, to: string): string {
  return source.replaceAll(new RegExp(literalOf(from).source, "g"), () => JSON.stringify(to));
}

/** The first file that it reads: what came in, before it was worked on. */
function firstRead(code: readonly string[]): string | undefined {
  for (const source of code) {
    const found = /\bread\(\s*(["'`])([^"'`\n]+)\1/.exec(source)?.[2];
    if (found !== undefined && !/^https?:/i.test(found)) return found.split("/").at(-1);
  }
  return undefined;
}
