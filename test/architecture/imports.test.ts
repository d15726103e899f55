import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, posix, relative } from "node:path";
import { parseSync } from "oxc-parser";
import { expect, test } from "vitest";
import { rooms, testPackages, type Room } from "./import-table.js";

const root = join(import.meta.dirname, "..", "..");
const ownPackages: Readonly<Record<string, string>> = {
  "@data-surgery/contract": "packages/contract",
  "@data-surgery/jupyter": "packages/jupyter",
  "@data-surgery/grading": "packages/grading",
  "@data-surgery/opendata": "packages/opendata",
  "@data-surgery/design": "packages/design",
  "@data-surgery/server": "server",
  "@data-surgery/extension": "extension",
  "@data-surgery/kernel": "kernel",
};

interface Import {
  readonly file: string;
  readonly specifier: string;
}

function sourceFiles(): string[] {
  const skip = new Set(["node_modules", "dist", "lib", "labextension"]);
  const found: string[] = [];
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!skip.has(entry.name)) visit(path);
      } else if (/\.(ts|tsx|mts)$/.test(entry.name) && !entry.name.endsWith(".d.ts")) found.push(path);
    }
  };
  for (const top of ["packages", "kernel", "server", "extension", "lab"]) visit(top);
  return found;
}

function importsOf(file: string): Import[] {
  const { module } = parseSync(file, readFileSync(join(root, file), "utf8"));
  const found = module.staticImports.map((entry) => entry.moduleRequest.value);
  for (const statement of module.staticExports) {
    for (const entry of statement.entries) if (entry.moduleRequest !== null) found.push(entry.moduleRequest.value);
  }
  const text = readFileSync(join(root, file), "utf8");
  for (const entry of module.dynamicImports) {
    const literal = /^["'](.*)["']$/.exec(text.slice(entry.moduleRequest.start, entry.moduleRequest.end));
    if (literal?.[1] !== undefined) found.push(literal[1]);
  }
  return found.map((specifier) => ({ file, specifier }));
}

function roomOf(file: string): Room | undefined {
  return rooms
    .filter((room) => file === room.folder || file.startsWith(`${room.folder}/`))
    .toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

const isTest = (file: string): boolean =>
  /\.test\.tsx?$|\/test-[\w-]+\.ts$|\/tests?\//.test(file) || file.endsWith("vitest.config.ts");

const within = (target: string, allowed: string): boolean => target === allowed || target.startsWith(`${allowed}/`);

/** Why an import is not allowed, or undefined. */
function fault({ file, specifier }: Import): string | undefined {
  const room = roomOf(file);
  if (room === undefined) return `${file} stands in no room of the import table`;
  if (specifier.startsWith(".")) {
    const target = posix.normalize(posix.join(dirname(file), specifier)).replace(/\.js$/, ".ts");
    if (within(target, room.folder) || room.own.some((allowed) => within(target, allowed))) return undefined;
    if (isTest(file) && within(target, "packages/contract")) return undefined;
    return `${file} imports ${target}`;
  }
  const name = specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
  const own = ownPackages[name];
  if (own !== undefined) {
    // A face beside the main one, such as `opendata/browser`, can be allowed alone.
    const face = `${own}/src/${specifier.slice(name.length + 1)}.ts`;
    return room.own.includes(own) || room.own.includes(face) ? undefined : `${file} imports ${specifier}`;
  }
  if (isBuiltin(specifier)) return room.node || isTest(file) ? undefined : `${file} imports ${specifier}`;
  if (isTest(file) && testPackages.includes(name)) return undefined;
  if (room.packages === "any") return undefined;
  const allowed = room.packages.some((entry) =>
    entry.endsWith("/*") ? name.startsWith(entry.slice(0, -1)) : entry === name,
  );
  return allowed ? undefined : `${file} imports ${specifier}`;
}

test("every import keeps to the import table", () => {
  const files = sourceFiles();
  expect(files.length).toBeGreaterThan(20);
  expect(
    files
      .flatMap((file) => importsOf(file))
      .map(fault)
      .filter((message) => message !== undefined),
  ).toEqual([]);
});

test("the import table would catch a domain reaching into another's inside, and the kernel's core reaching for Node", () => {
  expect(fault({ file: "server/src/grading/a.ts", specifier: "../rooms/room.js" })).toBeDefined();
  expect(fault({ file: "server/src/grading/a.ts", specifier: "../rooms/index.js" })).toBeUndefined();
  expect(fault({ file: "kernel/src/core/a.ts", specifier: "node:fs" })).toBeDefined();
  expect(fault({ file: "extension/src/a.ts", specifier: "@data-surgery/server" })).toBeDefined();
  expect(fault({ file: "server/src/http/a.ts", specifier: "../identity/index.js" })).toBeDefined();
  expect(fault({ file: "extension/src/a.ts", specifier: "@data-surgery/opendata" })).toBeDefined();
  expect(fault({ file: "extension/src/a.ts", specifier: "@data-surgery/opendata/browser" })).toBeUndefined();
});

test("no file is called after nothing in particular", () => {
  const vague = /(^|\/)(utils?|helpers?|common|misc|types)(\.tsx?$|\/)/;
  expect(sourceFiles().filter((file) => vague.test(file))).toEqual([]);
});

test("every folder of the import table exists", () => {
  const missing = rooms.map((room) => room.folder).filter((folder) => !readdirSafe(folder));
  expect(missing.map((folder) => relative(root, join(root, folder)))).toEqual([]);
});

function readdirSafe(folder: string): boolean {
  try {
    return readdirSync(join(root, folder)).length > 0;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
