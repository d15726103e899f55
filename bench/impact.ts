/**
 * npm run bench:impact: the report and the public pages over an invented city of 500 dates and 20,000 visits. Counted anew each
 * time (a record changes in between), and from memory; over HTTP on SQLite, and the counting alone on Postgres (PGlite, in this
 * process). With --json the last line is one JSON object.
 */
import { PGlite } from "@electric-sql/pglite";
import { PGliteDialect } from "kysely";
import { createReports } from "../server/dist/impact/index.js";
import { openTestImpactApp, organiser, testNow, type TestImpactApp } from "../server/dist/impact/test-impact-app.js";
import { mailMigrations } from "../server/dist/mail/index.js";
import { openStoreOn, postgres } from "../server/dist/store/index.js";
import {
  citySizes,
  createSurgeryRecords,
  planCity,
  surgeryMigrations,
  writeCity,
  type SurgeryTables,
} from "../server/dist/surgeries/index.js";
import { percentile, renderTable, type Row } from "./statistics.ts";

const rounds = process.argv.includes("--quick") ? 5 : 20;
const reportTarget = 2000;
const firstByteTarget = 50;
const sizeTarget = 60;

interface Fetched {
  readonly firstByteMs: number;
  readonly kilobytes: number;
}

async function timed(app: TestImpactApp, path: string, as?: string): Promise<Fetched> {
  const started = performance.now();
  const answer = await app.get(path, as);
  // Headers are there with the first byte of the page.
  const firstByteMs = performance.now() - started;
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
  return { firstByteMs, kilobytes: Buffer.byteLength(text) / 1000 };
}

const rows: Row[] = [];
const figures: Record<string, number> = {};
const note = (times: readonly number[]): string =>
  `p50 ${percentile(times, 50).toFixed(1)} ms, slowest ${Math.max(...times).toFixed(1)} ms`;

function tell(what: string, key: string, times: readonly number[], target: number): void {
  const p95 = percentile(times, 95);
  rows.push({ what: `${what}, p95`, value: p95, unit: "ms", target, note: note(times) });
  figures[`${key}P95Ms`] = Math.round(p95 * 10) / 10;
  figures[`${key}P50Ms`] = Math.round(percentile(times, 50) * 10) / 10;
}

async function onSqlite(): Promise<void> {
  await using app = await openTestImpactApp({ ...citySizes.large });
  const { attendances, surgery_dates: dates } = app.city;
  process.stderr.write(
    `${dates.filter((one) => one.starts_at < testNow).length} dates, ${attendances.length} visits\n`,
  );
  const db = app.store.tables<SurgeryTables>();
  const anew: number[] = [];
  const kept: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const one = attendances[round];
    if (one === undefined) throw new Error("Too few visits.");
    const left = { left_at: one.arrived_at + round + 1 };
    await db.updateTable("attendances").set(left).where("contact_id", "=", one.contact_id).execute();
    anew.push((await timed(app, "/impact/report", organiser)).firstByteMs);
    kept.push((await timed(app, "/impact/report", organiser)).firstByteMs);
  }
  tell("report of the city, counted anew", "reportAnew", anew, reportTarget);
  tell("report of the city, from memory", "reportKept", kept, reportTarget);
  const venue = app.city.venues[0]?.slug ?? "";
  for (const [key, path] of [
    ["impact", "/impact"],
    ["venue", `/impact/venues/${venue}`],
    ["data", "/impact/data"],
    ["json", "/impact/data/figures.json"],
  ] as const) {
    const all: Fetched[] = [];
    await timed(app, path);
    for (let round = 0; round < rounds * 3; round++) all.push(await timed(app, path));
    const times = all.map(({ firstByteMs }) => firstByteMs);
    tell(`${path.replace(venue, ":slug")}, first byte`, `${key}FirstByte`, times, firstByteTarget);
    if (key === "json") continue;
    const [{ kilobytes }] = all as [Fetched, ...Fetched[]];
    rows.push({
      what: `${path.replace(venue, ":slug")}, size before packing`,
      value: kilobytes,
      unit: "kB",
      target: sizeTarget,
    });
    figures[`${key}Kb`] = Math.round(kilobytes * 10) / 10;
  }
}

async function onPglite(): Promise<void> {
  const int8 = 20;
  const pglite = await PGlite.create({ parsers: { [int8]: Number } });
  const store = await openStoreOn(new PGliteDialect({ pglite }), postgres, [...mailMigrations, ...surgeryMigrations]);
  try {
    await writeCity(store, planCity({ ...citySizes.large, seed: 2026, now: testNow }), [organiser]);
    const times: number[] = [];
    for (let round = 0; round < Math.min(rounds, 8); round++) {
      const reports = createReports(createSurgeryRecords(store), () => testNow);
      const started = performance.now();
      await reports({});
      times.push(performance.now() - started);
    }
    tell("report of the city, counted anew, Postgres", "reportAnewPostgres", times, reportTarget);
  } finally {
    await store.close();
  }
}

process.stderr.write("Making an invented city and measuring …\n");
await onSqlite();
await onPglite();
process.stdout.write(`${renderTable(rows)}\n`);
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(figures)}\n`);
