/** The way from kernels to open-data sites: one list and one store of answers for the whole workshop, a door for each kernel. */
import { join } from "node:path";
import type { DataFolder } from "./data-folder.js";
import { mebibyte } from "./http/index.js";
import type { KernelDoor } from "./jupyter/index.js";
import {
  createOpenDataDoors,
  openAnswerCache,
  openSiteList,
  realNetwork,
  type OpenDataDoors,
  type Sandbox,
} from "./sandbox/index.js";

/** The way to the open-data sites; none on Windows, which has no sockets that are files. */
export async function openOpenDataDoors(
  sandbox: Sandbox,
  folder: DataFolder,
  onError: (error: unknown) => void,
): Promise<OpenDataDoors | undefined> {
  if (process.platform === "win32") return undefined;
  const sites = openSiteList(folder.file("open-data-sites.txt"));
  return createOpenDataDoors({
    rules: {
      // A kernel that has the network anyway gains nothing by the door but what is kept.
      sites: sandbox.hidesNetwork ? sites : undefined,
      network: realNetwork,
      mostBytes: 100 * mebibyte,
      longest: 5 * 60_000,
    },
    cache: await openAnswerCache(folder.file("open-data-cache"), 1024 * mebibyte),
    now: Date.now,
    onError,
  });
}

/** @param preload makes the kernel's `fetch` use the door */
export function doorOpener(doors: OpenDataDoors, preload: string): (run: string) => Promise<KernelDoor> {
  return async (run) => {
    const socket = join(run, "out");
    const door = await doors.open(socket);
    const env = { SURGERY_PROXY_SOCKET: socket, NODE_OPTIONS: `--require=${JSON.stringify(preload)}` };
    return { env, [Symbol.asyncDispose]: () => door[Symbol.asyncDispose]() };
  };
}
