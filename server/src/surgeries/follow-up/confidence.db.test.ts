import { expect, test } from "vitest";
import { forEachDialect } from "../../store/test-dialects.js";
import { surgeryMigrations, type SurgeryTables } from "../tables.js";
import { eraseContactRecords, exportContactRecords } from "../privacy/contact-records.js";
import { askedBeforeEnd, createConfidence, questionNow } from "./confidence.js";

const date = { id: "d", title: "An evening", endsAt: 10_000_000 };

test("before is asked until the last quarter of an hour, after from then on; each once; without an open surgery nothing", () => {
  const end = date.endsAt - askedBeforeEnd;
  const [nothing, before, both] = [
    new Map(),
    new Map([["before" as const, 2]]),
    new Map([
      ["before" as const, 2],
      ["after" as const, 4],
    ]),
  ];
  expect(questionNow(1, undefined, nothing)).toEqual({ ask: null, again: null });
  expect(questionNow(end - 1, date, nothing)).toMatchObject({ ask: { moment: "before" }, again: 1 });
  expect(questionNow(end - 60_000, date, before)).toEqual({ ask: null, again: 60_000 });
  expect(questionNow(end, date, nothing)).toMatchObject({ ask: { moment: "after" }, again: null });
  expect(questionNow(end, date, before).ask?.moment).toBe("after");
  expect(questionNow(date.endsAt + 1, date, both)).toEqual({ ask: null, again: null });
});

forEachDialect((open) => {
  test("an answer is one a moment and may be changed; erased, the figure stands and nobody is meant", async () => {
    await using opened = await open(surgeryMigrations);
    const db = opened.store.tables<SurgeryTables>();
    let now = 5;
    const confidence = createConfidence(opened.store, () => now++);
    await confidence.answer("canary", { date: "d", moment: "before", score: 2 });
    await confidence.answer("canary", { date: "d", moment: "before", score: 3 });
    await confidence.answer("canary", { date: "d", moment: "after", score: 4 });
    expect(Object.fromEntries(await confidence.answersOf("canary", "d"))).toEqual({ before: 3, after: 4 });
    expect(await exportContactRecords(db, "canary")).toMatchObject({ confidence: [{ score: 3 }, { score: 4 }] });
    await eraseContactRecords(db, "canary", "fresh", now);
    const rows = await db.selectFrom("confidence_answers").selectAll().orderBy("score").execute();
    expect(rows.map(({ contact_id, score }) => [contact_id, score])).toEqual([
      ["fresh", 3],
      ["fresh", 4],
    ]);
  });
});
