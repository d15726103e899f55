import { expect, test } from "vitest";
import { mailMigrations } from "../mail/index.js";
import { forEachDialect } from "../store/test-dialects.js";
import { citySizes, planCity } from "./demo/city-plan.js";
import { writeCity } from "./demo/write-city.js";
import { createSurgeryRecords } from "./records.js";
import { surgeryMigrations, type SurgeryTables } from "./tables.js";

const now = Date.UTC(2026, 10, 29, 18, 20);
const later = now + 60_000;

forEachDialect((open) => {
  test("records of a scope are what was written of it, without names; the version changes with any of them", async () => {
    await using opened = await open([...mailMigrations, ...surgeryMigrations]);
    const city = planCity({ ...citySizes.small, seed: 5, now });
    await writeCity(opened.store, city, []);
    const records = createSurgeryRecords(opened.store);
    const all = await records.read({ asOf: later });
    expect(all.visits).toHaveLength(city.attendances.length);
    expect(all.sittings).toHaveLength(city.sittings.length);
    expect(all.confidence).toHaveLength(city.confidence_answers.length);
    expect(all.followUps).toHaveLength(city.follow_ups.length);
    expect(JSON.stringify([all.visits, all.cards, all.followUps])).not.toContain("Invented");
    for (const [contactId, { first }] of all.firstTimes)
      expect(first).toBe(
        Math.min(...city.attendances.filter((one) => one.contact_id === contactId).map((one) => one.arrived_at)),
      );

    const [venue] = city.venues;
    const own = city.surgeries.filter(({ venue_id }) => venue_id === venue!.id).map(({ id }) => id);
    const from = now - 60 * 24 * 60 * 60 * 1000;
    const dates = city.surgery_dates.filter(
      (one) => own.includes(one.surgery_id) && one.starts_at >= from && one.starts_at < later,
    );
    const some = await records.read({ venueIds: [venue!.id], from, asOf: later });
    expect(some.dates.map(({ id }) => id).toSorted()).toEqual(dates.map(({ id }) => id).toSorted());
    const ids = new Set(dates.map(({ id }) => id));
    expect(some.visits).toHaveLength(city.attendances.filter((one) => ids.has(one.date_id)).length);
    expect((await records.read({ venueIds: [], asOf: later })).dates).toEqual([]);

    const told = await records.stories({ asOf: later }, 1000);
    expect(told).toHaveLength(all.cards.filter((card) => card.told).length);
    expect(told.map(({ startsAt }) => startsAt)).toEqual(told.map((one) => one.startsAt).toSorted((a, b) => b - a));
    const fresh = createSurgeryRecords(opened.store);
    const before = await fresh.version(later);
    expect(await createSurgeryRecords(opened.store).version(later)).toBe(before);
    const [one] = city.attendances;
    await opened.store
      .tables<SurgeryTables>()
      .updateTable("attendances")
      .set({ left_at: one!.arrived_at + 1 })
      .where("contact_id", "=", one!.contact_id)
      .where("date_id", "=", one!.date_id)
      .execute();
    expect(await createSurgeryRecords(opened.store).version(later)).not.toBe(before);
    if (opened.store.dialect.name === "sqlite") expect(await fresh.version(later)).not.toBe(before);
  });
});
