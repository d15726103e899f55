import { stat } from "node:fs/promises";
import { basename } from "node:path";
import { fileError } from "../file-error.js";
import { OpenDataError } from "../open-data-error.js";
import type { ReadOptions } from "../read/read-options.js";
import { Table } from "../table/table.js";
import { LargeTable } from "./large-table.js";
import { storeFile } from "./large-store.js";
import { scanFile } from "./scan-file.js";

/** 1 GB: reading it takes minutes, and its rows as much room on the disk. */
const usualLimit = 1024 * 1024 * 1024;

export async function openLarge(path: string, options: ReadOptions): Promise<LargeTable> {
  const name = basename(path);
  const size = await stat(path).then(
    (found) => found.size,
    (error: unknown) => {
      throw fileError(error, path, [".csv", ".tsv", ".txt"]);
    },
  );
  if (size > (options.mostBytes ?? usualLimit)) {
    throw new OpenDataError(
      "too-large",
      `${name} has ${(size / 1024 ** 3).toFixed(1)} GB, and up to 1 GB can be read here. Ask for a smaller part of it (one year, one area), or cut it into pieces.`,
    );
  }
  if (!/\.(?:csv|tsv|txt|tab)$/i.test(name)) {
    throw new OpenDataError(
      "not-a-table",
      `${name} is no CSV file, and only CSV (or TSV) can be read in parts. Export its table as CSV, or read it with read("${name}") if it is small enough.`,
    );
  }
  const scan = await scanFile(path, options);
  const store = await storeFile(path, scan, options);
  const about = {
    name,
    readAt: new Date().toISOString(),
    steps: [],
  };
  const columns = scan.columns.map((column) => column.name);
  const whole = { store, scan, about, columns: scan.columns, order: "", first: new Table([], columns, about) };
  const first = await new LargeTable(whole).slice(0, 10);
  return new LargeTable({ ...whole, first });
}
