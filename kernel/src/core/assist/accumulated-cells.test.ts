import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createAccumulatedCells, withoutRenaming } from "./accumulated-cells.js";

/** The file's text before the newest cell, one line for each cell. */
function before(cells: readonly string[], newest = "newest"): string[] {
  const accumulated = createAccumulatedCells();
  for (const cell of cells) accumulated.add(cell);
  const { text, start } = accumulated.withCell(newest);
  return text
    .slice(0, start)
    .split("\n;\n")
    .filter((line) => line !== "" && line !== "export {};");
}

test("cells stand in one file in the order in which they ran, the newest one as it was written", () => {
  const accumulated = createAccumulatedCells();
  accumulated.add("let a = 1");
  accumulated.add("let b = a");
  const { text, start, end } = accumulated.withCell("a + b");
  expect(text).toMatch(/^export \{\};\n/);
  expect(text.indexOf("let a = 1")).toBeLessThan(text.indexOf("let b = a"));
  expect(text.slice(start, end)).toBe("a + b");
});

test("a superseded declaration is renamed with every mention that was bound to it, and nothing else", () => {
  expect(before(["let a = 1", "let b = a + c.a", "let a = 2"], "a")).toEqual([
    "let a__earlier1 = 1",
    "let b = a__earlier1 + c.a",
    "let a = 2",
  ]);
});

test("the newest cell supersedes only while it is the newest: if it fails, the file is as before", () => {
  const accumulated = createAccumulatedCells();
  accumulated.add("let a = 1");
  accumulated.add("let b = a");
  expect(accumulated.withCell("let a = 'x'").text).toContain("let a__earlier1 = 1");
  expect(accumulated.withCell("a").text).toContain("let a = 1");
});

test.each([
  ["shorthand", "let o = { a }", "let o = { a: a__earlier1 }"],
  ["a default in a pattern", "let { x = a } = o", "let { x = a__earlier1 } = o"],
  ["assignment to a pattern", "let b = (({ a } = o))", "let b = (({ a: a__earlier1 } = o))"],
  ["a computed key", "let o = { [a]: 1, a: 2 }", "let o = { [a__earlier1]: 1, a: 2 }"],
  ["a method of that name", "class C { a() { return a } }", "class C { a() { return a__earlier1 } }"],
  ["a parameter hides it", "let f = (a) => a", "let f = (a) => a"],
  ["a parameter's default does not", "let f = (x = a) => x", "let f = (x = a__earlier1) => x"],
  [
    "a block variable hides it in its block only",
    "let v = a; { let a = 3; v = a }",
    "let v = a__earlier1; { let a = 3; v = a }",
  ],
  [
    "a var further in hides it",
    "function f() { if (x) { var a = 1 } return a }",
    "function f() { if (x) { var a = 1 } return a }",
  ],
  [
    "a var in a function is the function's",
    "function f() { var a = 1 } let v = a",
    "function f() { var a = 1 } let v = a__earlier1",
  ],
  ["a caught error hides it", "let v = a; try {} catch (a) { a }", "let v = a__earlier1; try {} catch (a) { a }"],
  ["a loop's variable hides it", "let v = a; for (const a of l) a", "let v = a__earlier1; for (const a of l) a"],
  [
    "a function expression's own name hides it",
    "let f = function a() { return a }",
    "let f = function a() { return a }",
  ],
  ["an enum's member hides it inside", "enum E { a = 1, b = a }", "enum E { a = 1, b = a }"],
  ["typeof in a type", "let t: typeof a", "let t: typeof a__earlier1"],
  ["an element's content, not its attribute's name", "let e = <p a='x'>{a}</p>", "let e = <p a='x'>{a__earlier1}</p>"],
  ["a template", "let s = `${a}`", "let s = `${a__earlier1}`"],
  ["a label", "let v = a; a: for (;;) break a", "let v = a__earlier1; a: for (;;) break a"],
  ["types of the same name", "let x: a; let y = a", "let x: a; let y = a__earlier1"],
])("renaming keeps to what is meant: %s", (_, cell, expected) => {
  expect(before(["let a = 1", "let keeps = a", cell, "let a = 2"]).at(2)).toBe(expected);
});

test.each([
  ["import { a } from 'm'", "import { a as a__earlier1 } from 'm'"],
  ["import { b as a } from 'm'", "import { b as a__earlier1 } from 'm'"],
  ["import a from 'm'", "import a__earlier1 from 'm'"],
  ["import * as a from 'm'", "import * as a__earlier1 from 'm'"],
  ["function a() { return a }", "function a__earlier1() { return a__earlier1 }"],
  ["class a { next: a }", "class a__earlier1 { next: a__earlier1 }"],
  ["const { a } = o", "const { a: a__earlier1 } = o"],
  ["const { b: a = 1, ...c } = o", "const { b: a__earlier1 = 1, ...c } = o"],
  ["const [a, ...c] = o", "const [a__earlier1, ...c] = o"],
  ["enum a { x }", "enum a__earlier1 { x }"],
  ["namespace a { export let x = 1 }", "namespace a__earlier1 { export let x = 1 }"],
  ["if (x) { var a = 1 }", "if (x) { var a__earlier1 = 1 }"],
  ["export const a = 1", "const a__earlier1 = 1"],
  ["export default function a() {}", "function a__earlier1() {}"],
])("a declaration of any kind can be superseded: %s", (cell, expected) => {
  const uses = "let keeps = () => a;";
  expect(before([cell, uses, "let a = 2"]).at(0)).toBe(expected);
});

