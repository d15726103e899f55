import { expect, test } from "vitest";
import { createImportHook } from "./import-hook.js";

const modules: Readonly<Record<string, unknown>> = {
  esm: { readFile: 1, default: { hidden: 2 } },
  cjs: { default: { parse: 3 } },
};
const load = createImportHook((specifier, options) =>
  Promise.resolve(options.with === undefined ? modules[specifier] : options),
);

test("a whole module comes as it is, with the attributes handed on", async () => {
  expect(await load("esm")).toBe(modules["esm"]);
  expect(await load("data.json", { with: { type: "json" } })).toEqual({ with: { type: "json" } });
});

test("names come from the module, and from the default of a CommonJS one", async () => {
  expect(await load("esm", undefined, ["readFile", "default"])).toEqual({ readFile: 1, default: { hidden: 2 } });
  expect(await load("cjs", undefined, ["parse"])).toEqual({ parse: 3 });
});

test("a name that is nowhere is an error; one that looks like a type is left out", async () => {
  await expect(load("esm", undefined, ["readfile"])).rejects.toThrow('"esm" has nothing called "readfile".');
  await expect(createImportHook(() => Promise.resolve({ a: 1 }))("m", {}, ["default"])).rejects.toThrow(
    "no default export",
  );
  expect(await load("esm", undefined, ["Stats"])).toEqual({});
});
