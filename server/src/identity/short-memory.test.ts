import { expect, test } from "vitest";
import { createShortMemory } from "./short-memory.js";

test("what is kept is forgotten after its time, on request, and when there is too much", () => {
  let now = 0;
  const memory = createShortMemory<string>(() => now, 100, 3);
  memory.set("a", "first");
  now = 99;
  expect(memory.get("a")).toBe("first");
  now = 100;
  expect(memory.get("a")).toBeUndefined();
  for (const key of ["b", "c", "d", "e"]) memory.set(key, key);
  expect(["b", "c", "d", "e"].map((key) => memory.get(key))).toEqual([undefined, "c", "d", "e"]);
  memory.delete("c");
  memory.deleteWhere((value) => value === "d");
  expect(["c", "d", "e"].map((key) => memory.get(key))).toEqual([undefined, undefined, "e"]);
});
