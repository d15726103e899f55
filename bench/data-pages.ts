/**
 * npm run bench:data-pages: how long readers wait for published open data: the page of a set, and a catalogue of 1,000 sets. One set is
 * published by the toolkit and copied under a thousand names; publishing it once more makes the catalogue. The figures are invented.
 */
import { publishToFolder, loadPackage, planRelease } from "@data-surgery/opendata/publish";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startServer } from "../test/support/running-server.ts";
import { median } from "./statistics.ts";

const sets = 1000;
const data = await mkdtemp(join(tmpdir(), "surgery-data-pages-"));
const site = join(data, "open-data");
const draft = join(data, "draft");
await mkdir(site, { recursive: true });
await mkdir(draft);

const columns = ["Id", "Place", "Visits"];
const rows = Array.from({ length: 5000 }, (_, at) => `${at},Hall ${at % 40},${10 + (at % 90)}`);
await writeFile(join(draft, "visits.csv"), [columns.join(","), ...rows].join("\n"));
const record = {
  id: "set-0",
  title: "Visits to invented halls",
  description: "Invented figures, made to measure how fast pages of published data come.",
  keeper: { name: "The Invented Group", email: "data@invented.example" },
  licence: "CC0-1.0",
  update: "monthly",
  rowIs: "other",
  keywords: [],
  sources: [],
  coverage: {},
  tables: [
    {
      name: "visits",
      file: "visits.csv",
      columns: Object.fromEntries(columns.map((name) => [name, { meaning: `What ${name} says.` }])),
      mend: [],
      remedies: [],
    },
  ],
  answers: Object.fromEntries(
    ["allowed", "whose", "personal", "small", "meaning", "change", "questions"].map((id) => [id, "Invented, so yes."]),
  ),
  decisions: [],
};
await writeFile(join(draft, "publish.json"), JSON.stringify(record));

async function publish(): Promise<void> {
  const { record: parsed, tables } = await loadPackage(draft);
  const release = await publishToFolder(site, "set-0", (previous) =>
    planRelease(tables, parsed, previous, { now: new Date("2026-05-03T10:00:00Z") }),
  );
  if (!release.ready) throw new Error(release.findings.map(({ what }) => what).join(" "));
}

await publish();
for (let at = 1; at < sets; at++) {
  const id = `set-${at}`;
  await cp(join(site, "set-0"), join(site, id), { recursive: true });
  for (const name of ["latest.json", "v1/release.json"]) {
    const path = join(site, id, name);
    await writeFile(path, (await readFile(path, "utf8")).replaceAll('"set-0"', `"${id}"`));
  }
}
await writeFile(join(draft, "visits.csv"), [columns.join(","), ...rows, "5000,Hall 1,12"].join("\n"));
const started = performance.now();
await publish();
const renewed = performance.now() - started;

/** Milliseconds to the first byte and to the last, and the bytes. */
async function ask(url: string): Promise<{ first: number; last: number; bytes: number }> {
  const begun = performance.now();
  const response = await fetch(url);
  const reader = response.body?.getReader();
  await reader?.read();
  const first = performance.now() - begun;
  reader?.releaseLock();
  let bytes = 0;
  if (response.body !== null) for await (const chunk of response.body) bytes += (chunk as Uint8Array).length;
  return { first, last: performance.now() - begun, bytes };
}

const server = await startServer({ data });
try {
  const measure = async (path: string): Promise<{ first: number; last: number }> => {
    const all = [];
    for (let turn = 0; turn < 15; turn++) all.push(await ask(server.url + path));
    return { first: median(all.map(({ first }) => first)), last: median(all.map(({ last }) => last)) };
  };
  const page = await measure("/data/set-0/");
  const catalogue = await measure("/data/");
  const dcat = await measure("/data/catalog.jsonld");
  const size = (await readFile(join(site, "set-0", "index.html"))).length;
  const row = (name: string, value: number, unit: string, target: string): [string, string, string] => [
    name,
    `${value.toFixed(unit === "ms" ? 1 : 0)} ${unit}`,
    target,
  ];
  for (const line of [
    row("page of a set: first byte", page.first, "ms", "50 ms"),
    row("page of a set: bytes", size, "bytes", "80,000"),
    row(`catalogue of ${sets} sets: whole`, catalogue.last, "ms", "200 ms"),
    row(`catalog.jsonld of ${sets} sets: whole`, dcat.last, "ms", ""),
    row(`publishing one of ${sets} sets: whole`, renewed, "ms", "5000 ms"),
  ])
    process.stdout.write(`${line.join("  ·  ")}\n`);
} finally {
  await server.stop();
}
await rm(data, { recursive: true, force: true });
