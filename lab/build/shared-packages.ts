/** The module federation share scope of the full lab: what a prebuilt extension gets from the page instead of bringing its own. */
import { coreMeta, readManifest } from "./core-meta.ts";
import { collaborationSingletons } from "./extensions.ts";

export interface SharedPackage {
  readonly requiredVersion: string;
  readonly version: string;
  readonly singleton: boolean;
}

/** No root module, only subpaths: it cannot be shared by name. */
const notShareable = new Set(["y-protocols"]);

export function sharedPackages(extensions: readonly string[]): Record<string, SharedPackage> {
  const singletons = new Set([...coreMeta.jupyterlab.singletonPackages, ...collaborationSingletons]);
  const names = new Set([...Object.keys(coreMeta.resolutions), ...extensions, ...collaborationSingletons]);
  for (const extension of extensions) {
    const manifest = readManifest(extension);
    for (const dependency of Object.keys(manifest?.dependencies ?? {})) {
      if (manifest?.jupyterlab?.sharedPackages?.[dependency] !== false) names.add(dependency);
    }
  }
  const shared: Record<string, SharedPackage> = {};
  for (const name of [...names].toSorted()) {
    if (notShareable.has(name) || name.startsWith("@data-surgery/")) continue;
    const manifest = readManifest(name);
    if (manifest === undefined || !hasRootModule(name)) continue;
    shared[name] = {
      requiredVersion: `^${manifest.version}`,
      version: manifest.version,
      singleton: singletons.has(name),
    };
  }
  return shared;
}

function hasRootModule(name: string): boolean {
  try {
    import.meta.resolve(name);
    return !name.startsWith("@fontsource");
  } catch (error) {
    if (error instanceof Error && "code" in error && typeof error.code === "string") return false;
    throw error;
  }
}