test("a type and a value of one name live beside each other; a class is both", () => {
  expect(before(["interface P { x: number }", "const P = 1", "let p: P = P"])).toEqual([
    "interface P { x: number }",
    "const P = 1",
    "let p: P = P",
  ]);
  expect(before(["interface P { x: number }", "let p: P", "class P {}"])).toEqual([
    "interface P__earlier1 { x: number }",
    "let p: P__earlier1",
    "class P {}",
  ]);
});

test("a cell of which nothing is in use any more is left out: running one five hundred times does not grow the file", () => {
  const accumulated = createAccumulatedCells();
  accumulated.add("import { readTable } from 'm'");
  for (let run = 0; run < 500; run++) {
    accumulated.add(`let rows = readTable("a.csv"); for (const row of rows) console.log(row)`);
    accumulated.add("console.log(rows)");
    accumulated.add("rows.length; if (rows.length > 0) { console.log(1) }");
  }
  expect(accumulated.withCell("rows").text.split("readTable(").length).toBe(2);
  expect(accumulated.withCell("rows").text).not.toContain("console.log(rows)");
});

test("what a cell said about earlier names stays: a throw, an assignment, an assertion", () => {
  const cells = ["let row = find()", "if (!row) throw new Error('none')", "row = other", "assert(row)", "show(row)"];
  expect(before(cells)).toEqual(cells.slice(0, 4));
});

test("a bracket at the beginning of a cell does not call what the cell before ended with", () => {
  const accumulated = createAccumulatedCells();
  accumulated.add("let f = g");
  expect(accumulated.withCell("(1 + 2)").text).toMatch(/let f = g\n;\n\(1 \+ 2\)/);
});

test("exports of cells that ran are gone: a file has one default, a notebook has as many as it likes", () => {
  expect(before(["let a = 1; export { a }; export * from 'm'; export default a"])).toEqual(["let a = 1; ; ; void a"]);
});

test("angle brackets for types become what a TSX file allows, and places are still found in the cell as written", () => {
  const source = "let a = <number>b; let f = <T>(x: T) => x; wrong";
  const accumulated = createAccumulatedCells();
  const { text, start, end, toCell, fromCell } = accumulated.withCell(source);
  expect(text.slice(start, end)).toBe("let a = (b as number); let f = <T,>(x: T) => x; wrong");
  expect(toCell(text.indexOf("wrong"))).toBe(source.indexOf("wrong"));
  expect(fromCell(source.indexOf("wrong"))).toBe(text.indexOf("wrong"));
});

test("a lone object is an object, as it is when it runs", () => {
  const accumulated = createAccumulatedCells();
  accumulated.add("let a = 1");
  const source = "{ a, b: a } ";
  const { text, start, end, toCell, fromCell } = accumulated.withCell(source);
  expect(text.slice(start, end)).toBe("({ a, b: a }) ");
  expect(toCell(text.indexOf("b: a") + 3)).toBe(source.indexOf("b: a") + 3);
  expect(fromCell(source.indexOf("b: a"))).toBe(text.indexOf("b: a"));
  accumulated.add(source);
  accumulated.add("throw { a }");
  expect(accumulated.withCell("let a = 2").text).toContain("throw { a: a__earlier1 }");
});

test("a cell that is being typed in supersedes as far as can be seen", () => {
  const accumulated = createAccumulatedCells();
  accumulated.add("let a = 1; let b = 2; let c = 3");
  const typing = "let a = { one: 1 };\na.";
  expect(accumulated.withCell(typing, typing.length).text).toContain("let a__earlier1 = 1; let b = 2");
  expect(accumulated.withCell("let b = [;\nfoo(((", 3).text).toContain("let a = 1; let b__earlier2 = 2");
});

test("a cell that does not parse cannot have run, and is not added", () => {
  expect(before(["let = ;", "let a = 1"])).toEqual(["let a = 1"]);
});

test("our names never reach people", () => {
  expect(withoutRenaming("Type 'P__earlier12' is not assignable to type 'P'")).toBe(
    "Type 'P' is not assignable to type 'P'",
  );
});

test("whatever is declared again in whatever order, each name is declared once in the file (seeded)", () => {
  const name = fc.constantFrom("a", "b", "c");
  const cell = fc.oneof(
    fc.tuple(name, name).map(([x, y]) => `let ${x} = () => ${y}`),
    fc.tuple(name, name).map(([x, y]) => `function ${x}() { return ${y} }`),
    fc.tuple(name, name).map(([x, y]) => `class ${x} { f = ${y} }`),
    fc.tuple(name).map(([x]) => `import ${x} from "m"`),
    fc.tuple(name, name).map(([x, y]) => `const { ${x}, other: [${y}_2] } = { ${y}: 1 }`),
  );
  fc.assert(
    fc.property(fc.array(cell, { maxLength: 12 }), (cells) => {
      const text = before(cells).join("\n");
      const declared = [
        ...text.matchAll(/(?:let|function|class|import) ([\w]+)/g),
        ...text.matchAll(/const \{ (?:[abc]: )?(\w+)/g),
        ...text.matchAll(/\[(\w+)\]/g),
      ].map((match) => match[1]);
      expect(new Set(declared).size).toBe(declared.length);
    }),
    { seed: 7, numRuns: 300 },
  );
});
