/**
 * npm run bench:rooms: how fast a keystroke is on the other pages, durable on our side, beside a plain relay and Hocuspocus in the same run.
 * With --json the last line is one JSON object, in ms. --quick types for a shorter time. SURGERY_BENCH_DAY=0 leaves the working day out.
 */
import Database from "better-sqlite3";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import type * as Y from "yjs";
import { startServer, type RunningServer } from "../test/support/running-server.ts";
import { joinAs, type Member } from "./member.ts";
import { RoomTypist, type RoomAddress } from "./room-typist.ts";
import { median, renderTable, type Row } from "./statistics.ts";
import { measureTyping, type Latency } from "./typing.ts";

const flags = new Set(process.argv.slice(2));
const seconds = flags.has("--quick") ? 4 : 15;
const rows: Row[] = [];

/** Processor time of a process, in seconds. */
async function processorTime(pid: number): Promise<number> {
  const fields = (await readFile(`/proc/${pid}/stat`, "utf8")).split(") ")[1]?.split(" ") ?? [];
  const ticksPerSecond = 100;
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

async function memoryMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

async function withProcessor<T>(pid: number, work: () => Promise<T>): Promise<{ result: T; share: number }> {
  const [before, started] = [await processorTime(pid), performance.now()];
  const result = await work();
  return { result, share: ((await processorTime(pid)) - before) / ((performance.now() - started) / 1000) };
}

interface Peer extends AsyncDisposable {
  readonly port: number;
  readonly pid: number;
}

async function startPeer(name: string): Promise<Peer> {
  const child: ChildProcess = spawn(process.execPath, [join(import.meta.dirname, "peers", `${name}.ts`)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  if (child.stdout === null) throw new Error("The peer's output is not piped.");
  const [line] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
  return {
    port: Number(line),
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
    },
  };
}

const cells = (count: number, source: string): object[] =>
  Array.from({ length: count }, (_, index) => ({
    cell_type: "code",
    id: `cell-${index}`,
    metadata: {},
    source: source === "" ? "" : `// ${index}\n${source}`,
    outputs: [],
    execution_count: null,
  }));

async function sharedNotebook(
  server: RunningServer,
  name: string,
  count: number = 1,
  source: string = "",
): Promise<string> {
  const folder = join(server.data, "files", "shared");
  await mkdir(folder, { recursive: true });
  const notebook = { cells: cells(count, source), metadata: {}, nbformat: 4, nbformat_minor: 5 };
  await writeFile(join(folder, name), JSON.stringify(notebook));
  return `shared/${name}`;
}

const firstCell = (doc: Y.Doc): Y.Text => doc.getArray<Y.Map<Y.Text>>("cells").get(0).get("source") as Y.Text;

/** @returns where each of our people connects to */
async function ourRoom(
  server: RunningServer,
  people: readonly Member[],
  path: string,
): Promise<(page: number) => RoomAddress> {
  const [first] = people;
  if (first === undefined) throw new Error("Nobody joined.");
  const reply = await first.put(`/api/collaboration/session/${path}`, { format: "json", type: "notebook" });
  const session = (await reply.json()) as { fileId: string; sessionId: string };
  const url = `${server.url.replace("http", "ws")}/api/collaboration/room/json:notebook:${session.fileId}?sessionId=${session.sessionId}`;
  return (page) => ({ url, headers: people[page % people.length]?.headers ?? {}, text: firstCell });
}

/** Until the page has every cell, the session request included. */
async function measureOpening(
  server: RunningServer,
  people: readonly Member[],
  count: number,
): Promise<{ first: number; again: number }> {
  const firsts: number[] = [];
  const agains: number[] = [];
  for (let round = 0; round < 5; round++) {
    const path = await sharedNotebook(
      server,
      `open-${count}-${round}.ipynb`,
      count,
      "const a = 1;\nconst b = a + 1;\n",
    );
    for (const times of [firsts, agains]) {
      const started = performance.now();
      const address = await ourRoom(server, people, path);
      const page = await RoomTypist.open({ address: address(0), reads: true, arrived: () => undefined });
      times.push(performance.now() - started);
      if (page.doc.getArray("cells").length !== count) throw new Error("Not every cell has come.");
      page.close();
    }
  }
  return { first: median(firsts), again: median(agains) };
}

/** Two people write all day, at many times the speed; then they leave. @returns bytes of log and history, and of the file */
async function measureDay(server: RunningServer, people: readonly Member[]): Promise<{ kept: number; file: number }> {
  const path = await sharedNotebook(
    server,
    "day.ipynb",
    60,
    "Open data is data that anybody may use, change and share.\n".repeat(8),
  );
  const address = await ourRoom(server, people, path);
  const pages = await Promise.all(
    [0, 1].map((page) => RoomTypist.open({ address: address(page), reads: true, arrived: () => undefined })),
  );
  for (let key = 0; key < 6000; key++) {
    const page = pages[key % 2];
    if (page === undefined) continue;
    const text = page.doc
      .getArray<Y.Map<Y.Text>>("cells")
      .get(Math.floor(key / 100))
      .get("source") as Y.Text;
    text.insert(text.length, "abcde \n".charAt(key % 7));
    if (key % 4 === 3) text.delete(text.length - 1, 1);
    if (key % 20 === 0) await delay(10);
  }
  await delay(2000);
  for (const page of pages) page.close();
  // A room is left 30 s after the last page.
  await delay(36_000);
  const database = new Database(join(server.data, "surgery.db"), { readonly: true });
  const sum = (table: string, column: string): number =>
    (
      database
        .prepare(
          `select coalesce(sum(length(${column})), 0) as bytes from ${table} where document_id = (select id from documents where path = ?)`,
        )
        .get(path) as { bytes: number }
    ).bytes;
  const kept = sum("document_updates", "bytes") + sum("document_parts", "bytes") + sum("document_versions", "parts");
  database.close();
  return { kept, file: (await stat(join(server.data, "files", path))).size };
}

const add = (what: string, value: number, unit: string, target?: number, note?: string): void => {
  rows.push({
    what,
    value,
    unit,
    ...(target === undefined ? {} : { target }),
    ...(note === undefined ? {} : { note }),
  });
};
const told = (latency: Latency): string =>
  `p99 ${latency.p99.toFixed(0)} ms, ${latency.arrived} of ${latency.typed} arrived`;

process.stderr.write("Measuring; this takes a few minutes.\n");
await using server = await startServer();
const people: Member[] = [];
for (let index = 0; index < 150; index++) people.push(await joinAs(server, `Bench ${index + 1}`));

const room = async (name: string): Promise<(page: number) => RoomAddress> =>
  ourRoom(server, people, await sharedNotebook(server, `${name}.ipynb`));
const two = await measureTyping([{ address: await room("two"), pages: 2, typing: 2, reading: 2 }], seconds);
const twenty = await measureTyping([{ address: await room("twenty"), pages: 20, typing: 20, reading: 8 }], seconds);
const hundredAddress = await room("hundred");
const { result: hundred, share } = await withProcessor(server.pid, () =>
  measureTyping([{ address: hundredAddress, pages: 100, typing: 100, reading: 4 }], seconds),
);
const pairs = await Promise.all(Array.from({ length: 75 }, (_, pair) => room(`pair-${pair}`)));
const watched = await room("watched");
const groups = [
  ...pairs.map((address, pair) => ({
    address: (page: number) => address(pair * 2 + page),
    pages: 2,
    typing: 2,
    reading: 2,
  })),
  { address: watched, pages: 150, typing: 1, reading: 4 },
];
const { result: pairs75, share: pairsShare } = await withProcessor(server.pid, () => measureTyping(groups, seconds));
const serverMemoryMb = await memoryMb(server.pid);

const measurePeer = async (
  name: string,
  address: (port: number) => RoomAddress,
): Promise<{ latency: Latency; share: number }> => {
  await using peer = await startPeer(name);
  const { result, share: used } = await withProcessor(peer.pid, () =>
    measureTyping([{ address: address(peer.port), pages: 100, typing: 100, reading: 4 }], seconds),
  );
  return { latency: result, share: used };
};
const text = (doc: Y.Doc): Y.Text => doc.getText("source");
const relay = await measurePeer("relay", (port) => ({ url: `ws://127.0.0.1:${port}/hundred`, text }));
const hocuspocus = await measurePeer("hocuspocus", (port) => ({
  url: `ws://127.0.0.1:${port}/`,
  hocuspocusName: "hundred",
  text,
}));

const open100 = await measureOpening(server, people, 100);
const open1000 = await measureOpening(server, people, 1000);
const day = process.env["SURGERY_BENCH_DAY"] === "0" ? undefined : await measureDay(server, people);

add("2 in a room, p50", two.p50, "ms", 20, told(two));
add("2 in a room, p99", two.p99, "ms", 60);
add("20 in a room, p50", twenty.p50, "ms", 20, told(twenty));
add("20 in a room, p99", twenty.p99, "ms", 60);
add(
  "100 typing in one room, p99",
  hundred.p99,
  "ms",
  500,
  `p50 ${hundred.p50.toFixed(0)} ms, ${hundred.arrived} of ${hundred.typed} arrived`,
);
add("  server's share of a core", share * 100, "%", 60);
add(
  "  plain relay, nothing kept, p99",
  relay.latency.p99,
  "ms",
  undefined,
  `p50 ${relay.latency.p50.toFixed(0)} ms, ${(relay.share * 100).toFixed(0)} % of a core, ${relay.latency.arrived} of ${relay.latency.typed} arrived`,
);
add(
  "  Hocuspocus 3.4.4, in memory, p99",
  hocuspocus.latency.p99,
  "ms",
  undefined,
  `p50 ${hocuspocus.latency.p50.toFixed(0)} ms, ${(hocuspocus.share * 100).toFixed(0)} % of a core, ${hocuspocus.latency.arrived} of ${hocuspocus.latency.typed} arrived`,
);
add(
  "75 rooms of 2, and one of 150 watching, p99",
  pairs75.p99,
  "ms",
  250,
  `p50 ${pairs75.p50.toFixed(0)} ms, ${(pairsShare * 100).toFixed(0)} % of a core`,
);
add("server memory after that", serverMemoryMb, "MB", 400);
add("open 100 cells, first time", open100.first, "ms", 300, `again ${open100.again.toFixed(0)} ms`);
add("open 1,000 cells, first time", open1000.first, "ms", 1500, `again ${open1000.again.toFixed(0)} ms`);
if (day !== undefined) add("log and history after a working day", day.kept / day.file, "times the file", 5);
process.stdout.write(`${renderTable(rows)}\n`);

if (flags.has("--json")) {
  const rounded = ({ p50, p99 }: Latency): { p50: number; p99: number } => ({ p50: round(p50), p99: round(p99) });
  const json = {
    two: rounded(two),
    twenty: rounded(twenty),
    hundred: rounded(hundred),
    pairs75: rounded(pairs75),
    relayHundred: rounded(relay.latency),
    hocuspocusHundred: rounded(hocuspocus.latency),
    serverMemoryMb: round(serverMemoryMb),
    hundredCore: round(share),
    open100Ms: round(open100.first),
    open1000Ms: round(open1000.first),
    ...(day === undefined ? {} : { dayTimesFile: round(day.kept / day.file) }),
  };
  process.stdout.write(`${JSON.stringify(json)}\n`);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
