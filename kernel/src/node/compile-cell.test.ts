import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestSession, testResultHook, type TestSession } from "./test-session.js";
import { compileCell } from "../core/compile/compile-cell.js";
import { prepareCompile } from "../core/compile/lower-decorators.js";

/** A notebook: cells compiled by us, run by V8 in a process of their own. */
interface Notebook {
  readonly run: (source: string) => Promise<unknown>;
  /** Where the cell's error happened, in the cell as written, and its message. */
  readonly fail: (source: string) => Promise<{ message: string; line: number; column: number }>;
}

const sessions: TestSession[] = [];

function openNotebook(): Notebook {
  const session = openTestSession();
  sessions.push(session);
  const earlier = new Set<string>();
  let count = 0;
  const evaluate = async (source: string) => {
    const name = `cell-${++count}.ts`;
    await prepareCompile(source);
    const compiled = compileCell(source, { name, resultHook: testResultHook, earlier });
    if (compiled.type === "broken") return { compiled, results: [], name };
    for (const declared of compiled.declared) earlier.add(declared);
    expect(compiled.parts).toHaveLength(1);
    return { compiled, name, ...(await session.evaluate(compiled.parts[0] ?? "", name)) };
  };
  return {
    run: async (source) => {
      const { compiled, results, ...rest } = await evaluate(source);
      if (compiled.type === "broken") throw new Error(`${source}: ${compiled.message}`);
      if ("error" in rest) throw new Error(`${source}: ${rest.error?.stack}\n${compiled.parts.join("\n")}`);
      expect(results).toHaveLength(compiled.hasResult ? 1 : 0);
      return results[0];
    },
    fail: async (source) => {
      const { compiled, name, ...rest } = await evaluate(source);
      if (compiled.type === "broken") return compiled;
      const error = "error" in rest ? rest.error : undefined;
      if (error === undefined) throw new Error(`${source} did not fail`);
      const place = new RegExp(`${name}:(\\d+):(\\d+)`).exec(error.stack);
      const at =
        place === null
          ? compiled.position(error.line, error.column)
          : compiled.position(Number(place[1]), Number(place[2]));
      return { message: `${error.name}: ${error.message}`, ...at };
    },
  };
}

let shared: Notebook;
beforeAll(() => {
  shared = openNotebook();
});
afterAll(() => {
  for (const session of sessions) session[Symbol.dispose]();
});

describe("the cell's value", () => {
  const cases: [string, string, unknown][] = [
    ["an expression", "6 * 7", 42],
    ["the last one of several", "1; 2\n3", 3],
    ["a promise, awaited", "Promise.resolve(42)", 42],
    ["an expression that awaits", "await Promise.resolve(1) + 1", 2],
    ["a text alone, which is a directive to the language", "'hello'", "hello"],
    ["an object as a beginner writes it", "{ a: 1 }", { a: 1 }],
    ["an object with several keys", "// totals\n{ a: 1, 'b c': [2], ...{ d: 3 } }", { a: 1, "b c": [2], d: 3 }],
    ["an empty object", "{}", {}],
    ["an object in the shape of a block", "let q1 = 1;\n({ q1 })", { q1: 1 }],
    ["an assignment", "let q2 = 0;\nq2 = 5", 5],
    ["with types about", "let q3: unknown = 7;\nq3 as number", 7],
    ["of a default export", "export default 3 + 4", 7],
    ["before a comment", "5 // five", 5],
    ["of a sequence", "1, 2", 2],
    ["a tagged template", "String.raw`a\\n${1}`", "a\\n1"],
    ["an element", "<b class='x'>{1 + 1}</b>", { type: "b", props: { class: "x" }, children: [2] }],
    ["a fragment", "<>a</>", { type: "fragment", props: null, children: ["a"] }],
  ];
  test.each(cases)("is %s", async (_title, source, value) => {
    expect(await shared.run(source)).toEqual(value);
  });

  test.each([
    ["a semicolon at the end", "6 * 7;"],
    ["a semicolon and a comment", "6 * 7; // hidden"],
    ["a declaration", "let r1 = 5"],
    ["a block", "{ let r2 = 1; r2; }"],
    ["a condition", "if (true) { 5 }"],
    ["a type", "type R3 = number"],
    ["nothing", ""],
    ["a comment", "// nothing"],
    ["an object closed by a semicolon", "{ a: 1 };"],
  ])("is nothing after %s", async (_title, source) => {
    expect(compileCell(source, { name: "cell.ts", resultHook: testResultHook })).toMatchObject({ hasResult: false });
    expect(await shared.run(source)).toBeUndefined();
  });

  test("is left alone when nobody asks for it", () => {
    const compiled = compileCell("6 * 7", { name: "cell.ts" });
    expect(compiled).toMatchObject({ type: "compiled", hasResult: false });
  });
});

