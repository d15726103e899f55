/**
 * Answers kept on disk, so that thirty people who fetch one file fetch it once, and a room without internet still has what was
 * fetched before. One answer is two files named after its key: what it is, and its bytes.
 */
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

export interface KeptAnswer {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  readonly freshUntil: number;
}

export interface FoundAnswer extends KeptAnswer {
  readonly size: number;
  body(): Readable;
}

export interface AnswerCache {
  find(key: string): Promise<FoundAnswer | undefined>;
  /** Rejects, and keeps nothing, when the body ends in an error. */
  keep(key: string, answer: KeptAnswer, body: Readable): Promise<FoundAnswer>;
  /** Addresses of a host's files that are kept, the newest first. None with a question in it: that would tell what others searched for. */
  filesFrom(host: string, most: number): Promise<readonly string[]>;
}

/** Of how many answers it is asked whose they are, when somebody without internet wants to know what there is. */
const mostLookedAt = 5000;

/** @param mostBytes all answers together; those that were not asked for longest go first */
export async function openAnswerCache(folder: string, mostBytes: number): Promise<AnswerCache> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) if (name.endsWith(".new")) await rm(join(folder, name), { force: true });
  const fileOf = (key: string, kind: "json" | "body"): string => join(folder, `${key}.${kind}`);
  const find = async (key: string): Promise<FoundAnswer | undefined> => {
    try {
      const kept = await readAnswer(fileOf(key, "json"));
      if (kept === undefined) return undefined;
      const body = fileOf(key, "body");
      const { size } = await stat(body);
      const now = new Date();
      await utimes(body, now, now);
      return { ...kept, size, body: () => createReadStream(body) };
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  };
  return {
    find,
    filesFrom: async (host, most) => {
      const found = new Map<string, number>();
      // One after another: thousands at once are more open files than a process may have.
      for (const name of (await readdir(folder)).filter((each) => each.endsWith(".json")).slice(0, mostLookedAt)) {
        const answer = await readAnswer(join(folder, name));
        if (answer === undefined || !URL.canParse(answer.url)) continue;
        const url = new URL(answer.url);
        if (url.host === host && url.search === "") found.set(url.href, answer.keptAt);
      }
      const newest = [...found].toSorted(([, one], [, other]) => other - one);
      return newest.slice(0, most).map(([url]) => url);
    },
    keep: async (key, answer, body) => {
      const temporary = join(folder, `${randomBytes(8).toString("hex")}.new`);
      try {
        await pipeline(body, createWriteStream(temporary, { mode: 0o600 }));
        await rename(temporary, fileOf(key, "body"));
        await writeFile(temporary, JSON.stringify(answer), { mode: 0o600 });
        await rename(temporary, fileOf(key, "json"));
      } finally {
        await rm(temporary, { force: true });
      }
      await makeRoom(folder, mostBytes);
      const found = await find(key);
      if (found === undefined) throw new Error("An answer was lost as it was kept.");
      return found;
    },
  };
}

/** Half an answer, after a power cut, is none; so is one that was making way just now. */
async function readAnswer(file: string): Promise<KeptAnswer | undefined> {
  try {
    return JSON.parse(await readFile(file, "utf8")) as KeptAnswer;
  } catch (error) {
    if (error instanceof SyntaxError || isGone(error)) return undefined;
    throw error;
  }
}

function isGone(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}

export function keyOf(url: URL, accept: string): string {
  return createHash("sha256").update(`${url.href}\n${accept}`).digest("hex");
}

async function makeRoom(folder: string, mostBytes: number): Promise<void> {
  const bodies = (await readdir(folder)).filter((name) => name.endsWith(".body"));
  const sized = await Promise.all(
    bodies.map(async (name) => {
      const stats = await stat(join(folder, name)).catch(() => undefined);
      return { name, size: stats?.size ?? 0, used: stats?.mtimeMs ?? 0 };
    }),
  );
  let total = sized.reduce((sum, { size }) => sum + size, 0);
  // The newest stays whatever its size: it is about to be sent.
  for (const { name, size } of sized.toSorted((a, b) => a.used - b.used).slice(0, -1)) {
    if (total <= mostBytes) return;
    total -= size;
    await rm(join(folder, name.replace(/body$/, "json")), { force: true });
    await rm(join(folder, name), { force: true });
  }
}
