import { expect, test } from "vitest";
import { cellLabel } from "./cell-label.js";

const cells = [
  { id: "a", surgery: undefined },
  { id: "t", surgery: { role: "test", exercise: "one" } },
  { id: "b", surgery: { role: "exercise", exercise: "one", title: " Count the countries " } },
  { id: "c", surgery: "nonsense" },
];

test("an exercise is called by its title, every other cell by its place among those that learners see", () => {
  expect(cellLabel(cells, "a")).toBe("cell 1");
  expect(cellLabel(cells, "b")).toBe("“Count the countries”");
  expect(cellLabel(cells, "c")).toBe("cell 3");
  expect(cellLabel(cells, "gone")).toBe("a cell that was removed");
});
