/**
 * What the server is about to do to the published folder, noted beside the draft before it is done. Whoever is stopped in the middle leaves
 * the folder right and the store behind; by this note the next start knows whether what stands there is that release, or one of the command.
 */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

export type Intent =
  /** `at`: the time that the release will carry. */
  | { readonly type: "publish"; readonly at: number }
  | { readonly type: "retire"; readonly why: string; readonly keepFiles: boolean };

const Stored: z.ZodType<Intent> = z.union([
  z.object({ type: z.literal("publish"), at: z.number() }),
  z.object({ type: z.literal("retire"), why: z.string(), keepFiles: z.boolean() }),
]);

const name = "intent.json";

export async function writeIntent(drafts: string, id: string, intent: Intent): Promise<void> {
  await mkdir(join(drafts, id), { recursive: true });
  await writeFile(join(drafts, id, name), JSON.stringify(intent), { flush: true });
}

/** Undefined where there is none, or where its writer was stopped in the middle: then nothing had been done. */
export async function readIntent(drafts: string, id: string): Promise<Intent | undefined> {
  try {
    return Stored.parse(JSON.parse(await readFile(join(drafts, id, name), "utf8")));
  } catch (error) {
    if (error instanceof SyntaxError || (error instanceof Error && "code" in error && error.code === "ENOENT"))
      return undefined;
    throw error;
  }
}

export interface PublishedThere {
  readonly version: string;
  readonly publishedAt: number;
  readonly changes: readonly string[];
}

const Latest = z.object({
  version: z.string().regex(/^v[1-9]\d*$/),
  versions: z.array(z.object({ published: z.string(), changes: z.array(z.string()) })).min(1),
});

/** What the folder says is published; undefined where it says nothing. */
export async function readPublishedThere(site: string, slug: string): Promise<PublishedThere | undefined> {
  let text: string;
  try {
    text = await readFile(join(site, slug, "latest.json"), "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
  const { version, versions } = Latest.parse(JSON.parse(text));
  return { version, publishedAt: Date.parse(versions[0]?.published ?? ""), changes: versions[0]?.changes ?? [] };
}

/** Whether somebody was stopped while publishing to the folder (or is at it just now). */
export async function isUnfinished(site: string): Promise<boolean> {
  try {
    return (await readdir(join(site, ".publishing"))).some((one) => one !== "lock" && !one.startsWith("lock-"));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
