import fc from "fast-check";
import { Script } from "node:vm";
import { expect, test } from "vitest";
import { compileCell } from "./compile-cell.js";
import { prepareCompile } from "./lower-decorators.js";

const expression = fc.constantFrom(
  "a",
  "b",
  "1",
  "f()",
  "x.y",
  "[a, ...b]",
  "({ a, b: 1 })",
  "(a = 2)",
  "await q",
  "`t${a}`",
  "(b as any)",
  "<T>a",
  "a?.b",
  "async () => { var z = 1; return import('m') }",
  "class { static #p = 1; m() { return URL } }",
  "import.meta.url",
  "function g() { var h; { var i = 2 } }",
  "URL",
  "new Map()",
  "/x/g",
  "yy!",
  "(a, b)",
  "@d class {}",
  "<b>{a}</b>",
);
const pattern = fc.constantFrom("a", "b", "URL", "{ a, b: c }", "[a, , ...b]", "{ URL = 1, ...r }", "$x", "été", "Map");

const inner: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(fc.constantFrom("var", "let", "const"), pattern, expression)
    .map(([kind, left, right]) => `${kind} ${left} = ${right}`),
  expression.map((value) => `var a, b = ${value}, c`),
  fc.constantFrom("for (var i = 0, j; i < 1; i++) var k = i", "while (0) var w = 1", "do var w2 = 1; while (0)", ";"),
  fc.tuple(pattern, expression).map(([left, right]) => `for (var ${left} of ${right}) { var m = 1 }`),
  fc.constantFrom(
    "function f(a, b = 1) { var n }",
    "async function* f2() { yield 1 }",
    "lab: for (;;) { var o = 1; break lab }",
  ),
  expression,
);
const nested = inner.chain((one) =>
  fc.constantFrom(
    one,
    `if (a) { ${one} } else { var e = 1 }`,
    `try { ${one} } catch { var k2 = 1 } finally { var l }`,
    `switch (a) { case 1: var m2 = 2; default: ${one} }`,
    `{ ${one} }`,
  ),
);
const statement = fc.oneof(
  { weight: 3, arbitrary: nested },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      "class C extends Object { m = 1; constructor(public p = 2) { super() } }",
      "@d class D { @d m() {} @d static s = 1 }",
      "enum En { A = 1, B }",
      "namespace Ns { export const a = 1; const b = 2 }",
      "interface I { a: number }",
      "type T = 1",
      "import q1 from 'm'",
      "import * as q1 from 'm'",
      "import { a as q2, default as q3 } from 'm'",
      "import q4, { z as q5 } from 'm'",
      "export const xx = 1",
      "export default 5",
      "export {}",
      "export function fe() {}",
      "export default class Ce {}",
      "export * from 'm'",
      "using u1 = a",
      "await using u2 = b, u3 = c",
      "import r1 = require('m')",
      "declare const dd: number",
    ),
  },
);

test("what is compiled, V8 can read: any mixture of declarations, blocks, classes, imports, exports and expressions", async () => {
  await prepareCompile("@d class A {}");
  let compiledOnes = 0;
  fc.assert(
    fc.property(
      fc.array(statement, { minLength: 1, maxLength: 5 }),
      fc.constantFrom([], ["URL", "Map"]),
      (statements, earlier) => {
        const source = statements.join(";\n");
        const compiled = compileCell(source, { name: "cell-1.ts", resultHook: "hook", earlier });
        // Two declarations of one name are refused by the parser.
        if (compiled.type === "broken") return;
        compiledOnes++;
        for (const part of compiled.parts) expect(() => new Script(`(async () => {${part}\n})`)).not.toThrow();
      },
    ),
    { seed: 11, numRuns: 1000 },
  );
  expect(compiledOnes).toBeGreaterThan(500);
});
