import { expect, test } from "vitest";
import { mailMigrations, sqlOutbox } from "../../mail/index.js";
import { forEachDialect } from "../../store/test-dialects.js";
import { createSignUps } from "../sign-ups.js";
import { createSurgeries } from "../surgeries.js";
import { surgeryMigrations } from "../tables.js";
import { testAnnouncement, testVenue } from "../test-surgery.js";
import { createVenuePeople, type VenuePeople } from "./venue-people.js";

const week = 7 * 24 * 60 * 60 * 1000;
const ada = { personId: "ada", workshopId: "w" };

forEachDialect((open) => {
  const openVenue = async () => {
    const opened = await open([...mailMigrations, ...surgeryMigrations]);
    const time = { now: Date.UTC(2026, 10, 1) };
    const clock = (): number => time.now++;
    const surgeries = createSurgeries(opened.store, clock);
    const people: VenuePeople = createVenuePeople(opened.store, clock);
    const venue = await surgeries.addVenue(testVenue, ada.personId);
    return { ...opened, time, clock, surgeries, people, venue, [Symbol.asyncDispose]: opened[Symbol.asyncDispose] };
  };

  test("an invitation works once and not for ever; of ten who open it at once one gets in", async () => {
    await using house = await openVenue();
    const { people, venue, time } = house;
    const token = await people.invite(venue.slug, "organiser", ada);
    const tries = await Promise.allSettled(Array.from({ length: 10 }, (_, at) => people.accept(token, `p${at}`)));
    expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await people.at(venue.id)).toHaveLength(2);
    const old = await people.invite(venue.slug, "host", ada);
    time.now += 2 * week + 1;
    await expect(people.accept(old, "late")).rejects.toMatchObject({ code: "surgeries.used-invitation" });
    await expect(people.invitation("forged")).rejects.toMatchObject({ code: "surgeries.used-invitation" });
  });

  test("hosts look and change nothing; strangers don't even look", async () => {
    await using house = await openVenue();
    const { people, surgeries, venue } = house;
    await people.accept(await people.invite(venue.slug, "host", ada), "bob");
    const surgery = await surgeries.announce(testAnnouncement(), venue.id, ada.personId);
    await surgeries.assertHosts(surgery, "bob");
    const refused = { code: "identity.not-allowed" };
    await expect(surgeries.assertOrganises(surgery, "bob")).rejects.toMatchObject(refused);
    await expect(people.invite(venue.slug, "host", { ...ada, personId: "bob" })).rejects.toMatchObject(refused);
    await expect(people.setRole(venue.slug, "bob", "organiser", "bob")).rejects.toMatchObject(refused);
    await expect(people.remove(venue.slug, ada.personId, "bob")).rejects.toMatchObject(refused);
    await expect(people.change(venue.slug, testVenue, 0, "bob")).rejects.toMatchObject(refused);
    await expect(people.venue(venue.slug, "eve")).rejects.toMatchObject(refused);
    expect(await surgeries.venuesOf("bob")).toEqual([]);
    expect((await people.placesOf("bob")).map(({ role }) => role)).toEqual(["host"]);
    await people.remove(venue.slug, "bob", "bob");
    expect(await people.placesOf("bob")).toEqual([]);
  });

  test("the last organiser stays, also when two remove each other at once", async () => {
    await using house = await openVenue();
    const { people, venue } = house;
    const last = { code: "surgeries.last-organiser" };
    await expect(people.remove(venue.slug, "ada", "ada")).rejects.toMatchObject(last);
    await expect(people.setRole(venue.slug, "ada", "host", "ada")).rejects.toMatchObject(last);
    await people.accept(await people.invite(venue.slug, "organiser", ada), "bob");
    await Promise.allSettled([people.remove(venue.slug, "ada", "bob"), people.remove(venue.slug, "bob", "ada")]);
    expect(await people.at(venue.id)).toHaveLength(1);
    expect(await people.forget((await people.at(venue.id))[0]!.personId)).toEqual(["Invented Hall"]);
  });

  test("of two who change a place the later is told; calendars see the change", async () => {
    await using house = await openVenue();
    const { people, surgeries, venue } = house;
    const surgery = await surgeries.announce(testAnnouncement(), venue.id, "ada");
    const ids = await people.change(venue.slug, { ...testVenue, address: "2 Invented Street" }, 0, "ada");
    expect(ids).toEqual((await surgeries.datesOf(surgery.id)).map(({ id }) => id));
    const late = people.change(venue.slug, { ...testVenue, name: "Late" }, 0, "ada");
    await expect(late).rejects.toMatchObject({ code: "surgeries.changed-meanwhile" });
    const after = await surgeries.bySlug(surgery.slug);
    expect([after.sequence, after.venue.address]).toEqual([1, "2 Invented Street"]);
    expect(await people.change(venue.slug, { ...testVenue, address: "2 Invented Street" }, 1, "ada")).toEqual([]);
  });

  test("a server that was killed between moving a date and writing its letters writes them at its next start, once", async () => {
    await using house = await openVenue();
    const { surgeries, store, clock, venue, time } = house;
    const outbox = sqlOutbox(store, clock);
    const openSignUps = () =>
      createSignUps({
        store,
        surgeries,
        outbox,
        sendsMail: true,
        linkOf: (token) => `https://surgery.example.org/signed-up/${token}`,
        pageOf: (slug) => `https://surgery.example.org/surgeries/${slug}`,
        clock,
      });
    const surgery = await surgeries.announce(testAnnouncement(), venue.id, "ada");
    const [date] = await surgeries.datesOf(surgery.id);
    const words = { part: "patient", name: "Pat", email: "pat@example.org", group: "", need: "A map" } as const;
    const more = { dataLink: "", skills: "", languages: ["English"], accessNeeds: "" };
    await openSignUps().signUp({ ...words, ...more }, [date!.id], "form");
    const kinds = async (): Promise<string[]> => (await outbox.due(time.now, 100)).map(({ kind }) => kind);
    // Moved, and killed before anything else.
    await surgeries.moveDate(date!.id, { date: "2026-12-05", starts: "18:00", ends: "20:00", note: "" }, "ada");
    expect(await kinds()).not.toContain("moved");
    expect(await openSignUps().tellWhatIsLeft()).toBe(1);
    expect((await kinds()).filter((kind) => kind === "moved")).toHaveLength(1);
    expect(await openSignUps().tellWhatIsLeft()).toBe(0);
    // Killed in the middle of calling all of it off.
    await surgeries.cancel(surgery.slug, "No heating", "ada");
    expect(await openSignUps().tellWhatIsLeft()).toBe(1);
    expect((await kinds()).filter((kind) => kind === "called-off")).toHaveLength(1);
  });
});
