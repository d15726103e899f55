/**
 * The promises of each level in one table, and every attempt really made at every level that this computer offers. `held`: the
 * attempt must fail. `open`: the level promises nothing and the attempt succeeds, which shows that it can. A dash: it depends
 * on the computer, so nothing is promised and nothing expected. `harmful`: not tried where nothing would stop it.
 */
import { spawn, type ChildProcess } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { chmod, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IsolationError, isolationLevels, type IsolationLevel } from "./isolation.js";
import type { Job } from "./job.js";
import { openSandbox } from "./probe-isolation.js";
import type { Sandbox } from "./sandbox.js";
import { attempts, type World } from "./test-attempts.js";

type Promised = "held" | "open" | "-" | "harmful";

/** Columns: full and partial (the same), uids, trusted. */
const table = {
  "read another person's file": ["held", "held", "open"],
  "list the folder of people": ["held", "held", "open"],
  "write into another person's folder": ["held", "held", "open"],
  "climb out of the folder": ["held", "held", "open"],
  "read through a link": ["held", "held", "open"],
  "make a hard link to another's file": ["held", "held", "open"],
  "read the database": ["held", "held", "open"],
  "list the data folder": ["held", "held", "open"],
  "read hidden tests": ["held", "held", "open"],
  "read the project": ["held", "-", "open"],
  "read through the root of a process": ["held", "held", "open"],
  "read through the root of the first process": ["held", "held", "-"],
  "read through a bystander's folder": ["held", "held", "open"],
  "read another's temporary file": ["held", "open", "open"],
  "read the names of users": ["held", "open", "open"],
  "read passwords": ["held", "held", "-"],
  "list the home of root": ["held", "-", "-"],
  "write into the system's programs": ["held", "held", "-"],
  "write into /etc": ["held", "held", "-"],
  "write at the top": ["held", "held", "-"],
  "write among devices": ["held", "held", "-"],
  "write into packages": ["held", "held", "open"],
  "read the kernel's log": ["held", "-", "-"],
  "see a disk": ["held", "-", "-"],
  "make a device": ["held", "held", "-"],
  "see the system's devices": ["held", "open", "open"],
  "reach a port of this computer": ["held", "open", "open"],
  "reach this computer by its address": ["held", "open", "open"],
  "send a datagram": ["held", "open", "open"],
  "reach an abstract socket": ["held", "open", "open"],
  "reach another kernel's socket": ["held", "held", "open"],
  "see a network card": ["held", "-", "-"],
  "listen to all packets": ["held", "held", "-"],
  "make raw packets": ["held", "held", "-"],
  "listen for other computers": ["held", "open", "open"],
  "signal a bystander": ["held", "held", "open"],
  "slow a bystander": ["held", "held", "open"],
  "see a bystander": ["held", "open", "open"],
  "read a bystander's environment": ["held", "held", "open"],
  "see what else runs": ["held", "open", "open"],
  "see the data folder's name in a command": ["held", "open", "open"],
  "trace a bystander": ["held", "held", "-"],
  "trace the first process": ["held", "held", "-"],
  "hurry ahead of the server": ["held", "held", "-"],
  "become root": ["held", "held", "-"],
  "gain rights by a program": ["held", "held", "open"],
  "use a right of root": ["held", "held", "-"],
  "make a user namespace": ["held", "-", "-"],
  "make a user namespace and be root in it": ["held", "-", "-"],
  "make a mount namespace": ["held", "held", "-"],
  "make a network namespace": ["held", "held", "-"],
  "enter another's namespaces": ["held", "held", "-"],
  "mount a folder": ["held", "held", "harmful"],
  "open the system for writing": ["held", "held", "harmful"],
  "take a mount away": ["held", "held", "harmful"],
  "change the root": ["held", "held", "-"],
  "set the clock": ["held", "-", "-"],
  "name the computer": ["held", "held", "harmful"],
  "load a program into the kernel": ["held", "-", "-"],
  "watch the processor": ["held", "-", "-"],
  "keep keys": ["held", "open", "open"],
  "use io_uring": ["held", "-", "-"],
  "hold memory outside processes (memfd)": ["held", "open", "open"],
  "hold memory outside processes (System V)": ["held", "open", "open"],
  "see the server's environment": ["held", "held", "held"],
  "see it through /proc": ["held", "held", "held"],
  "see a parent's environment": ["held", "held", "open"],
  "write one huge file": ["held", "held", "held"],
  "fill the temporary folder": ["held", "open", "open"],
  "fill shared memory": ["held", "-", "-"],
  "dump core": ["held", "held", "held"],
  "raise a limit": ["held", "held", "-"],
  "start very many processes": ["held", "held", "open"],
  "swallow memory": ["held", "held", "held"],
  "swallow memory by many processes": ["held", "held", "held"],
  "outlive the notebook": ["held", "held", "open"],
} satisfies Readonly<Record<string, readonly [Promised, Promised, Promised]>>;

