// The full lab: every extension that is compiled in, and every prebuilt one that the server found.
import { PageConfig } from "@jupyterlab/coreutils";
import { extensions, mimeExtensions } from "generated-extensions";
import { loadFederated } from "./federated.js";
import { settingRegistry } from "../setting-registry.js";
import { startLab } from "../start-lab.js";

export async function main() {
  const prebuilt = await loadFederated(JSON.parse(PageConfig.getOption("federated_extensions") || "[]"));
  const [plugins, mimes] = await Promise.all([
    loadAll(extensions, prebuilt.names),
    loadAll(mimeExtensions, prebuilt.names),
  ]);
  await startLab({
    plugins: [...plugins, ...prebuilt.plugins, { name: "@data-surgery/lab", module: settingRegistry }],
    mimeExtensions: [...mimes, ...prebuilt.mimeExtensions],
  });
}

/** A prebuilt extension of the same name replaces the compiled-in one. One that fails to load is left out, and said so. */
async function loadAll(loaders, replaced) {
  const wanted = Object.entries(loaders).filter(([name]) => !replaced.has(name));
  const loaded = await Promise.allSettled(wanted.map(async ([name, load]) => ({ name, module: await load() })));
  return loaded.flatMap((result) => {
    if (result.status === "fulfilled") return [result.value];
    console.error(result.reason);
    return [];
  });
}
