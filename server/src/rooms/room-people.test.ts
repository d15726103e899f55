import {
  AppError,
  roleReaches,
  roomRoles,
  type RoomPeople,
  type RoomRole,
  type Standing,
} from "@data-surgery/contract";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyPeople,
  emptyPeople,
  grantLasts,
  openPeople,
  roleOf,
  viewPeople,
  waitingState,
  type Actor,
  type PeopleEvent,
  type PeopleState,
} from "./room-people.js";

const actor = (personId: string, standing: Standing): Actor => ({
  personId,
  name: personId,
  color: "#000000",
  standing,
});
const ann = actor("ann", "owner");
const tom = actor("tom", "helper");
const tia = actor("tia", "helper");
const bob = actor("bob", "member");

/** As somebody sees it who sees every hand. */
const view = (state: PeopleState): RoomPeople => viewPeople(state, false, () => true);

/** A room's people with a clock and names for what is made. */
class World {
  state: PeopleState = openPeople(emptyPeople);
  now = 1000;
  #made = 0;

  do(by: Actor, event: PeopleEvent): void {
    this.state = applyPeople(this.state, { event, by, at: this.now, id: `id-${++this.#made}` }).state;
  }

  /** The code of the error, or "done". */
  try(by: Actor, event: PeopleEvent): string {
    try {
      this.do(by, event);
      return "done";
    } catch (error) {
      if (error instanceof AppError) return error.code;
      throw error;
    }
  }

  come(...all: Actor[]): this {
    for (const by of all) this.do(by, { type: "came" });
    return this;
  }

  role({ personId, standing }: Actor): RoomRole | undefined {
    return roleOf(this.state, personId, standing);
  }
}

test("RO21 the owner may all; who helps may nothing until the owner has said what; the answer counts at once", () => {
  const world = new World().come(ann, tom);
  expect(world.role(ann)).toBe("run");
  expect(world.role(tom)).toBeUndefined();
  expect(waitingState(world.state, "tom")).toBe("asking");
  expect(view(world.state).people).toMatchObject([{ personId: "tom", asking: true, role: null }]);
  for (const role of roomRoles) {
    world.do(ann, { type: "give", personId: "tom", role });
    expect(world.role(tom)).toBe(role);
  }
  expect(view(world.state).people).toMatchObject([{ personId: "tom", asking: false, role: "run" }]);
  world.do(ann, { type: "give", personId: "tom", role: null });
  expect(world.role(tom)).toBeUndefined();
  expect(waitingState(world.state, "tom")).toBe("declined");
  world.do(tom, { type: "ask" });
  expect(waitingState(world.state, "tom")).toBe("asking");
});

test("RO22 nobody but the owner lets in, opens the room or shows out", () => {
  const world = new World().come(ann, tom, tia);
  for (const by of [tom, tia, bob]) {
    expect(world.try(by, { type: "give", personId: "tom", role: "run" })).toBe("rooms.owner-only");
    expect(world.try(by, { type: "open-as", role: "run" })).toBe("rooms.owner-only");
    expect(world.try(by, { type: "see-visits" })).toBe("rooms.owner-only");
    expect(world.try(by, { type: "answer-keyboard", yes: true })).toBe("rooms.owner-only");
  }
  expect(world.try(ann, { type: "give", personId: "nobody", role: "run" })).toBe("rooms.gone");
});

test("RO22 a room that its owner opened needs no asking, until they close it; who was let in by name stays", () => {
  const world = new World().come(ann, tom);
  world.do(ann, { type: "open-as", role: "suggest" });
  expect(world.role(tom)).toBe("suggest");
  expect(world.role(tia)).toBe("suggest");
  world.do(ann, { type: "give", personId: "tom", role: "edit" });
  world.do(ann, { type: "open-as", role: null });
  expect(world.role(tom)).toBe("edit");
  expect(world.role(tia)).toBeUndefined();
});

test("RO22 being shown out of an open room holds; being let in is for the evening", () => {
  const world = new World().come(ann, tom);
  world.do(ann, { type: "open-as", role: "edit" });
  world.do(ann, { type: "give", personId: "tom", role: null });
  expect(world.role(tom)).toBeUndefined();
  world.do(ann, { type: "open-as", role: null });
  world.do(ann, { type: "give", personId: "tom", role: "edit" });
  world.do(tom, { type: "left" });
  world.now += grantLasts;
  world.come(tom);
  expect(world.role(tom)).toBe("edit");
  world.do(tom, { type: "left" });
  world.now += 1;
  world.come(tom);
  expect(world.role(tom)).toBeUndefined();
});