type AttemptName = keyof typeof table;

/** These end their job or are looked at after its end, so each gets one of its own. */
const alone: readonly AttemptName[] = [
  "start very many processes",
  "swallow memory",
  "swallow memory by many processes",
  "outlive the notebook",
];
const names = Object.keys(table) as AttemptName[];

const root = join(import.meta.dirname, "..", "..", "..");
const nodeModules = join(root, "node_modules");
const secretName = "SURGERY_TEST_SECRET";
const marker = `left-behind-${process.pid}`;

let data: string;
let world: World;
let bystander: ChildProcess;
/** Rights of the lessons' folder once a level had been tried. */
const lessonRights = new Map<IsolationLevel, number>();
const offered = new Map<IsolationLevel, Sandbox | string>();
const closing = new AsyncDisposableStack();

async function offer(level: IsolationLevel): Promise<Sandbox | string> {
  const request = { wanted: level, files: join(data, "files"), hidden: [join(data, "surgery.db")], nodeModules };
  const guarded = [join(data, "lessons")];
  try {
    return closing.use(await openSandbox({ ...request, guarded, env: process.env }));
  } catch (error) {
    if (error instanceof IsolationError) return error.message;
    throw error;
  }
}

/** A workshop's data folder with a neighbour in it, and this computer's doors as an attacker would like them. */
beforeAll(async () => {
  data = await mkdtemp(join(tmpdir(), "surgery-probes-"));
  closing.defer(() => rm(data, { recursive: true, force: true }));
  const people = join(data, "files", "people");
  for (const home of ["ada", "bob"]) await mkdir(join(people, home), { recursive: true, mode: 0o700 });
  for (const passage of [data, join(data, "files"), people]) await chmod(passage, 0o711);
  const lessons = join(data, "lessons");
  // As git leaves it: everybody may look.
  await mkdir(lessons, { mode: 0o755 });
  await writeFile(join(people, "bob", "diary.txt"), "dear diary");
  await writeFile(join(data, "surgery.db"), "sessions", { mode: 0o600 });
  await writeFile(join(lessons, "hidden.ipynb"), "expected: 42");
  const temporaryFile = `${data}.tmp`;
  await writeFile(temporaryFile, "seen by all", { mode: 0o644 });
  closing.defer(() => rm(temporaryFile));
  process.env[secretName] = "password";
  closing.defer(() => void delete process.env[secretName]);
  bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 1e6)", data], { stdio: "ignore", cwd: data });
  closing.defer(() => void bystander.kill("SIGKILL"));

  const udp = createSocket("udp4").bind(0, "127.0.0.1");
  await once(udp, "listening");
  udp.on("message", (_message, from) => udp.send("pong", from.port, from.address));
  closing.defer(() => void udp.close());
  const socket = join(people, "bob", "k-1");
  const [tcpPort] = await Promise.all([listen(0), listen({ path: `\0${marker}` }), listen({ path: socket })]);
  const address = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === "IPv4" && !internal)?.address;
  world = {
    data,
    root,
    diary: join(people, "bob", "diary.txt"),
    lesson: join(lessons, "hidden.ipynb"),
    bystander: bystander.pid ?? 0,
    tcpPort,
    udpPort: udp.address().port,
    address: address ?? "127.0.0.1",
    abstract: marker,
    socket,
    temporaryFile,
    secretName,
    marker,
  };
  for (const level of isolationLevels) {
    offered.set(level, await offer(level));
    lessonRights.set(level, (await stat(lessons)).mode & 0o777);
  }
});
afterAll(() => closing.disposeAsync());

async function listen(where: number | { path: string }): Promise<number> {
  const server = createServer((connection) => connection.destroy());
  if (typeof where === "number") server.listen(where);
  else server.listen(where);
  await once(server, "listening");
  closing.defer(() => void server.close());
  return typeof where === "number" ? (server.address() as AddressInfo).port : 0;
}

interface Outcome {
  readonly succeeded: Partial<Record<AttemptName, boolean>>;
  /** Why the job was ended. */
  readonly reason: string | undefined;
}

