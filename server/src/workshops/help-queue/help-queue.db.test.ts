import type { ProgressFact } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { forEachDialect } from "../../store/test-dialects.js";
import type { Store } from "../../store/index.js";
import { workshopMigrations } from "../index.js";
import { HelpQueue } from "./help-queue.js";
import { sqlHelpStore } from "./help-store.js";
import { goneAfter } from "./queue-state.js";

const timeout = { timeout: 180_000 };
const minute = 60_000;
const names: Readonly<Record<string, string>> = { sam: "Sam", tia: "Tia" };
const sam = { personId: "sam", name: "Sam" };
const tia = { personId: "tia", name: "Tia" };
const who = (personId: string): { personId: string; workshopId: string } => ({ personId, workshopId: "w1" });
const place = { notebook: "people/ann/l/l.ipynb", cellId: "c", label: "cell 2" };

class House implements AsyncDisposable {
  readonly queue: HelpQueue;
  readonly facts: (ProgressFact & { readonly personId: string })[] = [];
  readonly lowered: string[] = [];
  readonly errors: unknown[] = [];
  isBroken = false;

  constructor(store: Store, clock: () => number) {
    this.queue = new HelpQueue({
      store: sqlHelpStore(store),
      nameOf: (personId) => Promise.resolve(names[personId]),
      record: async ({ personId }, fact, also) => {
        await store
          .tables<unknown>()
          .transaction()
          .execute(async (inside) => {
            await also?.(inside);
            if (this.isBroken) throw new Error("The disk is full.");
          });
        this.facts.push({ ...fact, personId });
      },
      lowerHand: (notebook, personId) => Promise.resolve(void this.lowered.push(`${notebook} ${personId}`)),
      onError: (error) => this.errors.push(error),
      clock,
      period: 3_600_000,
    });
  }

  async callOf(personId: string): Promise<string> {
    return (await this.queue.view("w1")).calls.find((call) => call.personId === personId)?.id ?? "";
  }

  async claim(personId: string, by: typeof sam): Promise<void> {
    await this.queue.act("w1", { type: "claimed", callId: await this.callOf(personId), by });
  }

  async resolve(personId: string, by: typeof sam): Promise<void> {
    const callId = await this.callOf(personId);
    await this.queue.act("w1", { type: "resolved", callId, by, note: "A comma.", topic: "code" });
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.queue[Symbol.dispose]();
    return this.errors.length === 0 ? Promise.resolve() : Promise.reject(new AggregateError(this.errors));
  }
}

