import { runInThisContext } from "node:vm";
import { describe, expect, test } from "vitest";
import { compileCell } from "../compile/compile-cell.js";
import type { CellSource, ErrorContext } from "./cell-sources.js";
import { describeError, describeMistake, type DescribedError } from "./describe-error.js";

/** Runs cells one after the other in V8 itself; the last one is to fail. Names are taken only once in a file: V8 keeps them. */
let count = 0;
function runCells(sources: readonly string[], context: ErrorContext = {}): DescribedError {
  const cells = new Map<string, CellSource>();
  for (const [index, source] of sources.entries()) {
    const url = `cell-${++count}-errors.ts`;
    const compiled = compileCell(source, { name: url });
    const cell = { source, count: index + 1 };
    if (compiled.type === "broken") return describeMistake(compiled, cell);
    cells.set(url, { ...cell, position: compiled.position });
    try {
      runInThisContext(compiled.parts.join("\n"), { filename: url });
    } catch (error) {
      return describeError(error, cells, context);
    }
  }
  throw new Error("no cell failed");
}

const fail = (source: string, context?: ErrorContext): DescribedError => runCells([source], context);
/** A session in which these values can be read. */
const remembering = (values: Readonly<Record<string, unknown>>): ErrorContext => ({
  scope: {
    names: () => Object.keys(values),
    evaluateSafely: (expression) => {
      let value: unknown = values;
      for (const part of expression.replaceAll(/\[(\d+)\]/g, ".$1").split(".")) {
        value = (Object(value) as Record<string, unknown>)[part];
      }
      return value;
    },
  },
});

