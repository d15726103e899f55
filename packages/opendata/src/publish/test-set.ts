/** Invented data sets for tests: their groups, places and figures are made up. */
import { readBytes } from "../read/read-bytes.js";
import type { DataSetRecord } from "./data-set-record.js";
import type { TableToPublish } from "./plan-release.js";
import { publishedTable, type PublishedTable } from "./published-table.js";
import { sha256Of } from "./sha256.js";

export async function tableOfText(text: string, name = "table"): Promise<PublishedTable> {
  return publishedTable(await readBytes(new TextEncoder().encode(text), { name: `${name}.csv` }), name);
}

export async function toPublish(text: string, name: string): Promise<TableToPublish> {
  const bytes = new TextEncoder().encode(text);
  return {
    table: await tableOfText(text, name),
    lineage: { file: `${name}.csv`, sha256: await sha256Of(bytes), readAt: "2026-11-01T09:00:00.000Z", steps: [] },
  };
}

/** A record that explains every column of these tables, with all questions answered. */
export function recordFor(tables: readonly PublishedTable[], more: Partial<DataSetRecord> = {}): DataSetRecord {
  return {
    id: "invented-set",
    title: "An invented data set",
    description: "Invented for a test, and long enough that dataset search would take it as a description.",
    keeper: { name: "The Invented Group", email: "data@invented.example" },
    licence: "CC-BY-4.0",
    update: "monthly",
    rowIs: "other",
    keywords: ["invented"],
    sources: [{ title: "Nothing but imagination", licence: "CC0" }],
    coverage: { place: "Ambleford", from: "2025-01-01", to: "2025-12-31" },
    tables: tables.map(({ name, columns }) => ({
      name,
      file: `${name}.csv`,
      title: `Table ${name}`,
      columns: Object.fromEntries(columns.map((column) => [column.name, { meaning: `What ${column.name} means.` }])),
      mend: [],
      remedies: [],
    })),
    answers: {
      allowed: "Yes, it is invented.",
      whose: "Nobody's.",
      personal: "No person is in it.",
      small: "There are none.",
      meaning: "Yes.",
      change: "Every month, by the tests.",
      questions: "The Invented Group.",
    },
    decisions: [],
    ...more,
  };
}