forEachDialect((open) => {
  test("HQ2 HQ9 a queue survives a restart: order, claims, words, and how long calls took", timeout, async () => {
    await using opened = await open(workshopMigrations);
    let now = 1_800_000_000_000;
    {
      await using house = new House(opened.store, () => now);
      for (const personId of ["x", "y", "z"]) {
        await house.queue.signal(who(personId), "help");
        await house.claim(personId, sam);
        now += 4 * minute;
        await house.resolve(personId, sam);
      }
      await house.queue.signal(who("ann"), "help", place);
      now += 1;
      await house.queue.signal(who("bob"), "help");
      await house.queue.signal(who("cay"), "help");
      await house.claim("ann", sam);
      const callId = await house.callOf("ann");
      await house.queue.act("w1", { type: "handed-over", callId, by: sam, to: tia, word: "You know maps." });
      expect(house.facts.filter(({ personId }) => personId === "x")).toEqual([
        { type: "help-changed", status: "help", personId: "x" },
        { type: "help-changed", status: "fine", personId: "x" },
      ]);
    }
    await using again = new House(opened.store, () => now);
    const { calls } = await again.queue.view("w1");
    expect(calls).toMatchObject([
      { personId: "ann", place, claim: { helper: tia, from: { by: sam, word: "You know maps." } } },
      { personId: "bob" },
      { personId: "cay" },
    ]);
    expect(await again.queue.mine(who("ann"))).toEqual({ state: "coming", helper: "Tia" });
    expect(await again.queue.mine(who("cay"))).toEqual({
      state: "waiting",
      before: 1,
      wait: { type: "about", minutes: 10 },
    });
    expect(await again.queue.mine(who("dan"))).toEqual({ state: "not-asking" });
    // Another workshop has a queue of its own.
    expect(await again.queue.mine({ personId: "ann", workshopId: "w2" })).toEqual({ state: "not-asking" });
    await again.resolve("ann", tia);
    expect(again.lowered).toEqual(["people/ann/l/l.ipynb ann"]);
  });

  test("HQ10 signal and call are written together: when it fails, neither is so", timeout, async () => {
    await using opened = await open(workshopMigrations);
    await using house = new House(opened.store, () => 1_800_000_000_000);
    house.isBroken = true;
    await expect(house.queue.signal(who("ann"), "help")).rejects.toThrow("The disk is full.");
    expect((await house.queue.view("w1")).calls).toEqual([]);
    house.isBroken = false;
    await house.queue.signal(who("ann"), "help");
    house.isBroken = true;
    await expect(house.resolve("ann", sam)).rejects.toThrow("The disk is full.");
    expect((await house.queue.view("w1")).calls).toHaveLength(1);
    expect(await sqlHelpStore(opened.store).workshopsAsking()).toEqual(["w1"]);
    house.isBroken = false;
    await house.resolve("ann", sam);
    expect(await sqlHelpStore(opened.store).workshopsAsking()).toEqual([]);
  });

  test("HQ3 two helpers at the same moment: one wins, in whatever order it comes", timeout, async () => {
    await using opened = await open(workshopMigrations);
    await using house = new House(opened.store, () => 1_800_000_000_000);
    await house.queue.signal(who("ann"), "help");
    const tried = await Promise.allSettled([house.claim("ann", sam), house.claim("ann", tia)]);
    expect(tried.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const refused = tried.flatMap((one) => (one.status === "rejected" ? [String(one.reason)] : []));
    expect(refused.join()).toMatch(/(Sam|Tia) has taken this call for help already/);
  });

  test(
    "HQ7 a server that was started again gives back what a helper who never came back had taken",
    timeout,
    async () => {
      await using opened = await open(workshopMigrations);
      let now = 1_800_000_000_000;
      {
        await using house = new House(opened.store, () => now);
        await house.queue.signal(who("ann"), "help");
        await house.claim("ann", sam);
      }
      now += 60 * minute;
      await using again = new House(opened.store, () => now);
      await again.queue.look();
      expect(await again.queue.mine(who("ann"))).toMatchObject({ state: "coming" });
      now += goneAfter;
      await again.queue.look();
      expect(await again.queue.mine(who("ann"))).toMatchObject({ state: "waiting", returned: "Sam" });
    },
  );

  test("HQ11 whoever presses on and on is asked to wait, and others are not", timeout, async () => {
    await using opened = await open(workshopMigrations);
    let now = 1_800_000_000_000;
    await using house = new House(opened.store, () => now);
    for (let press = 0; press < 12; press += 1) await house.queue.signal(who("ann"), press % 2 === 0 ? "help" : "fine");
    expect(() => house.queue.signal(who("ann"), "help")).toThrow(/Wait 60 seconds/);
    await house.queue.signal(who("bob"), "help");
    now += minute;
    await house.queue.signal(who("ann"), "help");
  });

  test(
    "HQ12 erased, nothing of a person is left: not as who asked, not as who helped, not as a place",
    timeout,
    async () => {
      await using opened = await open(workshopMigrations);
      {
        await using house = new House(opened.store, () => 1_800_000_000_000);
        await house.queue.signal(who("ann"), "help", place);
        await house.queue.signal(who("bob"), "help", place);
        await house.claim("bob", sam);
        await house.resolve("bob", sam);
        await house.queue.signal(who("cay"), "help");
        await house.claim("cay", sam);
      }
      const store = sqlHelpStore(opened.store);
      expect(await store.exportPerson("bob")).toMatchObject({ calls: [{ outcome: "resolved", note: "A comma." }] });
      expect((await store.exportPerson("sam")).helped).toMatchObject([{ note: "A comma.", topic: "code" }]);
      expect(await store.erase("ann")).toBe(1);
      await store.erasePlaces("ann");
      await store.erase("sam");
      const left = await opened.store.tables<{ help_calls: object }>().selectFrom("help_calls").selectAll().execute();
      expect(JSON.stringify(left)).not.toMatch(/"sam"|ann/);
      await using again = new House(opened.store, () => 1_800_000_000_000);
      expect((await again.queue.view("w1")).calls).toMatchObject([{ personId: "cay" }]);
      expect((await again.queue.view("w1")).calls[0]?.claim).toBeUndefined();
    },
  );
});
