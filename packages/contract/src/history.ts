/** What happened to a document, and what differs between two moments: GET /api/history/:document, its /difference, and POST /restore and /merge. */
import { z } from "zod";

/** A version of a document: one stretch of work without a long pause. */
export interface HistoryVersion {
  /** Counts up within a document; the newest is the highest. */
  readonly version: number;
  /** "start": as the history began. "file": taken in from a file that changed by itself. "merge": taken in from a device's own copy. "lesson": brought up to a newer version of its lesson. */
  readonly kind: "start" | "edit" | "restore" | "file" | "merge" | "lesson";
  /** First and last change, ms since 1970. */
  readonly since: number;
  readonly at: number;
  readonly people: readonly string[];
  readonly changes: readonly CellChange[];
}

export type ChangeKind = "added" | "removed" | "changed" | "moved" | "outputs";

export interface CellChange {
  readonly cellId: string;
  readonly change: ChangeKind;
  /** 1 for the first cell; where it was, if it was removed. */
  readonly place: number;
  /** Names of who changed it; empty when that is not known. */
  readonly people: readonly string[];
  /** Names of those whose suggestions were accepted in it, when there were any. */
  readonly suggestedBy?: readonly string[] | undefined;
}

export interface History {
  /** Newest first. */
  readonly versions: readonly HistoryVersion[];
}

export interface LineChange {
  readonly type: "same" | "added" | "removed";
  readonly text: string;
}

export interface CellDifference {
  readonly cellId: string;
  readonly cellType: "code" | "markdown" | "raw" | "text";
  readonly change: ChangeKind;
  readonly place: number;
  /** Of the text; empty where only outputs or the place differ. */
  readonly lines: readonly LineChange[];
}

export interface Difference {
  readonly cells: readonly CellDifference[];
  /** The same as plain text, for those who copy it or hear it. */
  readonly text: string;
}

export interface RestoreRequest {
  readonly version: number;
}

export interface RestoreReply {
  /** The version that the restoring made. */
  readonly version: number;
  /** Restore this one to be back where you were. */
  readonly undo: number;
}

const changeKind = z.enum(["added", "removed", "changed", "moved", "outputs"]);
const place = z.number().int().min(1);

export const History: z.ZodType<History> = z.object({
  versions: z.array(
    z.object({
      version: z.number().int(),
      kind: z.enum(["start", "edit", "restore", "file", "merge", "lesson"]),
      since: z.number(),
      at: z.number(),
      people: z.array(z.string()),
      changes: z.array(
        z.object({
          cellId: z.string(),
          change: changeKind,
          place,
          people: z.array(z.string()),
          suggestedBy: z.array(z.string()).optional(),
        }),
      ),
    }),
  ),
});

export const lineChange: z.ZodType<LineChange> = z.object({
  type: z.enum(["same", "added", "removed"]),
  text: z.string(),
});

export const cellDifference: z.ZodType<CellDifference> = z.object({
  cellId: z.string(),
  cellType: z.enum(["code", "markdown", "raw", "text"]),
  change: changeKind,
  place,
  lines: z.array(lineChange),
});

export const Difference: z.ZodType<Difference> = z.object({
  cells: z.array(cellDifference),
  text: z.string(),
});

export const RestoreRequest: z.ZodType<RestoreRequest> = z.strictObject({ version: z.number().int().min(1) });
export const RestoreReply: z.ZodType<RestoreReply> = z.object({ version: z.number().int(), undo: z.number().int() });

/** `data_surgery.note` in the metadata of the cell that stands between two versions of a cell that both sides changed. */
export const bothChangedNote = "both-changed";

/** A device's own copy of a document whose history was replaced meanwhile. Both are notebooks as nbformat has them. */
export interface MergeRequest {
  /** As the server last confirmed it to that device; absent when that is not known. */
  readonly base?: unknown;
  readonly copy: unknown;
  /** False: only say what would happen. */
  readonly apply: boolean;
}

export interface MergeReply {
  /** Cells of the copy with something that the notebook lacks. Nothing to do when empty. */
  readonly cells: readonly CellDifference[];
  /** When it was done: restore this version to be back where you were. */
  readonly undo?: number | undefined;
}

export const MergeRequest: z.ZodType<MergeRequest> = z.strictObject({
  base: z.unknown().optional(),
  copy: z.unknown(),
  apply: z.boolean(),
});

export const MergeReply: z.ZodType<MergeReply> = z.object({
  cells: z.array(cellDifference),
  undo: z.number().int().optional(),
});
