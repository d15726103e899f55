import { expect, test } from "vitest";
import { takesHome } from "./takes-home.js";

test.each([
  ["https://surgery.example/files/people/ana/our-evidence.zip", true],
  ["https://surgery.example/files/people/ana/our%20evidence.html?x=1", true],
  ["https://surgery.example/files/people/ana/other.ipynb", false],
  ["https://surgery.example/learn/tree/files/a.zip", false],
  ["https://elsewhere.example/files/a.zip", false],
  ["#heading", false],
])("%s is taken home: %s", (address, expected) => {
  expect(takesHome(address, "https://surgery.example/")).toBe(expected);
});