async function make(sandbox: Sandbox, tried: readonly AttemptName[]): Promise<Outcome> {
  const folder = join(data, "files", "people", "ada");
  const script = join(import.meta.dirname, "test-attempts.ts");
  const job: Job = {
    folder,
    area: folder,
    shows: [nodeModules, script],
    nodeModules,
    limits: { memoryMb: 300, dataMb: 900, fileMb: 5, processes: 150, temporaryMb: 6 },
    command: () => [process.execPath, "--no-warnings", script, JSON.stringify(world), ...tried],
    env: ({ temporary }) => ({ PATH: "/usr/sbin:/usr/bin:/sbin:/bin", TMPDIR: temporary }),
    stdio: ["ignore", "pipe", "pipe"],
  };
  await using confined = await sandbox.spawn(job);
  const { stdout, stderr } = confined.child;
  if (stdout === null || stderr === null) throw new Error("The job has no output.");
  const guard = setTimeout(() => confined.signal("SIGKILL"), 150_000);
  const [lines, complaint, reason] = await Promise.all([text(stdout), text(stderr), confined.ended]);
  clearTimeout(guard);
  if (lines === "" && reason === undefined) throw new Error(`Nothing was tried: ${complaint}`);
  const found = lines
    .trim()
    .split("\n")
    .filter((line) => line !== "");
  return { succeeded: Object.assign({}, ...found.map((line) => JSON.parse(line) as object)), reason };
}

function leftBehind(): boolean {
  return readdirSync("/proc").some((pid) => {
    const file = `/proc/${pid}/cmdline`;
    try {
      return /^\d+$/.test(pid) && existsSync(file) && readFileSync(file, "utf8").includes(`: ${marker}`);
    } catch {
      return false;
    }
  });
}

describe.each(isolationLevels)("level %s", (level) => {
  const column = { full: 0, partial: 0, uids: 1, trusted: 2 } as const;
  const promised = (name: AttemptName): Promised => table[name][column[level]];
  const sandboxOr = (skip: (reason: string) => never): Sandbox => {
    const found = offered.get(level);
    return found === undefined || typeof found === "string" ? skip(found ?? "not tried") : found;
  };

  test("is offered here, or this computer says what it lacks", () => {
    const found = offered.get(level);
    if (typeof found === "string") expect(found).toMatch(/\w+\./);
    else expect(found?.isolation.level).toBe(level);
  });

  test("it changes the rights of the lessons' folder only where nothing else hides them", ({ skip }) => {
    sandboxOr(skip);
    if (level !== "trusted") expect(lessonRights.get(level)).toBe(level === "uids" ? 0o700 : 0o755);
  });

  test("what it promises holds against attempts that leave the job alive; what it leaves open is really open", async ({
    skip,
  }) => {
    const at = sandboxOr(skip);
    const tried = names.filter((name) => !alone.includes(name) && promised(name) !== "harmful");
    const { succeeded } = await make(at, tried);
    const wrong = tried.filter((name) => {
      const expected = promised(name);
      return expected !== "-" && (succeeded[name] ?? true) !== (expected === "open");
    });
    expect(wrong.map((name) => `${name}: ${succeeded[name] === false ? "failed" : "succeeded"}`)).toEqual([]);
    expect(Object.keys(succeeded)).toHaveLength(tried.length);
  });

  test("memory and processes run out inside before they do outside", async ({ skip }) => {
    const at = sandboxOr(skip);
    for (const name of ["start very many processes", "swallow memory"] as const) {
      const { succeeded, reason } = await make(at, [name]);
      const ended = reason !== undefined || succeeded[name] === undefined;
      expect({ name, held: ended || succeeded[name] === false }).toEqual({ name, held: promised(name) === "held" });
    }
  });

  test("a job that spreads its memory over many processes is ended, and told why in plain words", async ({ skip }) => {
    const at = sandboxOr(skip);
    const { reason } = await make(at, ["swallow memory by many processes"]);
    expect(reason).toMatch(/more than its share of memory \(300 MB\)/);
  });

  test("nothing outlives the notebook where the level promises it", async ({ skip }) => {
    const at = sandboxOr(skip);
    await make(at, ["outlive the notebook"]);
    await expect.poll(leftBehind).toBe(promised("outlive the notebook") === "open");
  });
});

test("the table names at least sixty attempts, and each has a level at which it must fail", () => {
  expect(names.length).toBeGreaterThanOrEqual(60);
  expect(names.filter((name) => !table[name].some((each) => each === "held"))).toEqual([]);
  expect(Object.keys(attempts).toSorted()).toEqual(names.toSorted());
});
