import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openTestSession, testResultHook, type TestSession } from "./test-session.js";
import { compileCell } from "../core/compile/compile-cell.js";

const sessions: TestSession[] = [];
afterAll(() => {
  for (const session of sessions) session[Symbol.dispose]();
});

function openNotebook(): (source: string) => Promise<unknown> {
  const session = openTestSession();
  sessions.push(session);
  const earlier = new Set<string>();
  let count = 0;
  return async (source) => {
    const name = `cell-${++count}.ts`;
    const compiled = compileCell(source, { name, resultHook: testResultHook, earlier });
    if (compiled.type === "broken") throw new Error(`${source}: ${compiled.message}`);
    for (const declared of compiled.declared) earlier.add(declared);
    const { results, error } = await session.evaluate(compiled.parts.join("\n"), name);
    if (error !== undefined) throw new Error(error.message);
    return results[0];
  };
}

/** Every kind of declaration, as a cell that makes `name` hold something from which `value` can be read. */
const kinds: Readonly<Record<string, (name: string, value: number) => string>> = {
  let: (name, value) => `let ${name}: any = { value: ${value} };`,
  const: (name, value) => `const ${name}: any = { value: ${value} };`,
  var: (name, value) => `var ${name}: any = { value: ${value} };`,
  "var in a block": (name, value) => `if (true) { var ${name}: any = { value: ${value} } }`,
  "var in a loop": (name, value) => `for (var ${name} of [{ value: ${value} }]) ;`,
  "var twice": (name, value) => `var ${name}: any = 1; var ${name}: any = { value: ${value} };`,
  object: (name, value) => `const { ${name} }: any = { ${name}: { value: ${value} } };`,
  list: (name, value) => `let [, ...[${name}]]: any[] = [0, { value: ${value} }];`,
  default: (name, value) => `var { a: { b: ${name} = { value: ${value} } } = {} }: any = {};`,
  function: (name, value) => `function ${name}() {} ${name}.value = ${value};`,
  generator: (name, value) => `function* ${name}() {} (${name} as any).value = ${value};`,
  "async function": (name, value) => `async function ${name}() {} (${name} as any).value = ${value};`,
  class: (name, value) => `class ${name} { static value = ${value} }`,
  enum: (name, value) => `enum ${name} { value = ${value} }`,
  namespace: (name, value) => `namespace ${name} { export const value = ${value} }`,
  import: (name, value) => `import * as ${name} from 'data:text/javascript,export const value = ${value}';`,
  "default import": (name, value) => `import ${name} from 'data:text/javascript,export default { value: ${value} }';`,
  using: (name, value) => `using ${name}: any = { value: ${value}, [Symbol.dispose]() {} };`,
};
// Three of them are names that the process itself and packages use.
const names = ["a", "rows", "URL", "Map", "console", "$größe"];

test("whatever sequence of declarations ran, every name holds what the last one gave it, for old closures too", async () => {
  const cell = fc.record({
    kind: fc.constantFrom(...Object.keys(kinds)),
    name: fc.constantFrom(...names),
    value: fc.nat(999),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 12 }), async (cells) => {
      const run = openNotebook();
      await run("const readers: any = {};");
      const last = new Map<string, number>();
      for (const { kind, name, value } of cells) {
        await run(`${kinds[kind]?.(name, value) ?? ""}\nreaders['${name}'] ??= () => (${name} as any).value;`);
        last.set(name, value);
      }
      for (const [name, value] of last) {
        const where = JSON.stringify(cells);
        expect([where, await run(`(${name} as any).value`)]).toEqual([where, value]);
        expect([where, await run(`readers['${name}']()`)]).toEqual([where, value]);
      }
      sessions.pop()?.[Symbol.dispose]();
    }),
    { seed: 20_261_124, numRuns: 30 },
  );
});

test("every kind can follow every other, also after it failed", async () => {
  const run = openNotebook();
  for (const first of Object.values(kinds)) {
    for (const second of Object.values(kinds)) {
      await run(first("x", 1));
      await run(second("x", 2).replaceAll("value", "v.nothing.v")).catch(() => undefined);
      await run(second("x", 3));
      expect([first("x", 1), second("x", 3), await run("(x as any).value")]).toEqual([
        first("x", 1),
        second("x", 3),
        3,
      ]);
    }
  }
});

test("a cell that fails keeps what it did not reach, and a declaration may read what it replaces", async () => {
  const run = openNotebook();
  await run("const rows = [1, 2, 3]; var total = 1;");
  await expect(run("throw new Error('early'); const rows = [];")).rejects.toThrow("early");
  await expect(run("const rows = missing();")).rejects.toThrow("missing is not defined");
  expect(await run("rows.length")).toBe(3);
  await run("const rows = rows.filter((n: number) => n > 1); var total = total + 1;");
  expect(await run("[rows, total]")).toEqual([[2, 3], 2]);
});

test("functions call what the session holds, also themselves", async () => {
  const run = openNotebook();
  await run("function count(n: number): number { return n === 0 ? 0 : 1 + count(n - 1) }");
  await run("const plain = count; count = (n: number) => 100;");
  expect(await run("[plain(3), plain.name]")).toEqual([101, "count"]);
  expect(await run("f2(); var late = 5; function f2() { return late }\nf2()")).toBe(5);
});

test("a name of the process is the learner's in all cells, and still the process's for everybody else", async () => {
  const run = openNotebook();
  await run("const URL = 'https://example.org', { Map = 1, Set: console } = { Set: 2 } as any;");
  expect(await run("[URL, Map, console, { URL, Map: 3 }, `${URL}`.length, ((Map: number) => Map)(7)]")).toEqual([
    "https://example.org",
    1,
    2,
    { URL: "https://example.org", Map: 3 },
    19,
    7,
  ]);
  await run("URL = 'changed'; class C { URL = URL; Map() { return Map } static Set = typeof Set }");
  expect(await run("[new C().URL, new C().Map(), C.Set, typeof globalThis.URL, new (globalThis.Map)().size]")).toEqual([
    "changed",
    1,
    "function",
    "function",
    0,
  ]);
  expect(await run("import { fileURLToPath } from 'node:url';\nfileURLToPath('file:///a')")).toBe("/a");
});
