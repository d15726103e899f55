import { expect, test } from "vitest";
import { createCheckQueue } from "./check-queue.js";
import { createCheckThrottle } from "./check-throttle.js";

interface Held {
  readonly task: () => Promise<string>;
  readonly release: () => void;
}

function held(name: string, began: string[]): Held {
  const { promise, resolve } = Promise.withResolvers<void>();
  return {
    task: async () => {
      began.push(name);
      await promise;
      return name;
    },
    release: resolve,
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("QU1 two run, the others follow in the order they came, also after a failure", async () => {
  const queue = createCheckQueue({ running: 2, waiting: 10, perPerson: 9 });
  const began: string[] = [];
  const tasks = ["a", "b", "c", "d"].map((name) => held(name, began));
  const failing = queue.run("p0", () => Promise.reject(new Error("no")));
  const results = tasks.map(({ task }, index) => queue.run(`p${index}`, task));
  await expect(failing).rejects.toThrow("no");
  await settled();
  expect(began).toEqual(["a", "b"]);
  tasks[1]!.release();
  await settled();
  expect(began).toEqual(["a", "b", "c"]);
  for (const { release } of tasks) release();
  expect(await Promise.all(results)).toEqual(["a", "b", "c", "d"]);
});

test("QU4 it is quiet when nothing runs and nobody waits, and not before", async () => {
  const queue = createCheckQueue({ running: 1, waiting: 10, perPerson: 9 });
  await queue.quiet();
  const began: string[] = [];
  const [first, second] = [held("a", began), held("b", began)];
  const results = [queue.run("p1", first.task), queue.run("p2", second.task)];
  let quiet = false;
  const waiting = queue.quiet().then(() => (quiet = true));
  first.release();
  await results[0];
  await settled();
  expect(quiet).toBe(false);
  second.release();
  await waiting;
  expect(await Promise.all(results)).toEqual(["a", "b"]);
});

test("QU2 a full queue and a person with too many in it hear that checks are busy", async () => {
  const queue = createCheckQueue({ running: 1, waiting: 1, perPerson: 1 });
  const began: string[] = [];
  const first = held("first", began);
  const second = held("second", began);
  const running = [queue.run("ada", first.task), queue.run("bob", second.task)];
  await expect(queue.run("ada", first.task)).rejects.toMatchObject({ code: "checks.busy" });
  await expect(queue.run("cyd", first.task)).rejects.toMatchObject({ code: "checks.busy" });
  first.release();
  second.release();
  await Promise.all(running);
  expect(await queue.run("ada", () => Promise.resolve("again"))).toBe("again");
});

test("QU3 ten checks at once, then one in three seconds, each person for themselves", () => {
  let now = 1_000_000;
  const throttle = createCheckThrottle({ burst: 10, every: 3000, clock: () => now });
  const takes = (person: string): boolean => {
    try {
      throttle.take(person);
      return true;
    } catch (error) {
      expect(error).toMatchObject({ code: "http.too-many", details: { seconds: 3 } });
      return false;
    }
  };
  expect(Array.from({ length: 12 }, () => takes("ada"))).toEqual([...Array<boolean>(10).fill(true), false, false]);
  expect(takes("bob")).toBe(true);
  now += 3000;
  expect([takes("ada"), takes("ada")]).toEqual([true, false]);
  now += 60_000;
  expect(Array.from({ length: 11 }, () => takes("ada")).filter(Boolean)).toHaveLength(10);
});
