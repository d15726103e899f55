/**
 * What a helper sends to learners: a hint, or a cell to put into their notebook. GET /api/pushes → MyPushes: what was sent to the caller
 * and is neither taken nor put aside. POST /api/pushes/:id PushAnswer → 204. News of it is an event of type `push` without content on
 * GET /api/progress/stream. The text is what somebody typed: to be shown as text, or as Markdown that was made safe.
 */
import { z } from "zod";

export type PushKind = "hint" | "markdown" | "code";
export const PushKind: z.ZodType<PushKind> = z.enum(["hint", "markdown", "code"]);

export const longestPush: number = 4000;

export interface PushedItem {
  readonly id: string;
  readonly kind: PushKind;
  readonly text: string;
  /** The helper's name. */
  readonly from: string;
  readonly at: number;
}

export interface MyPushes {
  /** Oldest first. */
  readonly pushes: readonly PushedItem[];
}
export const MyPushes: z.ZodType<MyPushes> = z.object({
  pushes: z.array(z.object({ id: z.string(), kind: PushKind, text: z.string(), from: z.string(), at: z.number() })),
});

/** `page` tells one page from another: only one of them is told to put a cell in, and that one may ask again. */
export type PushAnswer = { readonly type: "seen" | "dismissed" } | { readonly type: "taken"; readonly page: string };
export const PushAnswer: z.ZodType<PushAnswer> = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("seen") }),
  z.strictObject({ type: z.literal("dismissed") }),
  z.strictObject({ type: z.literal("taken"), page: z.string().min(1).max(100) }),
]);

/** The id of the cell that it becomes: the same on every page, so that one that is there is not put there again. */
export function pushedCellId(id: string): string {
  return `sent-${id}`;
}
