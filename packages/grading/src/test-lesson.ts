/** The frozen lesson of format 1, and ways to damage it, for tests. */
import { readNotebookText, type Cell, type Notebook } from "@data-surgery/jupyter";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Lesson } from "./lesson.js";
import { parseLesson } from "./parse-lesson.js";
import { releaseLesson } from "./release-lesson.js";

export const tinyText: string = readFileSync(
  join(import.meta.dirname, "..", "fixtures", "format-1", "tiny", "tiny.ipynb"),
  "utf8",
);

/** The source notebook as plain JSON, to be changed before parsing. */
export interface RawNotebook {
  cells: {
    id?: string;
    cell_type: string;
    source: string | string[];
    metadata: Record<string, Record<string, unknown> | undefined>;
  }[];
  metadata: Record<string, Record<string, unknown>>;
}

export function changedText(change: (raw: RawNotebook) => void): string {
  const raw = JSON.parse(tinyText) as RawNotebook;
  change(raw);
  return JSON.stringify(raw);
}

export function tinyLesson(): Lesson {
  const parsed = parseLesson("tiny", tinyText);
  if (parsed.type === "broken") throw new Error(JSON.stringify(parsed.faults));
  return parsed.lesson;
}

/** What a learner starts with, with these cells' sources replaced. */
export function learnerNotebook(lesson: Lesson, sources: Readonly<Record<string, string>> = {}): Notebook {
  const released = releaseLesson(lesson);
  if (released.type === "leaks") throw new Error(JSON.stringify(released.faults));
  // Through the file, as it really comes back.
  const notebook = readNotebookText(released.text, () => "new");
  return { ...notebook, cells: notebook.cells.map((cell) => ({ ...cell, source: sources[cell.id] ?? cell.source })) };
}

export function ownCell(id: string, source: string): Cell {
  return { cell_type: "code", id, source, metadata: {}, execution_count: null, outputs: [] };
}
