import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";

/** Every package that a file leads to by imports that stay at run time. */
function packagesFrom(file: string, seen: Set<string>, found: Set<string>): Set<string> {
  if (seen.has(file)) return found;
  seen.add(file);
  const text = readFileSync(file, "utf8");
  const { module } = parseSync(file, text);
  const specifiers = [
    ...module.staticImports
      .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
      .map(({ moduleRequest }) => moduleRequest.value),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ moduleRequest, isType }) => (moduleRequest === null || isType ? [] : [moduleRequest.value])),
    ),
    ...module.dynamicImports.map(({ moduleRequest }) => text.slice(moduleRequest.start + 1, moduleRequest.end - 1)),
  ];
  for (const specifier of specifiers) {
    if (!specifier.startsWith(".")) found.add(specifier);
    else packagesFrom(join(dirname(file), specifier).replace(/\.js$/, ".ts"), seen, found);
  }
  return found;
}

test("the face of publishing for pages leads to nothing of Node and no database", () => {
  const packages = packagesFrom(join(import.meta.dirname, "browser.ts"), new Set(), new Set());
  expect([...packages].filter((name) => name.startsWith("node:") || name.includes("duckdb") || name === "zod")).toEqual(
    [],
  );
});
