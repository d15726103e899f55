import { expect, test } from "vitest";
import { assertNoDuplicates, findDuplicates } from "./duplicates.ts";

const modules = (...paths: string[]): { resource: string }[] => paths.map((path) => ({ resource: `/lab/${path}` }));

test("two copies of one package in a bundle are found by their folders, however deep", () => {
  const found = findDuplicates(
    modules(
      "node_modules/yjs/dist/yjs.mjs",
      "node_modules/@jupyter/ydoc/node_modules/yjs/dist/yjs.mjs",
      "node_modules/@lumino/widgets/lib/a.js",
      "node_modules/@lumino/widgets/lib/b.js",
      "src/own.js",
    ),
  );
  expect(found).toEqual([
    { name: "yjs", folders: ["/lab/node_modules/@jupyter/ydoc/node_modules/yjs", "/lab/node_modules/yjs"] },
  ]);
});

test("a build with a duplicated singleton fails and says which copies there are", () => {
  const doubled = modules(
    "node_modules/@jupyter/web-components/dist/a.js",
    "node_modules/@jupyter/react-components/node_modules/@jupyter/web-components/dist/a.js",
  );
  expect(() => assertNoDuplicates(doubled)).toThrow(/@jupyter\/web-components:\n.*react-components\/node_modules/);
});

test("only what stands on the reviewed list may be there twice", () => {
  expect(() =>
    assertNoDuplicates(modules("node_modules/marked/a.js", "node_modules/x/node_modules/marked/a.js")),
  ).not.toThrow();
  expect(() =>
    assertNoDuplicates(modules("node_modules/react/a.js", "node_modules/x/node_modules/react/a.js")),
  ).toThrow("react");
});