describe("the traceback", () => {
  test("shows the cell, the line as written with a caret, and the way through earlier cells", () => {
    const described = runCells([
      "interface Row { people: number }\n\n\nfunction ea1(rows: Row[] | undefined): number {\n  return rows.length;\n}",
      "const ea2: number = 1;\n\nea1(undefined)",
    ]);
    expect(described.ename).toBe("TypeError");
    expect(described.evalue).toBe("Cannot read properties of undefined (reading 'length')");
    expect(described.traceback).toEqual([
      "TypeError: Cannot read properties of undefined (reading 'length')",
      "  in Cell 1, line 5, in ea1",
      "    5 |   return rows.length;",
      "      |               ^",
      "  called from Cell 2, line 3",
      "    3 | ea1(undefined)",
      "      | ^",
      "Hint: `rows` is undefined here. Check its spelling, and that it has been given a value.",
    ]);
  });

  test("names neither kernel nor Node nor packages, also when they called back", () => {
    const { traceback } = fail("[1].map((eb1) => {\n  JSON.parse('{', () => 1);\n});");
    expect(traceback.join("\n")).not.toMatch(/node:|node_modules|vitest|describe-error|anonymous|Array\.map/);
    expect(traceback.filter((line) => line.includes("Cell 1"))).toHaveLength(2);
  });

  test("tells a function that calls itself once, with how often", () => {
    const { traceback, hint } = fail("function ec1(n: number): number {\n  return ec1(n + 1);\n}\nec1(0)");
    expect(traceback[1]).toMatch(/^ {2}in Cell 1, line 2, in ec1 \(\d+ times\)$/);
    expect(traceback.length).toBeLessThan(10);
    expect(hint).toBe("`ec1` calls itself again and again. It needs a condition that ends this.");
  });

  test("tells causes, gathered errors and what was hidden while cleaning up", () => {
    const cause = fail("try {\n  ed1();\n} catch (cause) {\n  throw new Error('could not start', { cause });\n}");
    expect(cause.traceback.slice(0, 7)).toEqual([
      "Error: could not start",
      "  in Cell 1, line 4",
      "    4 |   throw new Error('could not start', { cause });",
      "      |         ^",
      "Caused by: ReferenceError: ed1 is not defined",
      "  in Cell 1, line 2",
      "    2 |   ed1();",
    ]);
    const several = fail(
      "throw new AggregateError([new TypeError('a'), 'b', new Error('c', { cause: { d: 1 } })], 'all failed');",
    );
    expect(several.traceback.filter((line) => /^\S/.test(line))).toEqual([
      "AggregateError: all failed",
      "Error 1 of 3: TypeError: a",
      "Error 2 of 3: 'b'",
      "Error 3 of 3: Error: c",
      "Caused by: { d: 1 }",
    ]);
    const circle = fail("const ee1: any = new Error('round'); ee1.cause = ee1; throw ee1;");
    expect(circle.traceback).toHaveLength(4);
    const cleaning = fail(
      "{ using ef1 = { [Symbol.dispose]() { throw new Error('door') } }; throw new Error('fire'); }",
    );
    expect(cleaning.traceback.filter((line) => /^\S/.test(line)).slice(1)).toEqual([
      "While cleaning up: Error: door",
      "After: Error: fire",
    ]);
  });

  test.each([
    ["throw 'no';", "no"],
    ["throw { a: 1 };", "{ a: 1 }"],
    ["throw null;", "null"],
    ["throw undefined;", "undefined"],
    ["throw Symbol('s');", "Symbol(s)"],
    ["throw new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 1 } });", "[an object that can't be shown]"],
  ])("tells things thrown that are no errors: %s", (source, evalue) => {
    expect(fail(source)).toEqual({ ename: "Thrown", evalue, traceback: [`This was thrown: ${evalue}`] });
  });

  test("has a place for what has no stack, when the host knows it", () => {
    const cells = new Map([
      ["c.ts", { source: "1;\nthrow 5", count: 9, position: (line: number, column: number) => ({ line, column }) }],
    ]);
    expect(describeError(5, cells, { at: { url: "c.ts", line: 2, column: 1 } }).traceback).toEqual([
      "This was thrown: 5",
      "  in Cell 9, line 2",
      "    2 | throw 5",
      "      | ^",
    ]);
  });

  test("calls errors by the names of their classes, and survives errors that are traps", () => {
    expect(fail("class TooFew extends Error {} throw new TooFew('3 rows');")).toMatchObject({
      ename: "TooFew",
      evalue: "3 rows",
    });
    expect(fail("throw Object.assign(new Error('x'), { name: 'OpenDataError' });").ename).toBe("OpenDataError");
    expect(
      fail("const eg1 = new Error('x'); Object.defineProperty(eg1, 'message', { get() { throw 1 } }); throw eg1;")
        .ename,
    ).toBe("Error");
    expect(fail("const eh1 = new Error('x'); eh1.stack = 5 as any; throw eh1;")).toEqual({
      ename: "Error",
      evalue: "x",
      traceback: ["Error: x"],
    });
    expect(fail(`throw new Error('y'.repeat(1e6));`).evalue.length).toBeLessThan(6000);
  });

  test("shows the learner's own files, and of long lines the part that matters", () => {
    const error = new Error("in a file");
    error.stack =
      "Error: in a file\n    at read (file:///home/a%20b/tools.ts:7:3)\n    at file:///home/a%20b/node_modules/x/i.js:1:1\n    at node:internal:3:1";
    expect(describeError(error, new Map(), { folder: "/home/a b" }).traceback).toEqual([
      "Error: in a file",
      "  in tools.ts, line 7, in read",
    ]);
    const long = fail(`const ei1 = "${"x".repeat(500)}"; ei1.nothing.more;`);
    expect(long.traceback[2]?.length).toBeLessThan(120);
    expect(long.traceback[2]?.[long.traceback[3]?.indexOf("^") ?? 0]).toBe("m");
  });

  test("points at the place where a cell can't be read", () => {
    expect(fail("const ej1 = 1;\nconst ej2 = [1, 2;")).toEqual({
      ename: "SyntaxError",
      evalue: "`,` or `]` is missing before `;`.",
      traceback: [
        "SyntaxError: `,` or `]` is missing before `;`.",
        "  in Cell 1, line 2",
        "    2 | const ej2 = [1, 2;",
        "      |                  ^",
      ],
    });
  });
});

