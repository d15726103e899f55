/**
 * The one version of TypeScript whose native interface we know. That interface is marked unstable: another version may answer
 * otherwise, so it is not used at all.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

export const typescriptVersion = "7.0.2";

export type FoundTypescript =
  | {
      readonly type: "found";
      readonly executable: string;
      /** The folder whose `node_modules` has it, and the packages that came with us. */
      readonly home: string;
    }
  | { readonly type: "missing"; readonly message: string };

const consequence =
  "Cells run as always, but their types are not checked, and completion knows only what is in memory.";

export function findTypescript(): FoundTypescript {
  const wrapper = packageFile("typescript", import.meta.url);
  if (wrapper === undefined) return missing("is not installed");
  const native = packageFile(`@typescript/typescript-${process.platform}-${process.arch}`, wrapper);
  const installed = native === undefined ? [wrapper] : [wrapper, native];
  const version = installed.map(versionIn).find((one) => one !== typescriptVersion);
  if (version !== undefined) return missing(`${typescriptVersion} is needed, but ${version} is installed`);
  if (native === undefined) return missing("is not installed for this machine");
  const executable = join(dirname(native), "lib", process.platform === "win32" ? "tsc.exe" : "tsc");
  return { type: "found", executable, home: join(dirname(wrapper), "..", "..") };
}

function missing(found: string): FoundTypescript {
  return { type: "missing", message: `TypeScript ${found}. ${consequence}` };
}

function packageFile(name: string, from: string): string | undefined {
  try {
    return createRequire(from).resolve(`${name}/package.json`);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

function versionIn(file: string): string {
  const { version } = JSON.parse(readFileSync(file, "utf8")) as { version?: unknown };
  return String(version);
}
