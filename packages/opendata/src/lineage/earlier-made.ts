/** Where a file came from that a notebook read, over as many notebooks as there were: each left its own note beside what it wrote. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { nothingThere } from "../publish/node/durable-files.js";
import type { SourceFile } from "../read/source-table.js";
import {
  madeByName,
  mostEarlier,
  mostLineageBytes,
  parseMadeBy,
  unnamedNotebook,
  type EarlierMade,
  type MadeBy,
  type MadeFrom,
} from "./made-by.js";

/** What lies beside a file; undefined where there is nothing, or nothing that can be read. */
export async function madeBeside(path: string): Promise<MadeBy | undefined> {
  const beside = madeByName(path);
  const size = (await stat(beside).catch(nothingThere))?.size;
  return size === undefined || size > mostLineageBytes ? undefined : parseMadeBy(await readFile(beside, "utf8"));
}

/** The note beside a file that was read, and what it says of these very bytes. */
export type BeforeFile =
  /** It was written by a notebook, and by no hand since. */
  | { readonly type: "made"; readonly file: string; readonly made: MadeBy }
  /** A note is there, and it is of other bytes. */
  | { readonly type: "other"; readonly words: Pick<MadeFrom, "changedSince" | "madeAnewSince"> }
  | { readonly type: "nothing" };

export async function beforeFile(file: SourceFile | undefined): Promise<BeforeFile> {
  if (file?.path === undefined) return { type: "nothing" };
  const made = await madeBeside(file.path);
  if (made === undefined) return { type: "nothing" };
  if (made.sha256 === file.sha256) return { type: "made", file: file.name, made };
  const notebook = made.notebook ?? unnamedNotebook;
  // Whoever reads, and saves an hour later, may find that the first notebook ran again meanwhile: nobody's hand was in it then.
  const isAnew = (await sumOf(file.path)) === made.sha256;
  return { type: "other", words: isAnew ? { madeAnewSince: notebook } : { changedSince: notebook } };
}

async function sumOf(path: string): Promise<string | undefined> {
  const sum = createHash("sha256");
  try {
    await pipeline(createReadStream(path), sum);
  } catch (error) {
    nothingThere(error);
    return undefined;
  }
  return sum.digest("hex");
}

/** Which cell wrote which bytes. Not the bytes alone: a cell that changes nothing is a step on the way as well. */
function actOf({ sha256, cells }: Pick<MadeBy, "sha256" | "cells">): string {
  return `${sha256} ${cells.at(-1)?.sha256 ?? ""}`;
}

/** Oldest first, each once; of very many the newest. */
export function earlierOf(
  before: readonly BeforeFile[],
  own: Pick<MadeBy, "sha256" | "cells">,
): Pick<MadeBy, "earlier" | "earlierCut"> {
  const known = new Map<string, EarlierMade>();
  let cut = false;
  for (const one of before) {
    if (one.type !== "made") continue;
    const { format: _format, earlier = [], earlierCut, ...made } = one.made;
    cut ||= earlierCut === true;
    // The same cell wrote the same bytes before, over the file that it reads: that is no step of its own.
    const line = actOf(made) === actOf(own) ? earlier : [...earlier, { file: one.file, ...made }];
    for (const file of line) if (!known.has(actOf(file))) known.set(actOf(file), file);
  }
  const all = [...known.values()];
  const kept = all.slice(-mostEarlier);
  return {
    ...(kept.length === 0 ? {} : { earlier: kept }),
    ...(cut || kept.length < all.length ? { earlierCut: true } : {}),
  };
}
