import { expect, test } from "vitest";
import { nbgraderChecksum, pythonFloat } from "./nbgrader-checksum.js";

// Expected values were computed with Python's hashlib over the same parts in the order that nbgrader 0.9.5 feeds them.
test("the checksum is nbgrader's for a graded, a solution and a locked cell", () => {
  const flags = { schema_version: 3 as const, grade: false, solution: false, locked: false };
  const code = { cell_type: "code", source: "let total = 1 + 1;\nconsole.log(total)" };
  expect(nbgraderChecksum(code, { ...flags, grade: true, locked: true, grade_id: "sum-test", points: 1 })).toBe(
    "bbb2b56fb6c359db19253cf66d4ceb7e",
  );
  expect(nbgraderChecksum(code, { ...flags, solution: true, grade_id: "sum" })).toBe(
    "7ae86610711757c282605d6b48f93923",
  );
  expect(
    nbgraderChecksum({ cell_type: "markdown", source: "Größe – 表" }, { ...flags, locked: true, grade_id: "ünïcode" }),
  ).toBe("cd12977c29a7eb9d0c4c745f18088380");
});

test("points are written as Python writes floats", () => {
  const pairs: [number, string][] = [
    [1, "1.0"],
    [0, "0.0"],
    [2.5, "2.5"],
    [0.1, "0.1"],
    [0.0001, "0.0001"],
    [0.00001, "1e-05"],
    [1e15, "1000000000000000.0"],
    [1e16, "1e+16"],
    [1.5e300, "1.5e+300"],
  ];
  for (const [value, text] of pairs) expect(pythonFloat(value)).toBe(text);
});