describe("the language", () => {
  const cases: [string, string, unknown][] = [
    [
      "functions used above where they stand",
      "const l1 = twice(21); function twice(n: number): number { return n * 2 }\nl1",
      42,
    ],
    [
      "functions that call each other",
      "even(10); function even(n) { return n === 0 || odd(n - 1) } function odd(n) { return n !== 0 && even(n - 1) }\neven(7)",
      false,
    ],
    [
      "overloads",
      "function l2(a: string): string;\nfunction l2(a: number): number;\nfunction l2(a: any) { return a }\nl2(3)",
      3,
    ],
    ["generators", "function* l3() { yield 1; yield 2 }\n[...l3()]", [1, 2]],
    [
      "async generators",
      "async function* l4() { yield 1; yield 2 }\nlet l4a = []; for await (const x of l4()) l4a.push(x);\nl4a",
      [1, 2],
    ],
    ["for await at the top", "let l5 = 0; for await (const n of [Promise.resolve(1), 2]) l5 += n;\nl5", 3],
    ["enums", "enum Colour { Red = 1, Blue }\n[Colour.Blue, Colour[1]]", [2, "Red"]],
    ["const enums", "const enum Size { S = 's' }\nSize.S", "s"],
    ["enums in two pieces", "enum L6 { A }\nenum L6 { B = 5 }\n[L6.A, L6.B]", [0, 5]],
    ["namespaces", "namespace L7 { export const a = 1; export function f() { return a + 1 } }\nL7.f()", 2],
    [
      "a namespace upon a function",
      "function l8() { return 1 }\nnamespace l8 { export const b = 2 }\n[l8(), l8.b]",
      [1, 2],
    ],
    ["a namespace upon a class", "class L9 {}\nnamespace L9 { export const b = 2 }\nL9.b", 2],
    [
      "abstract classes and parameter properties",
      "abstract class L10 { constructor(readonly a = 3) {} }\nclass L11 extends L10 {}\nnew L11().a",
      3,
    ],
    [
      "private names, accessors and static blocks",
      "class L12 { static #n = 1; static m = 0; static { this.m = this.#n + 1 } get k() { return L12.m } }\nnew L12().k",
      2,
    ],
    [
      "labels",
      "let l13 = 0; outer: for (let i = 0; i < 3; i++) for (let j = 0; j < 3; j++) { if (j === 1) continue outer; l13++ }\nl13",
      3,
    ],
    ["satisfies, non-null and casts", "const l14 = <number>(5 as unknown);\n(l14! satisfies number)", 5],
    ["generic arrows", "const l15 = <T,>(a: T): T => a; const l16 = <T>(a: T) => a;\nl15(l16(1))", 1],
    ["optional chains and newest operators", "let l17: any; l17 ??= { a: 2 }; l17?.a ** 2", 4],
    ["newest regular expressions", "/^\\p{Lu}$/v.test('É')", true],
    [
      "destructuring with rests and defaults",
      "const { l18a = 1, l18b: [, l18c], ...l18d } = { l18b: [1, 2], e: 5 };\n[l18a, l18c, l18d]",
      [1, 2, { e: 5 }],
    ],
    ["import.meta", "import.meta.url", "file:///notebooks/first.ipynb"],
    [
      "imports by name, by default, whole, and aliased",
      "import fs, { readFileSync as l19, type Stats } from 'node:fs'; import * as path from 'node:path';\n[typeof fs.statSync, typeof l19, typeof path.join]",
      ["function", "function", "function"],
    ],
    [
      "imports in a function",
      "async function l20() { const { sep } = await import('node:path'); return sep }\nl20()",
      "/",
    ],
    ["imports with attributes", "import l21 from 'data:application/json,{\"a\":1}' with { type: 'json' };\nl21.a", 1],
    [
      "dynamic imports with attributes",
      "(await import('data:application/json,[2]', { with: { type: 'json' } })).default",
      [2],
    ],
    ["imports for what they do", "import 'node:os';\n1", 1],
    ["imports of CommonJS by require", "import l22 = require('node:path');\nl22.sep", "/"],
    ["aliases of namespaces", "namespace L23 { export const a = 4 } import l23 = L23.a;\nl23", 4],
    ["types that are imported and dropped", "import type { Stats } from 'no-such-package';\n2", 2],
    [
      "exports, which mean nothing here",
      "export const l24 = 1; export { l24 as other }; export default function l25() { return l24 }\nl25()",
      1,
    ],
    ["exports from elsewhere", "export * from 'node:path'; export { sep } from 'node:path';\n1", 1],
    [
      "declarations without a body",
      "declare const l26: number; declare function l27(): void; declare global { var l28: number }\n1",
      1,
    ],
    ["functions in blocks stay there", "{ function l29() {} }\ntypeof l29", "undefined"],
    ["text in any script", "const größe = '😀'; const 名前 = größe + 'é';\n名前", "😀é"],
    ["windows line ends", "const l30 = 1;\r\nconst l31 = `a\r\nb`;\r\nl30 + l31", "1a\nb"],
    ["strict as a module", "(function () { return this })() === undefined", true],
  ];
  test.each(cases)("%s", async (_title, source, value) => {
    expect(await shared.run(source)).toEqual(value);
  });

  test("`using` lets go when the cell ends, well or not, and its names stay", async () => {
    const { run, fail } = openNotebook();
    await run(
      "let log: string[] = []; const open = (name: string) => ({ name, [Symbol.dispose]() { log.push(name) } });",
    );
    expect(
      await run(
        "using a = open('a'), b = open('b'); const c = a.name + b.name; class D { static c = c } function f() { return D.c }\n[log.length, f()]",
      ),
    ).toEqual([0, "ab"]);
    expect(await run("[log.join(), a.name, c, new D() instanceof D, f()]")).toEqual(["b,a", "a", "ab", true, "ab"]);
    await fail("log = []; using a = open('x');\nmissing");
    expect(await run("log")).toEqual(["x"]);
    await run("await using z = { async [Symbol.asyncDispose]() { await 1; log.push('z') } };");
    expect(await run("log")).toEqual(["x", "z"]);
  });

  test("decorators of every kind, beside those of other cells", async () => {
    const { run } = openNotebook();
    await run(
      "const seen: string[] = [];\n" +
        "const note = (v: any, c: any) => { seen.push(`${c.kind} ${String(c.name)}`) };\n" +
        "const double = (v: any, c: any) => c.kind === 'field' ? (n: number) => n * 2 : function (this: any, ...a: any[]) { return 2 * v.apply(this, a) };",
    );
    expect(
      await run(
        "@note export class A { @double m() { return 21 } @double n: number = 2; @note accessor x = 1; @note static s = 5; @note get g() { return 1 } @note #p() {} constructor(public q: number) {} }\n" +
          "[new A(3).m(), new A(3).n, new A(3).x, A.s, new A(3).q, A.name]",
      ),
    ).toEqual([42, 4, 1, 5, 3, "A"]);
    expect(await run("seen.toSorted()")).toEqual(
      ["accessor x", "class A", "field s", "getter g", "method #p"].toSorted(),
    );
    await run("class B { @double accessorless = 4; @double m() { return 1 } }");
    await run(
      "const replaced = @((v: any) => class extends v { extra = 1 }) class { own = 2 }; @((v: any) => class extends v { extra = 1 }) class C { static made = () => new C() }",
    );
    expect(
      await run("[new A(1).m(), new A(1).x, new B().accessorless, new B().m(), new replaced().extra, C.made().extra]"),
    ).toEqual([42, 1, 8, 2, 1, 1]);
    expect(await run("A = class { m() { return 'new' } } as any; new A(1).m()")).toBe("new");
  });
});

