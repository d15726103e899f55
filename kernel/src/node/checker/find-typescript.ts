/**
 * The one version of TypeScript whose native interface we know. That interface is marked unstable: another version may answer
 * otherwise, so it is not used at all.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Typescript from "typescript/unstable/async";

export const typescriptVersion = "7.0.2";

export type TypescriptModule = typeof Typescript;

export type FoundTypescript =
  | { readonly type: "found"; readonly load: () => Promise<TypescriptModule> }
  | { readonly type: "missing"; readonly message: string };

const consequence =
  "Cells run as always, but their types are not checked, and completion knows only what is in memory.";

export function findTypescript(): FoundTypescript {
  const version = installedVersion();
  if (version === typescriptVersion) return { type: "found", load: () => import("typescript/unstable/async") };
  const found =
    version === undefined ? "is not installed" : `${typescriptVersion} is needed, but ${version} is installed`;
  return { type: "missing", message: `TypeScript ${found}. ${consequence}` };
}

function installedVersion(): string | undefined {
  try {
    const file = createRequire(import.meta.url).resolve("typescript/package.json");
    const { version } = JSON.parse(readFileSync(file, "utf8")) as { version?: unknown };
    return typeof version === "string" ? version : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
