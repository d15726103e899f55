import { expect, test } from "vitest";
import { forEachDialect } from "../../store/test-dialects.js";
import { mailMigrations } from "../../mail/index.js";
import { surgeryMigrations, type SurgeryTables } from "../tables.js";
import { citySizes, planCity, type City } from "./city-plan.js";
import { writeCity } from "./write-city.js";

const now = Date.UTC(2026, 10, 29, 18, 20);
const small = { ...citySizes.small, seed: 1, now };

const over = (city: City): City["surgery_dates"] => city.surgery_dates.filter(({ starts_at }) => starts_at <= now);

test("the same seed and day give the same city, another seed another", () => {
  expect(planCity(small)).toEqual(planCity(small));
  expect(planCity({ ...small, seed: 2 })).not.toEqual(planCity(small));
});

test("a lively city has 12 venues and 300 dates behind it, some 3,000 visits, and dates to come", () => {
  const city = planCity({ ...citySizes.lively, seed: 2026, now });
  expect(city.venues).toHaveLength(12);
  // And the one that is on now.
  expect(over(city)).toHaveLength(301);
  expect(city.surgery_dates.length).toBeGreaterThan(301 + 60);
  expect(city.attendances.length).toBeGreaterThan(2500);
  expect(city.attendances.length).toBeLessThan(4000);
  const helpers = new Set(city.attendances.filter(({ part }) => part === "surgeon").map((one) => one.contact_id));
  const helped = city.attendances.filter(({ part, contact_id }) => part === "patient" && helpers.has(contact_id));
  expect(helped.length).toBeGreaterThan(20);
  expect(city.follow_ups.some(({ answered_at }) => answered_at !== null)).toBe(true);
});

test("a large city has 500 dates and 20,000 visits", () => {
  const city = planCity({ ...citySizes.large, seed: 2026, now });
  expect(over(city)).toHaveLength(500);
  expect(city.attendances.length).toBeGreaterThan(18_000);
  expect(city.attendances.length).toBeLessThan(24_000);
});

test("nothing in it can pass for a record: each name and story says that it is invented, each address leads nowhere", () => {
  const city = planCity(small);
  const names = [
    ...city.venues.map(({ name }) => name),
    ...city.surgeries.flatMap(({ title, host_group }) => [title, host_group]),
    ...city.contacts.map(({ name }) => name),
    ...city.outcome_cards.map(({ story }) => story).filter((story) => story !== ""),
    ...city.follow_ups.map(({ words }) => words).filter((words) => words !== ""),
  ];
  expect(names.filter((name) => !name.startsWith("Invented"))).toEqual([]);
  const addresses = city.contacts.map(({ email }) => email).filter((email) => email !== "");
  expect(addresses.filter((email) => !email.endsWith("@example.org"))).toEqual([]);
});

test("nobody is in two places, sits before they came, or says something before it happened", () => {
  const city = planCity(small);
  const arrivals = new Map(city.attendances.map((one) => [`${one.date_id} ${one.contact_id}`, one.arrived_at]));
  expect(arrivals.size).toBe(city.attendances.length);
  for (const one of city.sittings) {
    expect(arrivals.get(`${one.date_id} ${one.patient_id}`)).toBeLessThan(one.began_at);
    expect(arrivals.has(`${one.date_id} ${one.surgeon_id}`)).toBe(true);
    if (typeof one.ended_at === "number") expect(one.ended_at).toBeGreaterThan(one.began_at);
  }
  for (const one of city.attendances)
    if (typeof one.left_at === "number") expect(one.left_at).toBeGreaterThan(one.arrived_at);
  const said = [
    ...city.attendances.map(({ arrived_at }) => arrived_at),
    ...city.sittings.map(({ began_at }) => began_at),
    ...city.consents.map(({ said_at }) => said_at),
    ...city.follow_ups.map(({ answered_at }) => answered_at ?? 0),
  ];
  expect(said.filter((at) => at > now)).toEqual([]);
});

forEachDialect((open) => {
  test("an invented city goes into a store whole", async () => {
    await using opened = await open([...mailMigrations, ...surgeryMigrations]);
    const city = planCity(small);
    await writeCity(opened.store, city, ["organiser-1"]);
    const db = opened.store.tables<SurgeryTables>();
    const count = async (table: "attendances" | "venue_people"): Promise<number> =>
      (await db.selectFrom(table).selectAll().execute()).length;
    expect(await count("attendances")).toBe(city.attendances.length);
    expect(await count("venue_people")).toBe(3);
  });
});
