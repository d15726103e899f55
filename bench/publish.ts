/**
 * npm run bench:publish: how long it takes to publish a table of 100,000 rows (read, checked, described, written, on the disk), to publish
 * its next version with the difference, and to compare two versions. With --json the last line is one JSON object of milliseconds, bytes for
 * `pageBytes`. Beside each time stands the processor's, which a busy machine changes little. The figures are invented and the same each time.
 */
import { readSource } from "@data-surgery/opendata";
import {
  compareTables,
  loadPackage,
  loadTables,
  parquetOf,
  planRelease,
  publishedTable,
  publishToFolder,
} from "@data-surgery/opendata/publish";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, renderTable, type Row } from "./statistics.ts";

interface Took {
  readonly wall: number;
  readonly cpu: number;
}

function startWatch(): () => Took {
  const [started, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    return { wall: performance.now() - started, cpu: (user + system) / 1000 };
  };
}

const rows = process.argv.includes("--quick") ? 10_000 : 100_000;

const columns = ["id", "area", "payee", "date", "amount", "code", "kind", "purpose"];

function csvOf(version: number): string {
  const lines = [columns.join(",")];
  for (let at = version * 50; at < rows + version * 50; at++) {
    const amount = at % 100 === 0 ? "" : ((at * 7919 + (at % 500 === 0 ? version : 0)) % 100_000) / 100;
    const payee = at % 50 === 0 ? `"Smith, Jones and Company ${at % 977}"` : `Community Group Number ${at % 977}`;
    const day = `20${String(10 + (at % 15)).padStart(2, "0")}-${String(1 + (at % 12)).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")}`;
    const area = `E0500${String(at % 1000).padStart(4, "0")}`;
    lines.push(
      `${at},${area},${payee},${day},${amount},A${String(at % 300).padStart(5, "0")},${at % 7},Payment for a service that was given ${at % 31}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

const record = {
  id: "payments",
  title: "Payments (invented)",
  description: "Payments that nobody made, to measure how long publishing takes.",
  keeper: { name: "The Invented Group", email: "data@invented.example" },
  licence: "OGL-UK-3.0",
  update: "monthly",
  rowIs: "other",
  tables: [
    {
      name: "payments",
      file: "payments.csv",
      key: ["id"],
      columns: Object.fromEntries(columns.map((column) => [column, `What ${column} means.`])),
    },
  ],
  answers: Object.fromEntries(
    ["allowed", "whose", "personal", "small", "meaning", "change", "questions"].map((id) => [id, "It is invented."]),
  ),
};

const folder = await mkdtemp(join(tmpdir(), "bench-publish-"));
try {
  const source = join(folder, "package");
  await mkdir(source);
  await writeFile(join(source, "publish.json"), JSON.stringify(record));
  const samples: Readonly<Record<"publish" | "publishNext" | "diff" | "diffFiles", Took[]>> = {
    publish: [],
    publishNext: [],
    diff: [],
    diffFiles: [],
  };
  let pageBytes = 0;
  await writeFile(join(source, "before.csv"), csvOf(0));
  for (let turn = 0; turn < 3; turn++) {
    const site = join(folder, `site-${turn}`);
    const publish = async (version: number): Promise<Took> => {
      await writeFile(join(source, "payments.csv"), csvOf(version));
      const watch = startWatch();
      const { record: read, tables } = await loadPackage(source);
      const release = await publishToFolder(site, "payments", (previous) =>
        planRelease(tables, read, previous, { now: new Date(), parquet: parquetOf }),
      );
      const took = watch();
      if (!release.ready)
        throw new Error(`It was not published: ${release.findings.map(({ what }) => what).join(" ")}`);
      return took;
    };
    samples.publish.push(await publish(0));
    samples.publishNext.push(await publish(1));
    pageBytes = (await readFile(join(site, "payments", "index.html"))).length;
    const files = ["v1", "v2"].map((version) => join(site, "payments", version, "payments.csv"));
    const watch = startWatch();
    const [before, after] = await Promise.all(files.map(async (file) => (await loadTables(file))[0]));
    if (before === undefined || after === undefined) throw new Error("A version has no table.");
    const difference = compareTables(before, after);
    samples.diff.push(watch());
    const watchFiles = startWatch();
    const [old, now] = [await readSource(join(source, "before.csv")), await readSource(join(source, "payments.csv"))];
    compareTables(publishedTable(old, "before"), publishedTable(now, "after"));
    samples.diffFiles.push(watchFiles());
    if (difference.rows.added !== 50 || difference.key[0] !== "id")
      throw new Error("The difference is not what it must be.");
  }
  const middle = (name: keyof typeof samples): Took => ({
    wall: median(samples[name].map(({ wall }) => wall)),
    cpu: median(samples[name].map(({ cpu }) => cpu)),
  });
  const found = {
    publish: middle("publish"),
    publishNext: middle("publishNext"),
    diff: middle("diff"),
    diffFiles: middle("diffFiles"),
    pageBytes,
  };
  const row = (what: string, { wall, cpu }: Took): Row => ({
    what,
    value: wall,
    unit: "ms",
    note: `processor ${Math.round(cpu)} ms`,
  });
  const aims = rows === 100_000 ? { publish: { target: 5000 }, diff: { target: 3000 } } : { publish: {}, diff: {} };
  const table = renderTable([
    { ...row(`publish ${rows.toLocaleString("en-GB")} rows`, found.publish), ...aims.publish },
    row("publish the next version, with the difference", found.publishNext),
    { ...row("compare two published versions, reading included", found.diff), ...aims.diff },
    row("compare two files that were never published", found.diffFiles),
    { what: "page of the data set", value: found.pageBytes / 1000, unit: "kB", target: 80 },
  ]);
  process.stdout.write(`${table}\n`);
  if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(found)}\n`);
} finally {
  await rm(folder, { recursive: true });
}
