/** A launcher at a level of the ladder, for tests. It closes its sandbox with itself. */
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openSandbox, type IsolationLevel } from "../sandbox/index.js";
import { sandboxedLauncher, type KernelLauncher, type LauncherOptions } from "./kernel-launcher.js";

const root = join(import.meta.dirname, "..", "..", "..");
const nodeModules = join(root, "node_modules");

/** @param files the contents root */
export async function openTestLauncher(
  wanted: IsolationLevel | "auto",
  files: string,
  more: Partial<Pick<LauncherOptions, "waiting" | "limits" | "openDoor" | "packs" | "runFolder" | "onError">> = {},
): Promise<KernelLauncher> {
  const sandbox = await openSandbox({ wanted, files, hidden: [], nodeModules, env: process.env });
  const launcher = sandboxedLauncher({
    sandbox,
    root: files,
    nodeModules,
    shows: [
      nodeModules,
      ...["kernel", "packages/contract", "packages/jupyter", "packages/opendata"].map((path) => join(root, path)),
    ],
    env: process.env,
    runFolder: tmpdir(),
    waiting: 0,
    onError: (error) => {
      throw error;
    },
    ...more,
  });
  return {
    ...launcher,
    [Symbol.asyncDispose]: async () => {
      await launcher[Symbol.asyncDispose]();
      await sandbox[Symbol.asyncDispose]();
    },
  };
}
