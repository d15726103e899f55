import { expect, test } from "vitest";
import { createHistory } from "./history.js";

function filled(): ReturnType<typeof createHistory> {
  const history = createHistory();
  for (const [index, input] of ["a = 1", "b = 2", "a = 1", "c(*)"].entries()) history.add(index + 1, input);
  return history;
}

test("KE8: tail gives the last n; none for 0, all when it is not said", () => {
  const history = filled();
  expect(history.find({ hist_access_type: "tail", n: 2 })).toEqual([
    [1, 3, "a = 1"],
    [1, 4, "c(*)"],
  ]);
  expect(history.find({ hist_access_type: "tail", n: 0 })).toEqual([]);
  expect(history.find({ hist_access_type: "tail" })).toHaveLength(4);
});

test("KE8: a range ends before its stop, and other sessions are empty", () => {
  const history = filled();
  expect(history.find({ hist_access_type: "range", session: 0, start: 2, stop: 4 })).toHaveLength(2);
  expect(history.find({ hist_access_type: "range", session: -1, start: 1 })).toEqual([]);
});

test("KE8: a search knows * and ?, drops doubles when asked, and is not slow for any pattern", () => {
  const history = filled();
  history.add(5, "a".repeat(50_000));
  expect(history.find({ hist_access_type: "search", pattern: "a = ?" })).toHaveLength(2);
  expect(history.find({ hist_access_type: "search", pattern: "a = ?", unique: true })).toEqual([[1, 3, "a = 1"]]);
  expect(history.find({ hist_access_type: "search", pattern: `${"*a".repeat(40)}b` })).toEqual([]);
  expect(history.find({ hist_access_type: "unheard of" })).toEqual([]);
});

test("KE8: outputs come along when they are asked for", () => {
  const history = filled();
  history.setOutput(2, "2");
  expect(history.find({ hist_access_type: "range", start: 2, stop: 4, output: true })).toEqual([
    [1, 2, ["b = 2", "2"]],
    [1, 3, ["a = 1", null]],
  ]);
});
