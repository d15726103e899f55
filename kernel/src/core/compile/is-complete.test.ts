import { expect, test } from "vitest";
import { isComplete } from "./is-complete.js";

test.each([
  "1",
  'console.log("x")',
  "function f(x: number) {\n  return x;\n}",
  "const a: number = 1;",
  "",
  "// note",
  "`a\n${1}\nb`",
  "{ a: 1, b: 2 }",
  "<b>bold</b>",
  "await fetch('x')",
  "if (a) { b }\n",
  "try { a } catch { b }",
  "a\n  .b()",
])("complete: %j", (source) => {
  expect(isComplete(source)).toEqual({ status: "complete" });
});

test.each([
  ["function f(x: number){", "  "],
  ["const a2 = [1,", ""],
  ["`open template", ""],
  ["`open ${1", ""],
  ["if (true) {", "  "],
  ["if (a) {\n  for (const b of c) {", "    "],
  ["if (a) {\n  b();", "  "],
  ["foo(1, { a: 2", ""],
  ["1 +", ""],
  ["/* a comment", ""],
  ["if (a) b; else", ""],
  ["a.", ""],
  ["a?.", ""],
  ["import { a", ""],
  ["import { a } from", ""],
  ["class A extends", ""],
  ["try {\n}", ""],
  ["@dec", ""],
  ["<div>", ""],
  ["<div>\n  {rows.map((row) => (", "  ".repeat(2)],
  ["interface A {", "  "],
  ["const f = async () => {", "  "],
  ["{ a: 1,", ""],
])("incomplete: %j, the next line begins with %j", (source, indent) => {
  expect(isComplete(source)).toEqual({ status: "incomplete", indent });
});

test.each([
  "1 +* 2;",
  "let let = ;;)",
  "import 7q",
  "foo(1))",
  "}",
  '"no end',
  "a b",
  "let class = 1",
  "<div></span>",
  "/abc",
  "let a = 1; let a = 2 +* 1",
])("invalid: %j", (source) => {
  expect(isComplete(source)).toEqual({ status: "invalid" });
});