test("RO22 a code lets in with its role and for the evening; who was shown out since it was given out has to ask", () => {
  const world = new World();
  expect(world.try(tom, { type: "admitted", role: "edit", codeFrom: 900 })).toBe("done");
  world.come(tom);
  expect(world.role(tom)).toBe("edit");
  world.come(ann);
  world.do(ann, { type: "give", personId: "tom", role: null });
  expect(world.try(tom, { type: "admitted", role: "edit", codeFrom: 900 })).toBe("rooms.ask-first");
  expect(world.role(tom)).toBeUndefined();
  world.now += 10;
  expect(world.try(tom, { type: "admitted", role: "observe", codeFrom: world.now })).toBe("done");
  expect(world.role(tom)).toBe("observe");
  world.do(bob, { type: "admitted", role: "observe", codeFrom: 1 });
  expect(world.role(bob)).toBe("run");
});

test("RO23 while the owner is away one may look in, no more; the owner finds it in the log of visits", () => {
  const world = new World().come(tom);
  expect(waitingState(world.state, "tom")).toBe("absent");
  world.do(tom, { type: "look-in" });
  expect(world.role(tom)).toBe("observe");
  world.now = 5000;
  world.do(tom, { type: "left" });
  world.come(ann);
  expect(world.state.visits).toEqual([
    { id: "id-2", personId: "tom", name: "tom", from: 1000, until: 5000, seen: false },
  ]);
  world.do(ann, { type: "see-visits" });
  expect(world.state.visits).toMatchObject([{ seen: true }]);
});

test("RO23 nobody looks in past an owner who is there, or after a no; a dropped network does not end a look", () => {
  const world = new World().come(ann, tom);
  expect(world.try(tom, { type: "look-in" })).toBe("rooms.ask-first");
  world.do(ann, { type: "give", personId: "tom", role: null });
  world.do(ann, { type: "left" });
  expect(world.try(tom, { type: "look-in" })).toBe("rooms.ask-first");
  world.come(tia);
  world.do(tia, { type: "look-in" });
  world.do(tia, { type: "left" });
  world.now += 60_000;
  world.come(tia);
  expect(world.role(tia)).toBe("observe");
  world.do(tia, { type: "left" });
  world.now += 10 * 60_000;
  world.come(tia);
  expect(world.role(tia)).toBeUndefined();
});

test("RO23 who was let in and comes while the owner is away is in the log too", () => {
  const world = new World().come(ann, tom);
  world.do(ann, { type: "give", personId: "tom", role: "edit" });
  world.do(tom, { type: "left" });
  world.do(ann, { type: "left" });
  world.come(tom);
  expect(world.state.visits).toMatchObject([{ personId: "tom", seen: false }]);
});

test("RO24 hands off: only the one named types, all others may suggest at most, the owner too; the owner ends it", () => {
  const world = new World().come(ann, tom, tia);
  world.do(ann, { type: "give", personId: "tom", role: "run" });
  world.do(ann, { type: "give", personId: "tia", role: "observe" });
  world.do(ann, { type: "keyboard", personId: "ann" });
  expect([ann, tom, tia].map((one) => world.role(one))).toEqual(["run", "suggest", "observe"]);
  world.do(ann, { type: "keyboard", personId: "tia" });
  expect([ann, tom, tia].map((one) => world.role(one))).toEqual(["suggest", "suggest", "edit"]);
  expect(world.try(tom, { type: "keyboard", personId: null })).toBe("rooms.owner-only");
  world.do(tia, { type: "keyboard", personId: null });
  expect([ann, tom, tia].map((one) => world.role(one))).toEqual(["run", "run", "observe"]);
});

test("RO24 who helps may ask for hands off, and it begins with the owner's yes; a no changes nothing", () => {
  const world = new World().come(ann, tom);
  expect(world.try(tom, { type: "keyboard", personId: "ann" })).toBe("rooms.ask-first");
  world.do(ann, { type: "give", personId: "tom", role: "suggest" });
  world.do(tom, { type: "keyboard", personId: "tom" });
  expect(world.state.keyboard).toBeNull();
  world.do(ann, { type: "answer-keyboard", yes: false });
  expect([world.role(ann), world.role(tom)]).toEqual(["run", "suggest"]);
  world.do(tom, { type: "keyboard", personId: "tom" });
  world.do(ann, { type: "answer-keyboard", yes: true });
  expect([world.role(ann), world.role(tom)]).toEqual(["suggest", "edit"]);
  world.do(ann, { type: "give", personId: "tom", role: null });
  expect(world.role(ann)).toBe("run");
});

