/** npm run bench: prints a table; with --json the last line is one JSON object. --quick takes fewer rounds. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startServer, type RunningServer } from "../test/support/running-server.ts";
import { joinAs, type Member } from "./member.ts";
import { measurePages } from "./pages.ts";
import { measureRoom } from "./rooms.ts";
import { median, renderTable } from "./statistics.ts";

const flags = new Set(process.argv.slice(2));
const quick = flags.has("--quick");
const notebook = JSON.stringify({
  cells: [
    { cell_type: "code", id: "a", metadata: {}, source: ["let total = 1 + 1;"], outputs: [], execution_count: null },
  ],
  metadata: {},
  nbformat: 4,
  nbformat_minor: 5,
});

/** Resident memory of the server's own process, kernels not counted. */
async function memoryMb(server: RunningServer): Promise<number> {
  const status = await readFile(`/proc/${server.pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? Number.NaN) / 1024;
}

async function sharedNotebook(server: RunningServer, name: string): Promise<string> {
  await mkdir(join(server.data, "files", "shared"), { recursive: true });
  await writeFile(join(server.data, "files", "shared", name), notebook);
  return `shared/${name}`;
}

async function measureContents(server: RunningServer, member: Member): Promise<number> {
  const folder = join(server.data, "files", "shared", "thousand");
  await mkdir(folder, { recursive: true });
  await Promise.all(Array.from({ length: 1000 }, (_, index) => writeFile(join(folder, `file-${index}.txt`), "x")));
  const times: number[] = [];
  for (let round = 0; round < 9; round++) {
    const started = performance.now();
    await (await member.get("/api/contents/shared/thousand?content=1")).arrayBuffer();
    times.push(performance.now() - started);
  }
  return median(times);
}

async function openRooms(server: RunningServer, member: Member, count: number): Promise<void> {
  for (let index = 0; index < count; index++)
    await member.openRoom(await sharedNotebook(server, `room-${index}.ipynb`));
}

process.stderr.write("Measuring; this takes a few minutes.\n");
await using server = await startServer();
await delay(2000);
const serverIdleMb = await memoryMb(server);
const people: Member[] = [];
for (let index = 0; index < 20; index++) people.push(await joinAs(server, `Bench ${index + 1}`));
const [first] = people;
if (first === undefined) throw new Error("Nobody joined.");
const contents1000Ms = await measureContents(server, first);
const seconds = quick ? 3 : 10;
const two = await measureRoom(people.slice(0, 2), await sharedNotebook(server, "two.ipynb"), seconds);
const twenty = await measureRoom(people, await sharedNotebook(server, "twenty.ipynb"), seconds);
await openRooms(server, first, 20);
const rooms20Mb = await memoryMb(server);
const { learner, full } = await measurePages(server, await sharedNotebook(server, "page.ipynb"), quick ? 2 : 7);

process.stdout.write(
  `${renderTable([
    {
      what: "learner's page, cell visible, cold",
      value: learner.coldMs,
      unit: "ms",
      target: 1800,
      note: `full lab ${full.coldMs.toFixed(0)} ms, ${(full.coldMs / learner.coldMs).toFixed(1)} times`,
    },
    {
      what: "learner's page, cell visible, warm",
      value: learner.warmMs,
      unit: "ms",
      target: 800,
      note: `full lab ${full.warmMs.toFixed(0)} ms, ${(full.warmMs / learner.warmMs).toFixed(1)} times`,
    },
    {
      what: "learner's page, requests until then",
      value: learner.requests,
      unit: "",
      target: 20,
      note: `full lab ${full.requests}`,
    },
    {
      what: "learner's page, transferred",
      value: learner.bytes / 1e6,
      unit: "MB",
      target: 1.2,
      note: `full lab ${(full.bytes / 1e6).toFixed(2)} MB`,
    },
    { what: "server memory, idle", value: serverIdleMb, unit: "MB", target: 120 },
    { what: "server memory, 20 rooms open", value: rooms20Mb, unit: "MB" },
    {
      what: "edit, durable, 2 in a room, p50",
      value: two.p50,
      unit: "ms",
      target: 20,
      note: `p99 ${two.p99.toFixed(1)} ms`,
    },
    {
      what: "edit, durable, 20 in a room, p99",
      value: twenty.p99,
      unit: "ms",
      note: `p50 ${twenty.p50.toFixed(1)} ms`,
    },
    { what: "list of 1,000 files", value: contents1000Ms, unit: "ms" },
    { what: "start until listening", value: server.startMs, unit: "ms", target: 3000 },
  ])}\n`,
);
if (flags.has("--json")) {
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  process.stdout.write(
    `${JSON.stringify({
      learnerPage: {
        coldMs: rounded(learner.coldMs),
        warmMs: rounded(learner.warmMs),
        requests: learner.requests,
        bytes: Math.round(learner.bytes),
      },
      fullLab: {
        coldMs: rounded(full.coldMs),
        warmMs: rounded(full.warmMs),
        requests: full.requests,
        bytes: Math.round(full.bytes),
      },
      serverIdleMb: rounded(serverIdleMb),
      server20RoomsMb: rounded(rooms20Mb),
      edit2P50Ms: rounded(two.p50),
      edit2P99Ms: rounded(two.p99),
      edit20P50Ms: rounded(twenty.p50),
      edit20P99Ms: rounded(twenty.p99),
      contents1000Ms: rounded(contents1000Ms),
    })}\n`,
  );
}