describe("positions", () => {
  // The place stands behind the mark.
  const cases: [string, string][] = [
    ["blank lines and types above", "interface Row { a: number }\n\n\nconst x1: Row = { a: 1 };\n\n  ¦missing.value;"],
    ["types on the same line", "const x2: Array<{ a: number }> = [], x3 = (x2 as any) . nothing . ¦deep"],
    ["a function that was moved up", "const before = 1;\n\n\nfunction x4(a: any) {\n  return a.b.¦c;\n}\nx4('q')"],
    ["an element", "const x5 = null as any;\n<p>\n  {x5.¦text}\n</p>"],
    ["the value of the cell", "1 + 1;\n   (undefined as any).¦foo"],
    ["a lone object", "// note\n{ a: 1, b: ¦missing }"],
    ["a `var` in a loop", "for (var x6 = 0, x7 = null as any; x6 < 1; x6++) { var x8 = x7.¦q; }"],
    ["wide characters before", "const größe: string = '😀😀'; ¦missing()"],
    [
      "code after awaiting",
      "await 1;\n\nawait (async (): Promise<void> => {\n  await 1; throw   ¦new Error('late') })()",
    ],
    ["a `using` cell", "using x9: any = null;\n\n  x9.¦foo"],
    ["an enum above", "enum E1 { A, B }\nenum E2 {\n  C = ¦missing }"],
    ["imports before", "await import('node:fs'); import.meta.url; ¦missing"],
    ["windows line ends", "const y1: any = null;\r\n\r\n y1.¦z"],
    ["a parameter's type over lines", "function y2(a: {\n  b: number;\n}, c: any) { return c.d.¦e }\ny2({ b: 1 }, {})"],
    [
      "a decorated class",
      "const y3 = (_: any, c: any) => {};\n@y3 class Y4 {\n  @y3 m(): void { (null as any).¦boom }\n}\nnew Y4().m()",
    ],
  ];
  test.each(cases)("are those of the cell as written: %s", async (_title, marked) => {
    const source = marked.replace("¦", "");
    const before = marked.slice(0, marked.indexOf("¦")).split(/\r?\n/);
    const place = { line: before.length, column: (before.at(-1) ?? "").length + 1 };
    expect(await openNotebook().fail(source)).toMatchObject(place);
  });

  test.each([
    ["let a = 1;\nlet b = ;", 2, 9],
    ["let a = 1;\nlet a = 2;", 2, 5],
    ["function f( {", 1, 14],
    ["let class = 1", 1, 5],
    ["class y7 {}\nlet y7 = 1", 2, 5],
    ["<div>\n</span>", 2, 3],
    ["return 5", 1, 1],
    ["const x = 1\n  foo bar", 2, 6],
  ])("of mistakes in the language: %j", async (source, line, column) => {
    expect(compileCell(source, { name: "cell.ts" })).toMatchObject({ type: "broken", line, column });
  });
});

