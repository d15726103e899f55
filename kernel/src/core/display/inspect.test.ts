import { expect, test } from "vitest";
import { inspectValue } from "./inspect.js";

class Point {
  x = 1;
  #secret = 2;
  get sum(): number {
    return this.x + this.#secret;
  }
}
class Named extends Point {}

const circle: Record<string, unknown> = { name: "a" };
circle["self"] = circle;
const symbol = Symbol("mark");

function withHoles(list: unknown[], ...holes: readonly number[]): unknown[] {
  for (const hole of holes) Reflect.deleteProperty(list, hole);
  return list;
}

test.each<[string, unknown, string]>([
  ["a number", 42, "42"],
  ["minus nought", -0, "-0"],
  ["a big integer", 10n, "10n"],
  ["text", "it's", `"it's"`],
  ["text with breaks", "a\nb\t\\", String.raw`'a\nb\t\\'`],
  ["nothing", null, "null"],
  ["undefined", undefined, "undefined"],
  ["a symbol", symbol, "Symbol(mark)"],
  ["an object", { a: 1, "b c": [1, "x"], [symbol]: true }, "{ a: 1, 'b c': [ 1, 'x' ], [Symbol(mark)]: true }"],
  ["an empty object", {}, "{}"],
  ["an empty list", [], "[]"],
  ["an instance", new Point(), "Point { x: 1 }"],
  ["an instance of a derived class", new Named(), "Named { x: 1 }"],
  [
    "an object without prototype",
    Object.assign(Object.create(null) as object, { a: 1 }),
    "[Object: null prototype] { a: 1 }",
  ],
  [
    "a map",
    new Map<unknown, unknown>([
      ["a", 1],
      [{ b: 2 }, [3]],
    ]),
    "Map(2) { 'a' => 1, { b: 2 } => [ 3 ] }",
  ],
  ["a set", new Set([1, "a"]), "Set(2) { 1, 'a' }"],
  ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
  ["a wrong date", new Date(Number.NaN), "Invalid Date"],
  ["a pattern", /a+/giu, "/a+/giu"],
  ["an error", new TypeError("boom"), "[TypeError: boom]"],
  [
    "an error with more",
    Object.assign(new Error("a", { cause: new Error("b") }), { code: 7 }),
    "[Error: a] { [cause]: [Error: b], code: 7 }",
  ],
  ["typed numbers", new Uint8Array([1, 2, 3]), "Uint8Array(3) [ 1, 2, 3 ]"],
  ["a function", function double() {}, "[Function: double]"],
  [
    "an arrow without a name",
    (
      () => () =>
        1
    )(),
    "[Function (anonymous)]",
  ],
  ["an async function", async function load() {}, "[AsyncFunction: load]"],
  ["a class", Named, "[class Named extends Point]"],
  ["a promise", Promise.resolve(1), "Promise {}"],
  ["boxed", new Number(3), "[Number: 3]"],
  ["holes", withHoles([1, 2, 3, 4, 5], 1, 3, 4), "[ 1, <1 empty item>, 3, <2 empty items> ]"],
  ["a billion holes", Object.assign([], { length: 1_000_000_000 }), "[ <1000000000 empty items> ]"],
  ["a list with a property", Object.assign([1], { total: 2 }), "[ 1, total: 2 ]"],
  ["a circle", circle, "<ref *1> { name: 'a', self: [Circular *1] }"],
  ["what lies deep", { a: { b: { c: { d: { e: 1 } } } } }, "{ a: { b: { c: { d: [Object] } } } }"],
  ["one thing twice, which is no circle", [new Point()].flatMap((p) => [p, p]), "[ Point { x: 1 }, Point { x: 1 } ]"],
])("%s", (_title, value, text) => {
  expect(inspectValue(value)).toBe(text);
});

test("getters are named and never run", () => {
  let ran = 0;
  const value = {
    get a() {
      return ++ran;
    },
    set b(_: number) {
      ran++;
    },
  };
  expect(inspectValue(value)).toBe("{ a: [Getter], b: [Setter] }");
  expect(ran).toBe(0);
});

test("whatever throws inside is named, and the rest is shown", () => {
  const trap = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error("no");
      },
    },
  );
  const odd = {
    [Symbol.for("nodejs.util.inspect.custom")]: () => {
      throw new Error("no");
    },
  };
  expect(inspectValue([trap, odd, 1])).toBe("[ [an object that can't be shown], [an object that can't be shown], 1 ]");
});

test("a value that says how it is shown is asked, with the levels that are left", () => {
  const custom = Symbol.for("nodejs.util.inspect.custom");
  expect(inspectValue({ a: { [custom]: () => "Table: 3 rows" } })).toBe("{ a: Table: 3 rows }");
  expect(inspectValue({ [custom]: () => ({ short: 1 }) })).toBe("{ short: 1 }");
});

test("long and deep values are cut, and say by how much", () => {
  expect(inspectValue(Array.from({ length: 1000 }, (_, i) => i))).toMatch(
    /^\[\n {2}0, 1, 2, [\s\S]*… 900 more items\n\]$/,
  );
  expect(inspectValue("x".repeat(50_000))).toMatch(/^'x{20000}'… 30000 more characters$|… \d+ more characters$/);
  expect(inspectValue(Array.from({ length: 2_000_000 }, () => "ab")).length).toBeLessThan(3000);
  let deep: unknown = 1;
  for (let i = 0; i < 100_000; i++) deep = { deep };
  expect(inspectValue(deep, { depth: Number.MAX_SAFE_INTEGER }).length).toBeLessThanOrEqual(20_100);
  const wide = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`key${i}`, { text: "y".repeat(2000) }]));
  expect(inspectValue(wide).length).toBeLessThan(25_000);
});

test("what does not fit on a line is laid out, one entry a line", () => {
  const value = { first: "a".repeat(40), second: { third: "b".repeat(40), fourth: [1, 2] } };
  expect(inspectValue(value)).toBe(
    `{\n  first: '${"a".repeat(40)}',\n  second: { third: '${"b".repeat(40)}', fourth: [ 1, 2 ] }\n}`,
  );
});
