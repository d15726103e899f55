/** Prebuilt JupyterLab extensions on this computer: those of the workshop first, then Jupyter's own data folders. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

export interface PrebuiltExtension {
  readonly name: string;
  readonly folder: string;
  readonly load: string;
  readonly extension?: string | undefined;
  readonly mimeExtension?: string | undefined;
  readonly style?: string | undefined;
  readonly disabledExtensions: readonly string[];
}

const Manifest = z.object({
  name: z.string().regex(/^(@[a-z0-9~-][a-z0-9._~-]*\/)?[a-z0-9~-][a-z0-9._~-]*$/i),
  jupyterlab: z.object({
    disabledExtensions: z.array(z.string()).default([]),
    _build: z.object({
      load: z.string(),
      extension: z.string().optional(),
      mimeExtension: z.string().optional(),
      style: z.string().optional(),
    }),
  }),
});

/** @param folders those that hold one folder an extension (or a scope), the most important first */
export function findPrebuiltExtensions(folders: readonly string[]): PrebuiltExtension[] {
  const found = new Map<string, PrebuiltExtension>();
  for (const folder of folders.filter((path) => existsSync(path))) {
    for (const candidate of candidates(folder)) {
      const extension = readExtension(candidate);
      if (extension !== undefined && !found.has(extension.name)) found.set(extension.name, extension);
    }
  }
  return [...found.values()];
}

function candidates(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.name.startsWith("@") ? readdirSync(path).map((name) => join(path, name)) : [path];
    });
}

function readExtension(folder: string): PrebuiltExtension | undefined {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
  const parsed = Manifest.safeParse(raw);
  if (!parsed.success) return undefined;
  const { name, jupyterlab } = parsed.data;
  return { name, folder, ...jupyterlab._build, disabledExtensions: jupyterlab.disabledExtensions };
}