describe("cells that could hurt", () => {
  test.each([
    ["brackets", "(".repeat(200_000)],
    ["closed brackets", "[".repeat(20_000) + "]".repeat(20_000)],
    ["functions", "function f(){".repeat(20_000)],
    ["branches", "if (a) b; else\n".repeat(20_000)],
    ["conditions", "a ? b : ".repeat(20_000) + "c"],
    ["assignments", "a =\n".repeat(20_000) + "1"],
    ["negations", "!".repeat(100_000) + "a"],
    ["types", `let a: ${"A<".repeat(50_000)}`],
    ["templates", "`${".repeat(20_000)],
  ])("nested %s are refused, not crashed on", (_title, source) => {
    expect(compileCell(source, { name: "cell.ts" })).toMatchObject({ type: "broken" });
  });

  test("long ones are fine: many statements, long sums, long lists, much text", async () => {
    expect(
      await shared.run(
        `${Array.from({ length: 5000 }, (_, i) => `let s${i} = ${i} ? "(" : ${i} - 1;`).join("\n")}\ns4999`,
      ),
    ).toBe("(");
    expect(await shared.run(`1${" + 1".repeat(4000)}`)).toBe(4001);
    expect(await shared.run(`[${"[1, -1], ".repeat(20_000)}].length`)).toBe(20_000);
    expect(await shared.run(`${JSON.stringify("x".repeat(1_000_000))}.length`)).toBe(1_000_000);
  });

  test("ten megabytes are fine as text, and refused in words as code", async () => {
    const text = "x,y\n".repeat(2_500_000);
    expect(await shared.run("`" + text + "`.length")).toBe(10_000_000);
    expect(compileCell(`let t = [${"1.5,".repeat(2_500_000)}]`, { name: "cell.ts" })).toMatchObject({
      type: "broken",
      message: "This cell holds more code than can be read at once. Put the data into a file, and read it from there.",
    });
    expect(compileCell("\u0001 ]( ' é 😀".repeat(500_000), { name: "cell.ts" }).type).toBe("broken");
  });

  test("lone surrogates and odd characters", async () => {
    expect(compileCell("let a = '\ud800';\n\u0000", { name: "cell.ts" }).type).toBe("broken");
    expect(await shared.run("'\\ud800'.length")).toBe(1);
  });
});
