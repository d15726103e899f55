import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";

/** Every file of ours that one leads to, and every package, by imports that stay at run time, the late ones included. */
function reachedFrom(start: string): { readonly files: Set<string>; readonly packages: Set<string> } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const specifier of importsOf(file)) {
      if (!specifier.startsWith(".")) packages.add(specifier);
      else visit(join(dirname(file), specifier).replace(/\.js$/, ".ts"));
    }
  };
  visit(start);
  return { files, packages };
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const { module } = parseSync(file, text);
  const found = module.staticImports
    .filter(({ entries }) => entries.length === 0 || entries.some(({ isType }) => !isType))
    .map(({ moduleRequest }) => moduleRequest.value);
  for (const { entries } of module.staticExports)
    for (const { moduleRequest, isType } of entries)
      if (moduleRequest !== null && !isType) found.push(moduleRequest.value);
  for (const { moduleRequest } of module.dynamicImports)
    found.push(text.slice(moduleRequest.start + 1, moduleRequest.end - 1));
  return found;
}

test("the toolkit's face for pages leads to nothing of Node, no database, no table class and no drawing", () => {
  const { files, packages } = reachedFrom(join(import.meta.dirname, "browser.ts"));
  expect([...packages].toSorted()).toEqual(["@e965/xlsx", "chardet"]);
  const names = [...files].map((file) => file.slice(import.meta.dirname.length + 1));
  expect(names.filter((name) => !existsSync(join(import.meta.dirname, name)))).toEqual([]);
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name) => /^(charts|sql|place)\/|^table\/table\.ts$|fetch-bytes|read-source/.test(name))).toEqual(
    [],
  );
});
