/**
 * Brings an older lesson up to the format of today, one step a format, before anything else is read. A step changes only what its
 * format changed and takes JSON as it is found: whatever is wrong with it is said afterwards, by the same rules as for a new lesson.
 */
import { lessonFormat, lessonKey } from "@data-surgery/contract";
import type { JsonObject, Notebook } from "@data-surgery/jupyter";

type Upgrade = (notebook: Notebook, ours: JsonObject) => Notebook;

/** From the format that is the key to the next. Frozen fixtures of each: packages/grading/fixtures/format-N. */
const upgrades: ReadonlyMap<number, Upgrade> = new Map([[1, toSecond]]);

/** The oldest format that can still be read. */
export const oldestFormat: number = Math.min(...upgrades.keys());

/** As it is when its format is unknown, too old or too new: who reads it says so. */
export function upgradeLesson(notebook: Notebook): Notebook {
  let now = notebook;
  for (;;) {
    const ours = now.metadata[lessonKey];
    if (typeof ours !== "object" || ours === null || Array.isArray(ours)) return now;
    const { format } = ours as JsonObject;
    const upgrade = typeof format === "number" && format < lessonFormat ? upgrades.get(format) : undefined;
    if (upgrade === undefined) return now;
    now = upgrade(now, ours as JsonObject);
  }
}

/** 2 adds questions that people review, aims and release ids; what 1 had means the same. */
function toSecond(notebook: Notebook, ours: JsonObject): Notebook {
  return { ...notebook, metadata: { ...notebook.metadata, [lessonKey]: { ...ours, format: 2 } } };
}
