import { expect, test } from "vitest";
import { nextLesson } from "./guide-model.js";

const lesson = (id: string, done: number, total: number): never =>
  ({ id, title: id, minutes: 1, done, total }) as never;

test("from a lesson one goes on to the first after it that is not finished, else to the first that is not, else nowhere", () => {
  expect(nextLesson([lesson("a", 0, 2), lesson("b", 2, 2), lesson("c", 1, 2)], "a")?.id).toBe("c");
  expect(nextLesson([lesson("a", 0, 2), lesson("b", 2, 2)], "b")?.id).toBe("a");
  expect(nextLesson([lesson("a", 2, 2), lesson("b", 0, 2)], "b")).toBeUndefined();
});