test("RO25 attention: owner and helpers may ask, others may not; it shows only while the one who asks is there", () => {
  const world = new World().come(ann, tom);
  expect(world.try(tom, { type: "attention", on: true })).toBe("rooms.ask-first");
  world.do(ann, { type: "give", personId: "tom", role: "observe" });
  world.do(tom, { type: "attention", on: true });
  expect(view(world.state).attention).toEqual({ personId: "tom", name: "tom" });
  world.do(tom, { type: "left" });
  expect(view(world.state).attention).toBeNull();
  world.come(tom);
  world.do(ann, { type: "attention", on: false });
  expect(view(world.state).attention).toBeNull();
  const common = new World().come(bob);
  expect(common.try(bob, { type: "attention", on: true })).toBe("rooms.owner-only");
});

test("RO26 a hand goes up at a cell and comes down by its owner or by whoever helps", () => {
  const world = new World().come(ann, tom);
  world.do(ann, { type: "raise-hand", cellId: "c", label: "cell 4" });
  expect(view(world.state).people).toMatchObject([{ personId: "ann", hand: { label: "cell 4" } }, {}]);
  expect(viewPeople(world.state, false, (personId) => personId !== "ann").people).toMatchObject([{ personId: "tom" }]);
  expect(world.try(tom, { type: "lower-hand", personId: "ann" })).toBe("rooms.ask-first");
  world.do(ann, { type: "give", personId: "tom", role: "observe" });
  world.do(tom, { type: "lower-hand", personId: "ann" });
  expect(world.state.kept.get("ann")?.hand).toBeNull();
});

test("RO21 everybody's notebook: members run from the start, and the trainer may make them lookers and back", () => {
  const trainer = actor("tea", "owner");
  const world = new World().come(trainer, bob);
  expect(world.role(bob)).toBe("run");
  world.do(trainer, { type: "open-as", role: "observe" });
  expect(world.role(bob)).toBe("observe");
  world.do(trainer, { type: "give", personId: "bob", role: "edit" });
  expect(world.role(bob)).toBe("edit");
  world.do(trainer, { type: "give", personId: "bob", role: null });
  expect(world.role(bob)).toBe("observe");
  expect(world.role(actor("x", "stranger"))).toBeUndefined();
});

const people = [ann, tom, tia];
const events: fc.Arbitrary<{ readonly by: Actor; readonly event: PeopleEvent; readonly wait: number }> = fc.record({
  by: fc.constantFrom(...people),
  wait: fc.constantFrom(0, 1000, 400_000, grantLasts + 1),
  event: fc.oneof(
    fc.constantFrom<PeopleEvent>(
      { type: "came" },
      { type: "left" },
      { type: "ask" },
      { type: "look-in" },
      { type: "see-visits" },
      { type: "raise-hand", cellId: "c", label: "cell 1" },
      { type: "lower-hand" },
      { type: "keyboard", personId: null },
      { type: "answer-keyboard", yes: true },
      { type: "answer-keyboard", yes: false },
      { type: "attention", on: true },
      { type: "attention", on: false },
    ),
    fc.record({
      type: fc.constant("give" as const),
      personId: fc.constantFrom("ann", "tom", "tia"),
      role: fc.constantFrom<RoomRole | null>(...roomRoles, null),
    }),
    fc.record({ type: fc.constant("open-as" as const), role: fc.constantFrom<RoomRole | null>(...roomRoles, null) }),
    fc.record({ type: fc.constant("keyboard" as const), personId: fc.constantFrom("ann", "tom", "tia") }),
  ),
});

test("RO21 RO22 whatever happens in whatever order: who helps gains nothing that the owner did not do, and the owner can always take all back", () => {
  fc.assert(
    fc.property(fc.array(events, { maxLength: 40 }), (happenings) => {
      const world = new World();
      for (const { by, event, wait } of happenings) {
        world.now += wait;
        const before = people.map((one) => world.role(one));
        world.try(by, event);
        for (const [at, helper] of [tom, tia].entries()) {
          const [was, is] = [before[at + 1], world.role(helper)];
          const rose = is !== undefined && is !== was && !roleReaches(was, is);
          // The one thing they may do by themselves is look, and put the keyboard back, which the owner had lent.
          const byOwner = by === ann || is === "observe" || (event.type === "keyboard" && event.personId === null);
          // Coming back to an agreed room, or after a "not now" that has grown old, is the owner's earlier word.
          const agreed = (event.type === "came" || event.type === "ask") && world.state.openAs === is;
          const lent = world.state.keyboard?.personId === helper.personId;
          expect([event, rose && !byOwner && !agreed && !lent]).toEqual([event, false]);
        }
      }
      world.come(ann);
      world.do(ann, { type: "keyboard", personId: null });
      world.do(ann, { type: "open-as", role: null });
      for (const helper of [tom, tia]) {
        world.come(helper);
        world.do(ann, { type: "give", personId: helper.personId, role: null });
        expect(world.role(helper)).toBeUndefined();
      }
      expect(world.role(ann)).toBe("run");
    }),
    { seed: 20_261_123, numRuns: 2000 },
  );
});
