/**
 * npm run bench:public: how soon the first byte of each public page is there, and how much it weighs with all that it needs, on a
 * server with a year of surgeries. What is announced is invented.
 */
import { request } from "node:http";
import { startServer, type RunningServer } from "../test/support/running-server.ts";
import { percentile, renderTable, type Row } from "./statistics.ts";

const rounds = process.argv.includes("--quick") ? 30 : 200;
const surgeries = 60;

async function asTrainer(
  server: RunningServer,
): Promise<(path: string, fields: Record<string, string>) => Promise<void>> {
  let cookie = "";
  const post = async (path: string, fields: Record<string, string>): Promise<void> => {
    const answer = await fetch(server.url + path, {
      method: "POST",
      redirect: "manual",
      headers: { cookie, origin: server.url, accept: "text/html" },
      body: new URLSearchParams(fields),
    });
    cookie = answer.headers.getSetCookie()[0]?.split(";")[0] ?? cookie;
    if (answer.status >= 400) throw new Error(`${path}: ${answer.status} ${(await answer.text()).slice(0, 500)}`);
  };
  await post(new URL(server.trainerUrl).pathname, {});
  return post;
}

const dayAhead = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

async function announceAll(server: RunningServer): Promise<void> {
  const post = await asTrainer(server);
  for (let at = 0; at < surgeries; at++) {
    await post("/surgeries/new", {
      kind: "surgery",
      venue: "new",
      venueName: `Invented hall ${at + 1}`,
      address: `${at + 1} Invented Street, B5 6XX`,
      mapLink: "",
      accessNotes: "Step-free from the yard. The lift goes to the second floor. A quiet room is next door.",
      timeZone: "Europe/London",
      title: `Open data for lunch clubs, ${at + 1}`,
      about: "Bring a spreadsheet, a question or a bid that wants figures. A volunteer sits beside you.",
      hostGroup: "Invented Lunch Club",
      curriculum: "",
      languages: "English, Urdu",
      photoPolicy: "ask",
      capacity: "20",
      firstDate: dayAhead(3 + at),
      starts: "18:00",
      ends: "20:00",
      repeats: "weekly",
      until: dayAhead(360),
    });
  }
}

interface Fetched {
  readonly firstByteMs: number;
  readonly bytes: number;
  readonly body: Buffer;
  readonly encoding: string | undefined;
}

/** As a browser asks, on a connection that is open already. */
function get(url: string): Promise<Fetched> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const asked = request(url, { headers: { accept: "text/html", "accept-encoding": "gzip" } }, (answer) => {
      const firstByteMs = performance.now() - began;
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.once("end", () => {
        const body = Buffer.concat(parts);
        if (answer.statusCode !== 200) return reject(new Error(`${url}: ${answer.statusCode}`));
        return resolve({ firstByteMs, bytes: body.length, body, encoding: answer.headers["content-encoding"] });
      });
    });
    asked.once("error", reject);
    asked.end();
  });
}

/** The page with its styles, scripts, sign and the typeface that it uses, as they travel. */
async function weightOf(server: RunningServer, page: Fetched): Promise<{ bytes: number; others: readonly string[] }> {
  const { gunzipSync } = await import("node:zlib");
  const text = (page.encoding === "gzip" ? gunzipSync(page.body) : page.body).toString("utf8");
  const wanted = [
    ...text.matchAll(/(?:<link rel="(?:stylesheet|icon)" href|<script type="module" src)="([^"]+)"/g),
  ].map(([, url]) => new URL(url ?? "", server.url));
  let bytes = page.bytes;
  for (const url of wanted) bytes += (await get(url.href)).bytes;
  const base = wanted.find(({ pathname }) => pathname.endsWith("/tokens.css"))!;
  bytes += (await get(new URL("atkinson-hyperlegible-next-latin-wght-normal.woff2", base).href)).bytes;
  return { bytes, others: wanted.filter(({ origin }) => origin !== server.url).map(({ href }) => href) };
}

process.stderr.write("Announcing a year of surgeries, then measuring.\n");
await using server = await startServer();
await announceAll(server);
const paths = [
  "/surgeries",
  "/surgeries/open-data-for-lunch-clubs-1",
  "/surgeries/open-data-for-lunch-clubs-1/sign-up",
  "/surgeries/embed",
  "/privacy",
];
const rows: Row[] = [];
for (const path of paths) {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) times.push((await get(server.url + path)).firstByteMs);
  const { bytes, others } = await weightOf(server, await get(server.url + path));
  if (others.length > 0) throw new Error(`${path} asks others: ${others.join(", ")}`);
  rows.push(
    { what: `${path}: first byte, 95th of 100`, value: percentile(times, 95), unit: "ms", target: 50 },
    { what: `${path}: weight with all it needs`, value: bytes / 1000, unit: "kB", target: 60 },
  );
}
process.stdout.write(`${renderTable(rows)}\n`);
if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify(rows)}\n`);
