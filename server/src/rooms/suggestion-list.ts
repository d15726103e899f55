/**
 * Changes that somebody proposes, apart from the document (SPEC RO27): a pure list with its rules, and what accepting one does to a
 * cell. A proposal holds the text that it was made on, so that what changed in the cell meanwhile is merged line by line and never lost.
 */
import { AppError, mergeLines, type NamedPerson, type Suggestion } from "@data-surgery/contract";
import * as Y from "yjs";
import { findCell, replaceText } from "./notebook-document.js";

/** Open ones that one person may have in one notebook. */
const mostOpen = 40;

/** The new one, and one of theirs for the same cell that it takes the place of. @throws AppError `rooms.too-many` */
export function planSuggestion(
  known: readonly Suggestion[],
  made: Suggestion,
): { readonly made: Suggestion; readonly replaced: Suggestion | undefined } {
  const own = known.filter((one) => one.state === "open" && one.author.personId === made.author.personId);
  const before = own.find((one) => one.cellId === made.cellId);
  if (before === undefined && own.length >= mostOpen)
    throw new AppError("rooms.too-many", { count: own.length, what: "suggestions of yours" });
  return { made, replaced: before && { ...before, state: "withdrawn", decidedBy: made.author } };
}

/** @throws AppError `rooms.gone` when it is not open any more */
export function openSuggestion(known: readonly Suggestion[], id: string): Suggestion {
  const found = known.find((one) => one.id === id);
  if (found?.state !== "open") throw new AppError("rooms.gone");
  return found;
}

export const decided = (
  one: Suggestion,
  state: "accepted" | "declined" | "withdrawn",
  by: NamedPerson,
): Suggestion => ({
  ...one,
  state,
  decidedBy: { personId: by.personId, name: by.name },
});

export type Acceptance = { readonly type: "done" } | { readonly type: "changed-meanwhile"; readonly now: string };

/** Writes a proposal into its cell. @throws AppError `rooms.gone` when the cell is not there any more */
export function writeSuggestion(doc: Y.Doc, { cellId, base, text }: Suggestion, replace: boolean): Acceptance {
  const source: unknown = findCell(doc, cellId)?.get("source");
  if (!(source instanceof Y.Text)) throw new AppError("rooms.gone");
  const now = source.toJSON();
  const wanted = replace ? text : mergeLines(base, now, text);
  if (wanted === undefined) return { type: "changed-meanwhile", now };
  replaceText(source, wanted);
  return { type: "done" };
}
