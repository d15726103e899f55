/**
 * npm run bench:impact: the report and the public pages over an invented city of 500 dates and 20,000 visits. Counted anew each
 * time (a record changes in between), and from memory; over HTTP on SQLite, and the counting alone on Postgres (PGlite, in this
 * process). With --json the last line is one JSON object; --quick takes fewer rounds, --sqlite leaves Postgres out.
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
  /** Of this process, who asks included: what it takes on a machine that does other things too. */
  readonly cpuMs: number;
  readonly kilobytes: number;
}

async function timed(app: TestImpactApp, path: string, as?: string): Promise<Fetched> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const answer = await app.get(path, as);
  // Headers are there with the first byte of the page.
  const firstByteMs = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${text.slice(0, 300)}`);
  return { firstByteMs, cpuMs: (user + system) / 1000, kilobytes: Buffer.byteLength(text) / 1000 };
}

const rows: Row[] = [];
const figures: Record<string, number> = {};
function tell(what: string, key: string, all: readonly Omit<Fetched, "kilobytes">[], target: number): void {
  const times = all.map(({ firstByteMs }) => firstByteMs);
  const cpu = percentile(
    all.map(({ cpuMs }) => cpuMs),
    50,
  );
  const [p95, p50] = [percentile(times, 95), percentile(times, 50)];
  const note = `p50 ${p50.toFixed(1)} ms, of processor ${cpu.toFixed(1)} ms`;
  rows.push({ what: `${what}, p95`, value: p95, unit: "ms", target, note });
  figures[`${key}P95Ms`] = Math.round(p95 * 10) / 10;
  figures[`${key}P50Ms`] = Math.round(p50 * 10) / 10;
  figures[`${key}CpuMs`] = Math.round(cpu * 10) / 10;
}

async function onSqlite(): Promise<void> {
  await using app = await openTestImpactApp({ ...citySizes.large });
  const { attendances, surgery_dates: dates } = app.city;
  process.stderr.write(
    `${dates.filter((one) => one.starts_at < testNow).length} dates, ${attendances.length} visits\n`,
  );
  const db = app.store.tables<SurgeryTables>();
  const anew: Fetched[] = [];
  const kept: Fetched[] = [];
  for (let round = 0; round < rounds; round++) {
    const one = attendances[round];
    if (one === undefined) throw new Error("Too few visits.");
    const left = { left_at: one.arrived_at + round + 1 };
    await db.updateTable("attendances").set(left).where("contact_id", "=", one.contact_id).execute();
    anew.push(await timed(app, "/impact/report", organiser));
    kept.push(await timed(app, "/impact/report", organiser));
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
    tell(`${path.replace(venue, ":slug")}, first byte`, `${key}FirstByte`, all, firstByteTarget);
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
    const times: Omit<Fetched, "kilobytes">[] = [];
    for (let round = 0; round < Math.min(rounds, 8); round++) {
      const reports = createReports(createSurgeryRecords(store), () => testNow);
      const cpu = process.cpuUsage();
      const started = performance.now();
      await reports({});
      const firstByteMs = performance.now() - started;
      const { user, system } = process.cpuUsage(cpu);
      times.push({ firstByteMs, cpuMs: (user + system) / 1000 });
    }
    tell("report of the city, counted anew, Postgres", "reportAnewPostgres", times, reportTarget);
  } finally {
    await store.close();
  }
}

process.stderr.write("Making an invented city and measuring …\n");
await onSqlite();
// Postgres in this process is slow: left out where only the pages matter.
if (!process.argv.includes("--sqlite")) await onPglite();
process.stdout.write(`${renderTable(rows)}\n`);
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(figures)}\n`);
