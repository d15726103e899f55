import type { Visitor } from "@data-surgery/contract";
import type { Kysely } from "kysely";
import { expect, test } from "vitest";
import { forEachDialect, type OpenTestStore } from "../../../store/test-dialects.js";
import { surgeryMigrations, type SurgeryTables } from "../../tables.js";
import { linkedContact } from "../own-contact.js";
import { erasePairs, exportPairs, openSharedWorks, sharedNotebookOf, type SharedWorks } from "./shared-works.js";

const visitor = (personId: string, workshopId = "w"): Visitor => ({
  personId,
  name: `name of ${personId}`,
  role: "learner",
  workshopId,
  home: personId,
  color: "#000000",
});
const [dana, sam] = [visitor("dana"), visitor("sam")];
const hour = 3_600_000;

interface House extends AsyncDisposable {
  readonly db: Kysely<SurgeryTables>;
  readonly time: { now: number };
  works: SharedWorks;
  /** As after a restart of the server. */
  reopen(): Promise<void>;
}

async function openHouse(open: OpenTestStore): Promise<House> {
  const opened = await open(surgeryMigrations);
  const time = { now: 1_000_000 };
  const again = (): Promise<SharedWorks> => openSharedWorks(opened.store, () => time.now);
  const house: House = {
    db: opened.store.tables<SurgeryTables>(),
    time,
    works: await again(),
    reopen: async () => void (house.works = await again()),
    [Symbol.asyncDispose]: () => opened[Symbol.asyncDispose](),
  };
  return house;
}

const make = () => Promise.resolve({ place: "people/dana/loans", documentId: "doc" });
const admitted = (): Promise<void> => Promise.resolve();

forEachDialect((open) => {
  test("asked for twice it is one work; its code opens it for whoever is in the same workshop, however it is typed, for an evening", async () => {
    await using house = await openHouse(open);
    let made = 0;
    const count = () => (made++, make());
    const [one, two] = await Promise.all([1, 2].map(() => house.works.open(dana, "form", count)));
    expect([one?.id, made]).toEqual([two?.id, 1]);
    const code = one?.code ?? "";
    expect((await house.works.byCode(sam, ` ${code.slice(0, 4).toLowerCase()}-${code.slice(4)}`))?.id).toBe(one?.id);
    expect(await house.works.byCode(visitor("eve", "another"), code)).toBeUndefined();
    expect(await house.works.byCode(sam, "")).toBeUndefined();
    house.time.now += 12 * hour;
    expect(await house.works.byCode(sam, code)).toBeUndefined();
  });

  test("who comes by the code is a guest of that place until the evening is over, also after a restart; who is not let in is none", async () => {
    await using house = await openHouse(open);
    const work = await house.works.open(dana, "form", make);
    await expect(house.works.join(sam, work, () => Promise.reject(new Error("shown out")))).rejects.toThrow(
      "shown out",
    );
    expect(house.works.withGuestPlaces(sam).guestIn).toBeUndefined();
    const seen: Visitor[] = [];
    await house.works.join(sam, work, async (guest) => void seen.push(guest));
    await house.works.join(sam, work, admitted);
    expect(seen[0]?.guestIn).toMatchObject([{ place: "people/dana/loans", documentId: "doc" }]);
    await house.reopen();
    expect(house.works.withGuestPlaces(sam).guestIn).toEqual([{ place: "people/dana/loans", documentId: "doc" }]);
    expect(house.works.withGuestPlaces(dana).guestIn).toBeUndefined();
    expect(await house.works.guestsOf(work.id)).toEqual([{ personId: "sam", name: "name of sam" }]);
    house.time.now += 12 * hour;
    expect(house.works.withGuestPlaces(sam).guestIn).toBeUndefined();
  });

  test("only its owner sees it, changes what the code lets do, or ends it; ended, nobody is a guest and the code opens nothing", async () => {
    await using house = await openHouse(open);
    const work = await house.works.open(dana, "form", make);
    await house.works.join(sam, work, admitted);
    for (const attempt of [
      () => house.works.own(sam, work.id),
      () => house.works.setRole(sam, work.id, "run"),
      () => house.works.end(sam, work.id),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "http.not-found" });
    await house.works.setRole(dana, work.id, "observe");
    expect((await house.works.byCode(sam, work.code))?.role).toBe("observe");
    await house.works.end(dana, work.id);
    expect(house.works.withGuestPlaces(sam).guestIn).toBeUndefined();
    expect(await house.works.byCode(sam, work.code)).toBeUndefined();
    await house.reopen();
    expect(house.works.withGuestPlaces(sam).guestIn).toBeUndefined();
  });

  test("a sitting that goes on gets the notebook that its two people share; one that ended, and others', keep theirs", async () => {
    await using house = await openHouse(open);
    const [patient, surgeon] = [await linkedContact(house.db, "dana", 1), await linkedContact(house.db, "sam", 1)];
    const sit = (id: string, surgeon_id: string, ended_at: number | null): Promise<unknown> =>
      house.db
        .insertInto("sittings")
        .values({ id, date_id: "d", patient_id: patient, surgeon_id, began_at: 1, ended_at, document_id: null })
        .execute();
    await sit("open", surgeon, null);
    await sit("ended", surgeon, 5);
    await sit("other", "somebody", null);
    const work = await house.works.open(dana, "form", make);
    await house.works.join(sam, work, admitted);
    const rows = await house.db.selectFrom("sittings").select(["id", "document_id"]).orderBy("id").execute();
    expect(rows).toEqual([
      { id: "ended", document_id: null },
      { id: "open", document_id: "doc" },
      { id: "other", document_id: null },
    ]);
    expect(await sharedNotebookOf(house.db, patient, surgeon, house.time.now)).toBe("doc");
    expect(await sharedNotebookOf(house.db, patient, "somebody", house.time.now)).toBeNull();
  });

  test("erasing somebody leaves nothing of what they shared, nor where they were a guest", async () => {
    await using house = await openHouse(open);
    const work = await house.works.open(dana, "form", make);
    await house.works.join(sam, work, admitted);
    expect(JSON.stringify(await exportPairs(house.db, "dana"))).toContain("people/dana/loans");
    await erasePairs(house.db, "sam");
    expect(await house.works.guestsOf(work.id)).toEqual([]);
    await house.works.join(sam, work, admitted);
    await erasePairs(house.db, "dana");
    const left = [
      await house.db.selectFrom("shared_works").selectAll().execute(),
      await house.db.selectFrom("shared_work_guests").selectAll().execute(),
    ];
    expect(left).toEqual([[], []]);
  });
});