describe("the hint", () => {
  const table = [{ country: "Chad", population: 5 }];
  test.each<[string, string, ErrorContext | undefined]>([
    ["totl + 1", "Did you mean `total`?", remembering({ total: 1 })],
    ["Console.log(1)", "Did you mean `console`?", undefined],
    ["cosnole.log(1)", "Did you mean `console`?", undefined],
    ["print('a')", "To show something, write console.log(…), or put it on the last line of the cell.", undefined],
    ["let ha1 = True", "Write true, without a capital.", undefined],
    ["subtotal = 5", "To make a new variable, write let subtotal = …", undefined],
    [
      "countries.length",
      "Nothing is called `countries` yet. Check its spelling, or run the cell that makes it first.",
      undefined,
    ],
    ["hb1 + 1; let hb1 = 2", "`hb1` is made further down. Move the line that makes it above this one.", undefined],
    [
      "const hc1: any = Promise.resolve([1]); hc1.map((x: number) => x)",
      "`hc1` is a promise: what it stands for is still on its way. Write await in front of what makes it, or use (await hc1).",
      remembering({ hc1: Promise.resolve(1) }),
    ],
    [
      "const hd1: any = Promise.resolve({}); hd1.rows.length",
      "`hd1` is a promise: what it stands for is still on its way. Write await in front of what makes it, or use (await hd1).",
      remembering({ hd1: Promise.resolve(1) }),
    ],
    [
      "const he1: any = Promise.resolve([1]); for (const x of he1) x",
      "`he1` is a promise: what it stands for is still on its way. Write await in front of what makes it, or use (await he1).",
      remembering({ he1: Promise.resolve(1) }),
    ],
    [
      "const hf1: any = [{ population: 5 }]; hf1[0].populaton.toFixed(1)",
      "`hf1[0]` has no `populaton`. Did you mean `population`?",
      remembering({ hf1: table }),
    ],
    [
      "const hg1: any[] = [{ population: 5 }]; hg1.map((row) => row.popluation.toFixed(1))",
      "There is no `popluation` here. Did you mean `population`?",
      remembering({ hg1: table }),
    ],
    [
      "const hh1: any = { a: {} };\nhh1.a.b.c",
      "`hh1.a.b` is undefined here. Check its spelling, and that it has been given a value.",
      undefined,
    ],
    [
      "function hi1(): any {}\nhi1().a",
      "`hi1()` gave back nothing, so there is no `a` to use. Look at what it gives.",
      undefined,
    ],
    ["const hj1: any = [1]; hj1.fliter((x: number) => x)", "Did you mean `hj1.filter`?", undefined],
    [
      "const hk1: any = 5; hk1(2)",
      "`hk1` is a number, so it can't be called. Leave out the brackets behind it, or give one of the two another name.",
      remembering({ hk1: 5 }),
    ],
    [
      "const hl1: any = 'a'; hl1.length()",
      "`hl1.length` is not a function. Leave out the brackets behind it.",
      remembering({ hl1: "a" }),
    ],
    [
      "const hm1: any = { a: 1 }; for (const x of hm1) x",
      "`hm1` is one object and not a list. Object.entries(hm1) is a list of what is in it.",
      remembering({ hm1: {} }),
    ],
    [
      "const hn1: any = Object.freeze({ year: 1 }); if (hn1.year = 2) 1",
      "`year` can't be changed. One = gives a value; to compare, write ===.",
      undefined,
    ],
    [
      "JSON.parse('<!doctype html>')",
      "What came is a web page and not JSON. Look at the address that it came from.",
      undefined,
    ],
    ["JSON.parse('')", "The text is empty or ends too early. Show it with console.log(…) to see what came.", undefined],
    ["JSON.parse({} as any)", "This is an object already, so it need not be parsed.", undefined],
    [
      "new Date('soon').toISOString()",
      "This date is not one. Check the text or numbers that it was made from.",
      undefined,
    ],
    [
      "throw new TypeError('fetch failed')",
      "The address could not be reached. Check it letter by letter, and that this computer may reach it.",
      undefined,
    ],
    [
      "throw new Error(\"Cannot find package 'arqero' imported from /x\")",
      'There is no package called "arqero" here. Check its spelling; for a file of your own begin with ./',
      undefined,
    ],
    [
      "throw new Error(\"ENOENT: no such file or directory, open 'data/a.csv'\")",
      "There is no `data/a.csv`. A path starts from the notebook's own folder. Check its spelling, capitals too.",
      undefined,
    ],
    ["const ho1 = “hello”", "These quotation marks come from a word processor. Type them again as \" or '.", undefined],
    ["def hp1(x):\n  return x", "A function begins with the word function: function name(…) { … }.", undefined],
    ["if x > 5 { y }", "A condition stands in round brackets: if (…) { … }.", undefined],
    ["const hq1 = 1;\nif (hq1 > 0 and hq1 < 5) 1", "Write && for and, || for or.", undefined],
    ["# a note", "A note begins with // here.", undefined],
  ])("for %j", (source, hint, context) => {
    const described = fail(source, context);
    expect(described.hint).toBe(hint);
    expect(described.traceback.at(-1)).toBe(`Hint: ${hint}`);
  });

  test.each([
    'throw new Error(\'There is no column called "lief" in this table. Did you mean "life"?\');',
    "throw new Error('out of paint');",
    "class { }",
    "q(; )",
  ])("is absent where there is nothing sure to say: %s", (source) => {
    expect(fail(source).hint).toBeUndefined();
  });

  test("does not run what it looks at", () => {
    const scope = {
      names: () => ["a"],
      evaluateSafely: () => {
        throw new Error("ran");
      },
    };
    expect(fail("const hr1: any = {}; hr1.b.c.d", { scope }).hint).toContain("`hr1.b` is undefined here");
  });

  test("names of the process that a learner took are called as they wrote them", () => {
    const cells = new Map<string, CellSource>();
    expect(describeError(new TypeError("URL$own is not a function"), cells).evalue).toBe("URL is not a function");
  });
});
