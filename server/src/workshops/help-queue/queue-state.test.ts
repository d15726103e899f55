import { AppError, type NamedPerson } from "@data-surgery/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyQueue,
  callLasts,
  goneAfter,
  helpersAtWork,
  openQueue,
  type QueueEffect,
  type QueueEvent,
  type QueueState,
} from "./queue-state.js";

const minute = 60_000;
const sam: NamedPerson = { personId: "sam", name: "Sam" };
const tia: NamedPerson = { personId: "tia", name: "Tia" };
const empty = (): QueueState => openQueue({ calls: [], took: [] }, 0);

class World {
  state: QueueState = empty();
  at = 0;
  effects: readonly QueueEffect[] = [];

  do(event: QueueEvent): this {
    const change = applyQueue(this.state, event, this.at);
    this.state = change.state;
    this.effects = change.effects;
    return this;
  }

  try(event: QueueEvent): string {
    try {
      this.do(event);
      return "done";
    } catch (error) {
      if (error instanceof AppError) return error.message;
      throw error;
    }
  }

  ask(personId: string, id = `call-${personId}`): this {
    return this.do({ type: "asked", id, personId });
  }

  get waiting(): string[] {
    return this.state.calls.filter(({ claim }) => claim === undefined).map(({ personId }) => personId);
  }
}

const note = { note: "", topic: "" };

test("HQ1 asked twice it is one call, which keeps its place and takes the new cell", () => {
  const world = new World().ask("ann").ask("bob");
  world.at = minute;
  const place = { notebook: "people/ann/l/l.ipynb", cellId: "c", label: "cell 2" };
  world.do({ type: "asked", id: "another", personId: "ann", place });
  expect(world.state.calls).toEqual([
    { id: "call-ann", personId: "ann", askedAt: 0, place },
    { id: "call-bob", personId: "bob", askedAt: 1 },
  ]);
});

test("HQ3 two helpers take the same call: the first has it, the second is told by whom", () => {
  const world = new World().ask("ann");
  world.do({ type: "claimed", callId: "call-ann", by: sam });
  expect(world.try({ type: "claimed", callId: "call-ann", by: tia })).toMatch(/^Sam has taken this call/);
  expect(world.try({ type: "claimed", callId: "call-ann", by: sam })).toBe("done");
  expect(world.state.calls[0]?.claim?.helper).toEqual(sam);
});

test("HQ4 only who has taken a call may hand it over or give it back; the next helper is told by whom and with what word", () => {
  const world = new World().ask("ann");
  const over = { type: "handed-over", callId: "call-ann", by: sam, to: tia, word: "You know maps." } as const;
  expect(world.try(over)).toMatch(/^Take this call for help first/);
  world.do({ type: "claimed", callId: "call-ann", by: sam });
  world.at = 2 * minute;
  world.do(over);
  expect(world.state.calls[0]?.claim).toEqual({
    helper: tia,
    at: 0,
    from: { by: sam, word: "You know maps.", at: 2 * minute },
  });
  expect(world.try({ type: "given-back", callId: "call-ann", by: sam, word: "" })).toMatch(/^Take this/);
  world.do({ type: "given-back", callId: "call-ann", by: tia, word: "Too far." });
  expect(world.state.calls[0]).toMatchObject({ returned: { by: tia, why: "gave-back", word: "Too far." } });
  expect(world.waiting).toEqual(["ann"]);
});

test("HQ5 answered: it is closed with note and topic, the signal goes back to fine, and the time it took is kept", () => {
  const world = new World().ask("ann").ask("bob");
  world.do({ type: "claimed", callId: "call-ann", by: sam });
  world.at = 4 * minute;
  world.do({ type: "resolved", callId: "call-ann", by: sam, note: "A comma.", topic: "code" });
  const closing = { outcome: "resolved", at: 4 * minute, by: "sam", note: "A comma.", topic: "code" };
  expect(world.effects).toMatchObject([{ type: "close", settle: true, closing }]);
  expect(world.state.took).toEqual([4 * minute]);
  // Never taken: how long it took is not known.
  world.do({ type: "resolved", callId: "call-bob", by: sam, ...note });
  expect([world.state.took, world.state.calls]).toEqual([[4 * minute], []]);
  expect(world.try({ type: "resolved", callId: "call-bob", by: sam, ...note })).toMatch(/is over/);
});

test("HQ6 “I’m fine” ends one's call, whoever has taken it, and a stranger to the queue changes nothing", () => {
  const world = new World().ask("ann");
  world.do({ type: "claimed", callId: "call-ann", by: sam }).do({ type: "cancelled", personId: "zoe" });
  expect([world.state.calls.length, world.effects]).toEqual([1, []]);
  world.do({ type: "cancelled", personId: "ann" });
  expect(world.effects).toMatchObject([{ type: "close", settle: false, closing: { outcome: "cancelled" } }]);
});

