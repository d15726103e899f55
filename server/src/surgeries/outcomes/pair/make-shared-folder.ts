/** A folder of one's own with a data file as it was brought, the same mended, and the notebook about it. All of it, or nothing. */
import { AppError, type Visitor } from "@data-surgery/contract";
import { NotebookError, parseNotebook, renderNotebook } from "@data-surgery/jupyter";
import { randomUUID } from "node:crypto";

/** The part of the contents that is needed. */
export interface SharedFiles {
  exists(path: string): Promise<boolean>;
  createFolder(path: string): Promise<void>;
  createFile(path: string, bytes: Uint8Array | string): Promise<unknown>;
  copy(path: string, to: string): Promise<void>;
  remove(path: string): Promise<void>;
}

export interface BroughtFile {
  /** From the contents root; one's own. */
  readonly file: string;
  readonly notebook: unknown;
  /** CSV; undefined when nothing was mended. */
  readonly mended: string | undefined;
}

/** @throws AppError `identity.not-allowed`, `contents.*` */
export async function makeSharedFolder(
  files: SharedFiles,
  { home }: Visitor,
  brought: BroughtFile,
): Promise<{ readonly folder: string; readonly notebook: string }> {
  const segments = brought.file.split("/");
  const isWell = segments.every((one) => one !== "" && one !== "." && one !== "..");
  if (!isWell || segments[0] !== "people" || segments[1] !== home || segments.length < 3)
    throw new AppError("identity.not-allowed");
  const name = segments.at(-1) ?? "";
  const stem = name.replace(/\.[A-Za-z0-9]{1,8}$/, "").trim() || "data";
  const text = notebookText(brought);
  const folder = await freeFolder(files, `people/${home}`, stem);
  const made = [`${folder}/${name}`, `${folder}/${stem} (mended).csv`, `${folder}/${stem}.ipynb`] as const;
  try {
    await files.createFolder(folder);
    await files.copy(brought.file, made[0]);
    if (brought.mended !== undefined) await files.createFile(made[1], brought.mended);
    await files.createFile(made[2], text);
  } catch (error) {
    // What went wrong is more important than what can't be cleared away.
    for (const path of [...made, folder]) await files.remove(path).catch(() => undefined);
    throw error;
  }
  return { folder, notebook: made[2] };
}

function notebookText({ file, notebook }: BroughtFile): string {
  try {
    return renderNotebook(parseNotebook(notebook, randomUUID));
  } catch (error) {
    if (!(error instanceof NotebookError)) throw error;
    throw new AppError("contents.not-a-notebook", { path: file, reason: error.message }, { cause: error });
  }
}

async function freeFolder(files: SharedFiles, home: string, stem: string): Promise<string> {
  for (let count = 1; ; count++) {
    const folder = `${home}/${stem}${count === 1 ? "" : ` ${count}`}`;
    if (!(await files.exists(folder))) return folder;
  }
}
