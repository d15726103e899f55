import { AppError } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { forEachDialect } from "../../store/test-dialects.js";
import { workshopMigrations } from "../index.js";
import { createPushes } from "./pushes.js";

const timeout = { timeout: 180_000 };
const who = (personId: string, workshopId = "w1") => ({ personId, workshopId });
const nameOf = (personId: string): Promise<string | undefined> =>
  Promise.resolve(personId === "sam" ? "Sam" : undefined);
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
const cell = (id: string, ...people: string[]) =>
  ({ id, kind: "code", text: `// ${id}`, audience: "everybody", people }) as const;

forEachDialect((open) => {
  test(
    "HP1 HP2 sent once, also when the form comes twice; it waits for whoever is away, and for nobody else",
    timeout,
    async () => {
      await using opened = await open(workshopMigrations);
      let now = 1_800_000_000_000;
      const pushes = createPushes({ store: opened.store, nameOf, clock: () => now });
      const told: string[][] = [];
      pushes.onChange((workshopId, people) => told.push([workshopId, ...people]));
      expect(await codeOf(pushes.send("w1", "sam", cell("none")))).toBe("pushes.nobody");
      await Promise.all([1, 2].map(() => pushes.send("w1", "sam", cell("one", "ann", "bob"))));
      expect(told).toEqual([["w1", "ann", "bob"]]);
      now += 1;
      await pushes.send("w1", "gone", { ...cell("two", "ann"), kind: "hint" });
      expect((await pushes.mine(who("ann"))).pushes).toEqual([
        { id: "one", kind: "code", text: "// one", from: "Sam", at: now - 1 },
        { id: "two", kind: "hint", text: "// two", from: "A helper", at: now },
      ]);
      expect((await pushes.mine(who("cay"))).pushes).toEqual([]);
      expect((await pushes.mine(who("ann", "w2"))).pushes).toEqual([]);
      now += 15 * 86_400_000;
      expect((await pushes.mine(who("ann"))).pushes).toEqual([]);
    },
  );

  test(
    "HP3 HP4 two pages take it at once: one may put it in, and may ask again; the other is told",
    timeout,
    async () => {
      await using opened = await open(workshopMigrations);
      const pushes = createPushes({ store: opened.store, nameOf });
      await pushes.send("w1", "sam", cell("one", "ann", "bob"));
      const take = (page: string): Promise<string> => codeOf(pushes.answer(who("ann"), "one", { type: "taken", page }));
      const both = await Promise.all([take("a"), take("b")]);
      expect(both.toSorted()).toEqual(["done", "pushes.taken"]);
      expect([await take("a"), await take("b")]).toEqual(both);
      await pushes.answer(who("ann"), "one", { type: "dismissed" });
      expect((await pushes.sent("w1"))[0]?.recipients).toContainEqual({
        personId: "ann",
        seen: false,
        answer: "taken",
      });
      // Put aside on one page, it can't be taken on another that still shows it.
      await pushes.answer(who("bob"), "one", { type: "seen" });
      await pushes.answer(who("bob"), "one", { type: "dismissed" });
      expect(await codeOf(pushes.answer(who("bob"), "one", { type: "taken", page: "b" }))).toBe("pushes.gone");
      expect((await pushes.sent("w1"))[0]?.recipients).toContainEqual({
        personId: "bob",
        seen: true,
        answer: "dismissed",
      });
      expect(await pushes.sent("w2")).toEqual([]);
    },
  );

  test("HP5 what was sent to somebody else, or in another workshop, can't be answered", timeout, async () => {
    await using opened = await open(workshopMigrations);
    const pushes = createPushes({ store: opened.store, nameOf });
    await pushes.send("w1", "sam", cell("one", "ann"));
    for (const other of [who("bob"), who("ann", "w2")]) {
      for (const answer of [{ type: "seen" }, { type: "dismissed" }, { type: "taken", page: "x" }] as const) {
        expect(await codeOf(pushes.answer(other, "one", answer))).toBe("pushes.gone");
      }
    }
    expect((await pushes.sent("w1"))[0]?.recipients).toEqual([{ personId: "ann", seen: false, answer: "" }]);
  });

  test(
    "HP7 erased, nothing is left that was sent to them alone, and nobody is named as the sender",
    timeout,
    async () => {
      await using opened = await open(workshopMigrations);
      const pushes = createPushes({ store: opened.store, nameOf });
      await pushes.send("w1", "sam", cell("one", "ann"));
      await pushes.send("w1", "sam", cell("two", "ann", "bob"));
      expect(await pushes.exportPerson("ann")).toMatchObject({ received: [{ text: "// one" }, { text: "// two" }] });
      expect((await pushes.exportPerson("sam")).sent).toHaveLength(2);
      expect(await pushes.erase("ann")).toBe(2);
      await pushes.erase("sam");
      const sent = await pushes.sent("w1");
      expect(sent).toMatchObject([{ id: "two", byId: "", people: ["bob"] }]);
    },
  );
});
