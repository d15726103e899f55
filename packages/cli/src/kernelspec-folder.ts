/** The folder by which Jupyter finds a kernel (https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs). */
import { surgerySpec } from "@data-surgery/server";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

export interface KernelspecPlace {
  readonly prefix?: string;
  readonly user?: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

const kernelFolder = resolve(import.meta.dirname, "../../../kernel");

/** Gives the folder. @throws Error with what to do when the kernel is not built */
export function installKernelspec(place: KernelspecPlace, env: Environment): string {
  const spec = surgerySpec(kernelFolder);
  if (spec === undefined) throw new Error("The kernel is not built yet. Run: npm run build");
  const folder = folderOf(place, env, spec.name);
  mkdirSync(folder, { recursive: true });
  const { argv, displayName, language, interruptMode, metadata } = spec;
  const file = { argv, display_name: displayName, language, interrupt_mode: interruptMode, metadata };
  writeFileSync(join(folder, "kernel.json"), `${JSON.stringify(file, null, 1)}\n`);
  writeFileSync(join(folder, "logo-svg.svg"), logo);
  return folder;
}

/** Gives the folder that was removed, if there was one. */
export function removeKernelspec(place: KernelspecPlace, env: Environment): string | undefined {
  const folder = folderOf(place, env, "surgery");
  if (!existsSync(join(folder, "kernel.json"))) return undefined;
  rmSync(folder, { recursive: true });
  return folder;
}

function folderOf({ prefix }: KernelspecPlace, env: Environment, name: string): string {
  return join(prefix === undefined ? userFolder(env) : join(resolve(prefix), "share", "jupyter"), "kernels", name);
}

function userFolder(env: Environment): string {
  if (env["JUPYTER_DATA_DIR"] !== undefined) return env["JUPYTER_DATA_DIR"];
  if (process.platform === "darwin") return join(homedir(), "Library", "Jupyter");
  if (process.platform === "win32") return join(env["APPDATA"] ?? homedir(), "jupyter");
  return join(env["XDG_DATA_HOME"] ?? join(homedir(), ".local", "share"), "jupyter");
}

const logo = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><rect width="64" height="64" rx="10" fill="#2b5fb4"/><path d="M12 18h24v6h-9v26h-7V24h-8zM52 27c-3-3-12-3-12 2 0 6 13 3 13 12 0 10-15 11-20 5l3-6c4 4 11 4 11 1 0-5-14-3-14-12 0-10 14-11 20-7z" fill="#fff"/></svg>\n`;
