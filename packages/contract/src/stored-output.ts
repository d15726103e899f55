/** An output that is too large for a live document: what stands in its place there. GET /api/outputs/:document/:hash gives the whole, as nbformat has it. */
import { z } from "zod";

/** The key in an output's `data`. */
export const storedOutputMime = "application/vnd.data-surgery.stored-output+json";

export interface StoredOutput {
  /** Id of the document that it belongs to. */
  readonly document: string;
  /** SHA-256 in hex of the stored text. */
  readonly hash: string;
  /** Size of the whole, in bytes. */
  readonly bytes: number;
  /** What it is, for a sentence: the richest MIME type, or "text". */
  readonly shows: string;
}

export const StoredOutput: z.ZodType<StoredOutput> = z.object({
  document: z.string().regex(/^[0-9a-f]{32}$/),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(0),
  shows: z.string().max(200),
});
