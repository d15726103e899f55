/** Which notebook works on a data file: the one beside it whose code names the file. What is only open beside it, works on something else. */
import { AppError } from "@data-surgery/contract";
import type { Notebook } from "@data-surgery/jupyter";
import { namesFile } from "./notebook-copy.js";

export interface NotebookPlace {
  list(
    folder: string,
  ): Promise<
    readonly { readonly path: string; readonly type: string; readonly modified: number; readonly size: number }[]
  >;
  /** @throws AppError */
  read(path: string): Promise<Notebook>;
}

/** A folder with more was not made by hand, and a larger one holds pictures: nobody waits for them. */
const mostNotebooks = 20;
const largestNotebook = 5 * 1024 * 1024;

/** @param hint looked at first @returns its path, or "" */
export async function notebookNaming(path: string, hint: string, place: NotebookPlace): Promise<string> {
  const parts = path.split("/");
  const file = parts.pop() ?? "";
  const listed = await orNothing(() => place.list(parts.join("/")));
  const beside = (listed ?? [])
    .filter(({ type, size }) => type === "notebook" && size <= largestNotebook)
    .toSorted((a, b) => b.modified - a.modified)
    .map((one) => one.path);
  const known = hint === "" ? beside : [hint, ...beside.filter((one) => one !== hint)];
  for (const one of known.slice(0, mostNotebooks)) {
    const notebook = await orNothing(() => place.read(one));
    if (notebook !== undefined && namesFile(notebook, file)) return one;
  }
  return "";
}

/** What is gone, closed to them or no notebook is as good as not there. */
async function orNothing<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}
