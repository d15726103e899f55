import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { coreMeta } from "./core-meta.ts";
import { collaborationSingletons, fullExtensions, fullMimeExtensions, learnerExtensions } from "./extensions.ts";
import { labFolder } from "./paths.ts";
import { sharedPackages } from "./shared-packages.ts";

const read = (file: string): unknown => JSON.parse(readFileSync(join(labFolder, file), "utf8"));
const { dependencies } = read("package.json") as { dependencies: Record<string, string> };
const learnerPlugins = read("src/learner/plugins.json") as string[];

test("every package of both pages is a dependency of the lab, named once", () => {
  for (const list of [fullExtensions, learnerExtensions, Object.keys(fullMimeExtensions)]) {
    expect(list).toEqual([...new Set(list)]);
    expect(list.filter((name) => dependencies[name] === undefined)).toEqual([]);
  }
});

test("the learner's page has only plugins of its own packages, and none that leads away from the lesson", () => {
  const packages = new Set(learnerExtensions);
  expect(learnerPlugins).toEqual([...new Set(learnerPlugins)]);
  expect(learnerPlugins.filter((id) => !packages.has(id.split(":")[0] ?? ""))).toEqual([]);
  expect(
    learnerPlugins.filter((id) => /announcements|filebrowser|launcher|mainmenu|:main$|:settings$|terminal/.test(id)),
  ).toEqual(["@jupyterlab/services-extension:terminal-manager"]);
});

test("prebuilt extensions get every singleton of JupyterLab, and of collaboration, from the page", () => {
  const shared = sharedPackages([...fullExtensions, ...Object.keys(fullMimeExtensions)]);
  const wanted = [...coreMeta.jupyterlab.singletonPackages, ...collaborationSingletons];
  const missing = wanted.filter((name) => shared[name]?.singleton !== true);
  expect(missing).toEqual(["@jupyterlab/debugger", "@jupyterlab/extensionmanager", "@jupyterlab/terminal"]);
});
