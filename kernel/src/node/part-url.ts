/**
 * Where a part of the kernel is loaded from: packed into one file (`kernel/pack.mjs`), if that was done since the last compile. One
 * file is read much sooner than fifty, and a kernel that starts is waited for.
 */
import { statSync } from "node:fs";

const timeOf = (path: string): number =>
  statSync(new URL(path, import.meta.url), { throwIfNoEntry: false })?.mtimeMs ?? 0;

const folder =
  timeOf("../packed/wire/worker.js") > Math.max(timeOf("../core.tsbuildinfo"), timeOf("../node.tsbuildinfo"))
    ? "../packed/"
    : "./";

/** @param path from this folder, such as "wire/worker.js" */
export function partUrl(path: string): URL {
  return new URL(folder + path, import.meta.url);
}
