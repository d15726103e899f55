import { chmodSync } from "node:fs";
import type { DataFolder } from "./data-folder.js";

/**
 * The folder of the packs (areas, postcodes) that the organiser installed with `surgery pack add`. Everybody's kernels and checks may
 * read it: what is in it is published data. At some levels they run as other users, so it is opened to them, unlike all beside it.
 */
export function installedPacks(folder: DataFolder): string {
  const packs = folder.folder("packs");
  if (process.platform !== "win32") chmodSync(packs, 0o755);
  return packs;
}
