import { AppError } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { createFailureLimit } from "./failure-limit.js";

const right = (): Promise<string> => Promise.resolve("in");
const wrong = (): Promise<string> => Promise.reject(new AppError("identity.wrong-join-code"));

function codeOf(outcome: PromiseSettledResult<string>): string {
  if (outcome.status === "fulfilled") return outcome.value;
  return outcome.reason instanceof AppError ? outcome.reason.code : String(outcome.reason);
}

test("of 10,000 guesses sent at once from one network, 20 are looked at in a minute", async () => {
  let now = 1000;
  let looked = 0;
  const limit = createFailureLimit(() => now);
  const guess = (): Promise<string> => {
    looked++;
    return wrong();
  };
  const all = (): Promise<PromiseSettledResult<string>[]> =>
    Promise.allSettled(Array.from({ length: 10_000 }, () => limit.attempt("203.0.113.7", guess)));
  const outcomes = await all();
  expect(looked).toBe(20);
  expect(outcomes.map(codeOf).filter((code) => code === "identity.too-many-tries")).toHaveLength(9980);
  now += 59_999;
  await all();
  expect(looked).toBe(20);
  now += 1;
  await all();
  expect(looked).toBe(40);
});

test("sixty people behind one address come in at once, since right codes are not counted", async () => {
  const limit = createFailureLimit(() => 0);
  const outcomes = await Promise.allSettled(Array.from({ length: 60 }, () => limit.attempt("192.168.1.1", right)));
  expect(outcomes.map(codeOf)).toEqual(Array.from({ length: 60 }, () => "in"));
});

test("a few typing slips in a class keep nobody out", async () => {
  const limit = createFailureLimit(() => 0);
  const tries = Array.from({ length: 60 }, (_, at) => limit.attempt("192.168.1.1", at % 4 === 0 ? wrong : right));
  const outcomes = await Promise.allSettled(tries);
  expect(outcomes.map(codeOf).filter((code) => code === "in")).toHaveLength(45);
});

test("guessers with many addresses meet the limit over all of them", async () => {
  let looked = 0;
  const limit = createFailureLimit(() => 0, { perNetwork: 20, overall: 100, windowMs: 60_000 });
  const guesses = Array.from({ length: 1000 }, (_, at) =>
    limit.attempt(`10.0.${at >> 8}.${at & 255}`, () => {
      looked++;
      return wrong();
    }),
  );
  await Promise.allSettled(guesses);
  expect(looked).toBe(100);
});

test("who is refused hears how long to wait, and faults of ours are not counted as theirs", async () => {
  let now = 0;
  const limit = createFailureLimit(() => now, { perNetwork: 2, overall: 100, windowMs: 60_000 });
  const broken = (): Promise<string> => Promise.reject(new Error("disk"));
  for (let at = 0; at < 5; at++) await expect(limit.attempt("a", broken)).rejects.toThrow("disk");
  await expect(limit.attempt("a", wrong)).rejects.toMatchObject({ code: "identity.wrong-join-code" });
  now = 10_000;
  await expect(limit.attempt("a", wrong)).rejects.toMatchObject({ code: "identity.wrong-join-code" });
  now = 15_000;
  await expect(limit.attempt("a", right)).rejects.toMatchObject({
    code: "identity.too-many-tries",
    details: { seconds: 45 },
  });
  await expect(limit.attempt("b", right)).resolves.toBe("in");
  now = 60_000;
  await expect(limit.attempt("a", right)).resolves.toBe("in");
});
