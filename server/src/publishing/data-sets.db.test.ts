import { expect, test } from "vitest";
import { mailMigrations, sqlOutbox } from "../mail/index.js";
import { forEachDialect } from "../store/test-dialects.js";
import { createDataSets, type NewDataSet } from "./data-sets.js";
import { emptyDraft } from "./draft.js";
import { erasePublishing, exportPublishing } from "./person-part.js";
import { createKeeperFeeds } from "./keeper-feeds.js";
import { createRemarks } from "./remarks.js";
import { remindDue } from "./reminders.js";
import { publishingMigrations } from "./tables.js";

const migrations = [...mailMigrations, ...publishingMigrations];
const free = (): boolean => false;
const day = 24 * 60 * 60 * 1000;

const given: NewDataSet = {
  keeperId: "ada",
  workshopId: "w",
  title: "Visits to the invented hall",
  draft: { ...emptyDraft, about: { update: "monthly", keeper: "The Invented Hall Group" } },
  remindTo: "canary@invented.example",
  file: "visits.csv",
  sourcePath: "people/ada/visits.csv",
  notebook: "",
};

forEachDialect((open) => {
  test("two sets of one title have two addresses, and neither is one that is in the site already", async () => {
    await using at = await open(migrations);
    const sets = createDataSets(at.store);
    const first = await sets.create(given, free);
    const second = await sets.create(given, free);
    const third = await sets.create(given, (slug) => slug === "visits-to-the-invented-hall-3");
    expect([first.slug, second.slug, third.slug]).toEqual([
      "visits-to-the-invented-hall",
      "visits-to-the-invented-hall-2",
      "visits-to-the-invented-hall-4",
    ]);
  });

  test("PU64 of several who begin data of one title at once, each gets an address of its own", async () => {
    await using at = await open(migrations);
    const sets = createDataSets(at.store);
    const made = await Promise.all(Array.from({ length: 5 }, () => sets.create(given, free)));
    expect(new Set(made.map(({ slug }) => slug)).size).toBe(5);
  });

  test("what the command published leaves the draft as it was; what was prepared here ends it", async () => {
    await using at = await open(migrations);
    const sets = createDataSets(at.store);
    const { id, draft } = await sets.create({ ...given, draft: { ...given.draft, note: "in the middle" } }, free);
    expect(await sets.published(id, "v1", 5, false)).toMatchObject({ version: "v1", file: "visits.csv", draft });
    expect(await sets.published(id, "v2", 6)).toMatchObject({ version: "v2", file: "", draft: { note: "" } });
  });

  test("of two windows that save the same page, the second is told, and nothing of the first is lost", async () => {
    await using at = await open(migrations);
    const sets = createDataSets(at.store);
    const { id, revision, draft } = await sets.create(given, free);
    await sets.save(id, revision, { draft: { ...draft, note: "from the first window" } });
    const second = sets.save(id, revision, { draft: { ...draft, note: "from the second" } });
    await expect(second).rejects.toMatchObject({ code: "publishing.changed-meanwhile" });
    expect((await sets.get(id)).draft.note).toBe("from the first window");
  });

  test("whose update is due is reminded once, again when the next one is due, and never after turning it off", async () => {
    await using at = await open(migrations);
    const time = { now: Date.parse("2026-05-03T09:00:00Z") };
    const clock = (): number => time.now;
    const sets = createDataSets(at.store, clock);
    const outbox = sqlOutbox(at.store, clock);
    const parts = { store: at.store, dataSets: sets, outbox, address: () => "https://surgery.example.org" };
    const { id } = await sets.create(given, free);
    expect(await remindDue(parts, time.now)).toBe(0);
    await sets.published(id, "v1", time.now);
    time.now += 20 * day;
    expect(await remindDue(parts, time.now)).toBe(0);
    time.now += 12 * day;
    expect([await remindDue(parts, time.now), await remindDue(parts, time.now)]).toEqual([1, 0]);
    const [letter] = await outbox.due(time.now, 10);
    expect(letter?.to).toBe("canary@invented.example");
    expect(letter?.text).toContain("the last version came out on 3 May 2026");
    expect(letter?.text).toContain(`https://surgery.example.org/publish/${id}`);

    await sets.published(id, "v2", time.now);
    time.now += 32 * day;
    expect(await remindDue(parts, time.now)).toBe(1);

    const token = /data-reminders\/([\w-]+)/.exec(letter?.text ?? "")?.[1] ?? "";
    await sets.turnLettersOff(token, { reminders: true, readers: false });
    await sets.published(id, "v3", time.now);
    time.now += 32 * day;
    expect(await remindDue(parts, time.now)).toBe(0);
  });

  test("a hand-over is accepted once: the second who opens the link is told, and reminders of the first keeper end", async () => {
    await using at = await open(migrations);
    const sets = createDataSets(at.store);
    const { id } = await sets.create(given, free);
    const token = await sets.createLink(id, "hand-over");
    await expect(sets.turnLettersOff(token, { reminders: true, readers: true })).rejects.toMatchObject({
      code: "publishing.used-link",
    });
    await sets.accept(token, "ben");
    await expect(sets.accept(token, "cy")).rejects.toMatchObject({ code: "publishing.used-link" });
    const after = await sets.get(id);
    expect([after.keeperId, after.remindTo, after.reminds]).toEqual(["ben", "", false]);
  });

  test("an erased keeper is nowhere any more: drafts go, published sets look for a keeper, letters go", async () => {
    await using at = await open(migrations);
    const sets = createDataSets(at.store);
    const outbox = sqlOutbox(at.store, Date.now);
    const parts = { store: at.store, dataSets: sets, outbox, address: () => "https://surgery.example.org" };
    const draft = await sets.create(given, free);
    const kept = await sets.create(given, free);
    await sets.published(kept.id, "v1", Date.now() - 60 * day);
    await remindDue(parts, Date.now());
    const taken = await exportPublishing(at.store, "ada");
    expect(taken.dataSets.map(({ remindTo }) => remindTo)).toEqual([
      "canary@invented.example",
      "canary@invented.example",
    ]);
    expect(taken.letters).toHaveLength(1);

    await createKeeperFeeds(at.store, () => 0).open("ada");
    expect((await exportPublishing(at.store, "ada")).hasReminderFeed).toBe(true);
    expect(await erasePublishing(at.store, "ada")).toEqual({
      drafts: expect.arrayContaining([draft.id, kept.id]),
      keeperless: 1,
    });
    await expect(sets.get(draft.id)).rejects.toMatchObject({ code: "http.not-found" });
    expect((await sets.withoutKeeper("w")).map(({ id }) => id)).toEqual([kept.id]);
    expect(await exportPublishing(at.store, "ada")).toEqual({
      dataSets: [],
      hasReminderFeed: false,
      letters: [],
    });
    expect(JSON.stringify(await sets.all())).not.toContain("canary");
  });

  test("a reader's message is nobody's business until the keeper shows it, and one that never was goes after a while", async () => {
    await using at = await open(migrations);
    const remarks = createRemarks(at.store);
    const one = { kind: "question", name: "", text: "Are children counted?", url: "", version: "v1" } as const;
    const asked = await remarks.add("set", one);
    await remarks.add("set", { ...one, text: "Buy things!" });
    expect(await remarks.shown("set")).toEqual([]);
    expect(await remarks.waiting(["set", "other"])).toEqual(new Map([["set", 2]]));
    await expect(remarks.answer("other", asked.id, "Yes.", true)).rejects.toMatchObject({ code: "http.not-found" });
    await remarks.answer("set", asked.id, "Yes.", true);
    await remarks.forget(Date.now() + 1);
    expect((await remarks.of("set")).map(({ text, answer }) => [text, answer])).toEqual([
      ["Are children counted?", "Yes."],
    ]);
  });
});
