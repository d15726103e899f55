import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { forEachDialect, type TestStore } from "../store/test-dialects.js";
import { badgeMigrations, sqlBadgeStore } from "./badge/badge-store.js";
import { progressCsv } from "./exports/progress-csv.js";
import { xapiStatements } from "./exports/xapi-statements.js";
import { pathwayStanding } from "./pathway/pathway-standing.js";
import { readPathway } from "./pathway/read-pathway.js";
import { createProgress, type Progress } from "./progress.js";
import { progressMigrations } from "./tables.js";
import { randomFact, seededRandom, testLesson } from "./test-lessons.js";

const lessons = [
  testLesson("first", { a: "count", b: "filter", "c?": "explain" }),
  testLesson("second", { a: "join", b: "count" }),
];
const people = Array.from({ length: 9 }, (_, at) => ({ personId: `person-${at}`, workshopId: at < 7 ? "w1" : "w2" }));
const pathway = await readPathway(join(import.meta.dirname, "../../../curricula/pathway.json"));

function progressOn({ store }: TestStore, clock: () => number): Progress {
  return createProgress({
    store,
    clock,
    lessons: { list: () => lessons },
    people: {
      learners: (workshopId) =>
        Promise.resolve(
          people
            .filter((one) => one.workshopId === workshopId)
            .map(({ personId }) => ({ personId, name: personId, color: "#000000", home: personId, joinedAt: 0 })),
        ),
    },
  });
}

async function everything(progress: Progress): Promise<unknown> {
  const persons = await Promise.all(
    people.map(async (who) => {
      const learning = await progress.learning(who);
      return { mine: await progress.mine(who), learning, standing: pathwayStanding(pathway, learning, lessons) };
    }),
  );
  const rooms = ["w1", "w2"].map(async (id) => [await progress.board(id), await progress.insights(id)]);
  return { persons, rooms: await Promise.all(rooms) };
}

/** A log with every kind of event in it, in which two people have the same attempt's review and regrade. */
async function fill(progress: Progress, seed: number, count: number, tick: () => void): Promise<void> {
  const random = seededRandom(seed);
  const attempts = people.map(() => []);
  for (let at = 0; at < count; at++) {
    const one = Math.floor(random() * people.length);
    tick();
    await progress.record(people[one]!, randomFact(random, lessons, attempts[one]!));
  }
}

forEachDialect((openStore) => {
  test.each([1, 2, 3])(
    "PJ1 what grew event by event is what the whole log gives from scratch, for person, lesson, skill and level (seed %i)",
    async (seed) => {
      await using opened = await openStore(progressMigrations);
      let now = 1_800_000_000_000;
      const random = seededRandom(seed * 7919);
      const grown = progressOn(opened, () => now);
      await fill(grown, seed, 250, () => (now += Math.floor(random() * 15 * 60_000)));
      const scratch = progressOn(opened, () => now);
      expect(await everything(scratch)).toEqual(await everything(grown));
      expect((await grown.ofWorkshop("w1")).length).toBeGreaterThan(100);
    },
  );

  test("PJ2 erasing somebody leaves none of them in the log, in either export, among the badges or in any figure", async () => {
    await using opened = await openStore([...progressMigrations, ...badgeMigrations]);
    let now = 1_800_000_000_000;
    const progress = progressOn(opened, () => now);
    const badges = sqlBadgeStore(opened.store);
    await fill(progress, 4, 200, () => (now += 1000));
    const [gone] = people as [(typeof people)[number]];
    await badges.put(gone.personId, { level: "explorer", issuedAt: now, jwt: "first" });
    await badges.put(gone.personId, { level: "explorer", issuedAt: now, jwt: "second" });
    expect((await badges.ofPerson(gone.personId)).map(({ jwt }) => jwt)).toEqual(["second"]);
    const before = await progress.exportPerson(gone);
    expect(before.length).toBeGreaterThan(5);
    const traces = [gone.personId, ...before.map(({ id }) => id), ...before.map(({ at }) => String(at))];

    await progress.erasePerson(gone);
    await badges.erase(gone.personId);

    const events = await progress.ofWorkshop("w1");
    const left = [
      progressCsv({ events, lessons, names: new Map() }),
      JSON.stringify(xapiStatements({ events, lessons, homePage: "http://192.168.1.20:8800" })),
      JSON.stringify(await badges.ofPerson(gone.personId)),
      JSON.stringify(
        await opened.store.tables<{ progress_events: object }>().selectFrom("progress_events").selectAll().execute(),
      ),
      JSON.stringify(
        await opened.store.tables<{ issued_badges: object }>().selectFrom("issued_badges").selectAll().execute(),
      ),
    ].join("\n");
    expect(traces.filter((trace) => left.includes(trace))).toEqual([]);
    expect(events.length).toBeGreaterThan(50);
    expect(
      (await progress.learning(gone)).lessons
        .flatMap((one) => one.exercises)
        .every(({ state }) => state === "untouched"),
    ).toBe(true);
  });
});

test("PJ3 the pathway that ships is of format 1 and asks for nothing twice", async () => {
  const text = await readFile(join(import.meta.dirname, "../../../curricula/pathway.json"), "utf8");
  expect(JSON.parse(text)).toEqual(pathway);
  const ids = pathway.levels.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
