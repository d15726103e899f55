import { readdir, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { OpenDataError } from "../../open-data-error.js";
import { profile } from "../../profile/profile.js";
import { readSheet } from "../../read/kept-reading.js";
import { readSource } from "../../read/read-source.js";
import { questionIds } from "../data-set-record.js";
import { recordName } from "./load-package.js";

const endings = [".csv", ".tsv", ".xlsx", ".xls", ".ods"];

/**
 * A record to fill in: names, columns and what can be guessed stand in it, and what only a person knows is empty. It can't be published like
 * that, and `surgery publish` says what is missing. A record that is there stays.
 */
export async function draftRecord(folder: string): Promise<string> {
  const files = (await readdir(folder)).filter((name) => endings.includes(extname(name).toLowerCase())).toSorted();
  if (files.length === 0) {
    throw new OpenDataError(
      "no-file",
      `There is no data file in ${folder}. Put the spreadsheet or CSV file there first.`,
    );
  }
  const tables = [];
  for (const file of files) {
    const source = await readSource(join(folder, file));
    const found = profile(source);
    const columns = Object.fromEntries(
      found.columns.map(({ name, meaning }) => [name, { meaning: "", ...guess(meaning) }]),
    );
    tables.push({
      name: plainName(basename(file, extname(file))),
      file,
      // Of several sheets a person should see which one it is.
      ...(source.reading.tableSheets.length > 1 ? { read: { sheet: readSheet(source) } } : {}),
      columns,
    });
  }
  const draft = {
    id: plainName(basename(files[0] ?? "data", extname(files[0] ?? ""))),
    title: "",
    description: "",
    keeper: { name: "", email: "" },
    licence: "",
    update: "",
    rowIs: null,
    keywords: [],
    sources: [],
    coverage: {},
    tables,
    answers: Object.fromEntries(questionIds.map((id) => [id, ""])),
  };
  const path = join(folder, recordName);
  try {
    await writeFile(path, `${JSON.stringify(draft, null, 2)}\n`, { flag: "wx" });
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    throw new OpenDataError("file-exists", `There is a ${recordName} in ${folder} already, and it was left as it is.`, {
      cause: error,
    });
  }
  return path;
}

/** What the profile took the column for, to be made a sentence of. */
function guess(meaning: string | null): { guess?: string } {
  return meaning === null ? {} : { guess: meaning };
}

function plainName(name: string): string {
  const plain = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  return plain === "" ? "data" : plain;
}