test("HQ7 a helper without a page gives back after a while, in the old place; one who looks on does not", () => {
  const world = new World().ask("ann").ask("bob").ask("cay");
  world.do({ type: "helper-came", helperId: "sam" }).do({ type: "helper-came", helperId: "tia" });
  world.do({ type: "claimed", callId: "call-ann", by: sam }).do({ type: "claimed", callId: "call-bob", by: tia });
  world.do({ type: "helper-left", helperId: "sam" });
  world.at = goneAfter - 1;
  world.do({ type: "time-passed" });
  expect(world.waiting).toEqual(["cay"]);
  world.at = goneAfter;
  world.do({ type: "time-passed" });
  expect(world.waiting).toEqual(["ann", "cay"]);
  expect(world.state.calls[0]?.returned).toEqual({ by: sam, why: "gone", word: "" });
  expect(helpersAtWork(world.state, world.at)).toBe(1);
});

test("HQ7 after a start helpers have the whole time again to show themselves, and so has one who was handed a call", () => {
  const world = new World().ask("ann").do({ type: "claimed", callId: "call-ann", by: sam });
  world.state = openQueue(world.state, goneAfter - 1);
  world.at = goneAfter + minute;
  world.do({ type: "time-passed" });
  expect(world.waiting).toEqual([]);
  world.do({ type: "handed-over", callId: "call-ann", by: sam, to: tia, word: "" });
  world.at = 2 * goneAfter;
  world.do({ type: "time-passed" });
  expect(world.waiting).toEqual([]);
  world.at += minute;
  world.do({ type: "time-passed" });
  expect(world.waiting).toEqual(["ann"]);
});

test("HQ8 nobody waits from one evening to the next", () => {
  const world = new World().ask("ann");
  world.at = callLasts;
  world.do({ type: "time-passed" });
  expect(world.effects).toMatchObject([{ type: "close", settle: true, closing: { outcome: "expired" } }]);
});

const people = ["ann", "bob", "cay", "dan"];
const helpers = [sam, tia, { personId: "uma", name: "Uma" }];
const person = fc.constantFrom(...people);
const helper = fc.constantFrom(...helpers);
/** Calls by number, so that also those that are over are named. */
const callId = fc.integer({ min: 0, max: 30 }).map(String);
const events: fc.Arbitrary<QueueEvent> = fc.oneof(
  { weight: 4, arbitrary: person.map((personId): QueueEvent => ({ type: "asked", id: "", personId })) },
  person.map((personId): QueueEvent => ({ type: "cancelled", personId })),
  { weight: 4, arbitrary: fc.record({ type: fc.constant("claimed"), callId, by: helper }) as fc.Arbitrary<QueueEvent> },
  fc.record({
    type: fc.constant("handed-over"),
    callId,
    by: helper,
    to: helper,
    word: fc.constant(""),
  }) as fc.Arbitrary<QueueEvent>,
  fc.record({ type: fc.constant("given-back"), callId, by: helper, word: fc.constant("") }) as fc.Arbitrary<QueueEvent>,
  fc.record({
    type: fc.constant("resolved"),
    callId,
    by: helper,
    note: fc.constant(""),
    topic: fc.constant(""),
  }) as fc.Arbitrary<QueueEvent>,
  fc.record({
    type: fc.constantFrom("helper-came", "helper-left", "helper-seen"),
    helperId: helper.map(({ personId }) => personId),
  }) as fc.Arbitrary<QueueEvent>,
  fc.constant<QueueEvent>({ type: "time-passed" }),
);

test("whatever happens: one call a person, each asked call open or closed exactly once, order by time, refusals change nothing", () => {
  const steps = fc.array(fc.tuple(events, fc.integer({ min: 0, max: 5 * minute })), { maxLength: 120 });
  fc.assert(
    fc.property(steps, (all) => {
      const world = new World();
      const opened = new Set<string>();
      const ended: string[] = [];
      for (const [event, later] of all) {
        world.at += later;
        const before = world.state;
        const made = event.type === "asked" ? { ...event, id: String(opened.size) } : event;
        if (world.try(made) !== "done") {
          expect(world.state).toBe(before);
          continue;
        }
        for (const effect of world.effects) {
          if (effect.type === "close") ended.push(effect.call.id);
          else opened.add(effect.callId);
        }
        // What is kept is what a reader of the store would find.
        const named = world.effects.flatMap((effect) => (effect.type === "keep" ? [effect.callId] : []));
        for (const call of world.state.calls) if (!before.calls.includes(call)) expect(named).toContain(call.id);
        const open = world.state.calls;
        expect(new Set(open.map(({ personId }) => personId)).size).toBe(open.length);
        expect(open.map(({ askedAt }) => askedAt)).toEqual(
          open.map(({ askedAt }) => askedAt).toSorted((a, b) => a - b),
        );
        for (const here of world.state.helpers.values()) expect(here.pages).toBeGreaterThanOrEqual(0);
      }
      expect(new Set(ended).size).toBe(ended.length);
      expect([...world.state.calls.map(({ id }) => id), ...ended].toSorted()).toEqual([...opened].toSorted());
    }),
    { seed: 7, numRuns: 300 },
  );
});
