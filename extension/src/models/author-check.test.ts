import type { AuthorFault } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { AuthorCheck } from "./author-check.js";
import { PlainError } from "./plain-error.js";

const fault = (level: AuthorFault["level"], cell?: string): AuthorFault => ({
  code: "cell.bad-metadata",
  level,
  ...(cell === undefined ? {} : { cell }),
  message: "It is empty.",
  remedy: "Fill it in.",
});

test("what happens is told as it happens, and how it ended stays", async () => {
  const check = new AuthorCheck();
  const told: string[] = [];
  check.changed.connect(() => told.push(check.busy || check.result));
  await check.run("Checking", async (tell) => {
    tell({ type: "progress", done: 1, of: 3, what: "Add them up" });
    tell({ type: "checked", ok: false, faults: [fault("error", "a"), fault("advice")] });
  });
  expect(told.slice(0, 2)).toEqual(["Checking", "Checking, 1 of 3 done: Add them up"]);
  expect([check.busy, check.result]).toEqual(["", "1 mistake to mend. 1 thing could be better."]);
  expect([check.of("a").length, check.of(undefined).length, check.of("b").length]).toEqual([1, 1, 0]);
});

test("a second press while one is under way does nothing; an answer that breaks off, and a refusal, are said", async () => {
  const check = new AuthorCheck();
  let asked = 0;
  let end: () => void = () => undefined;
  const first = check.run("Checking", () => {
    asked++;
    return new Promise<void>((resolve) => (end = resolve));
  });
  await check.run("Checking", () => Promise.resolve(void asked++));
  expect(asked).toBe(1);
  end();
  await first;
  expect(check.result).toBe("The check did not come to its end. Try again.");
  await check.run("Checking", () => Promise.reject(new PlainError("Not now.")));
  expect([check.busy, check.result]).toEqual(["", "Not now."]);
});
