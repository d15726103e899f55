import type { JupyterMessage } from "@data-surgery/jupyter";
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  createOpenDataDoors,
  isolationLevels,
  IsolationError,
  openAnswerCache,
  openSiteList,
} from "../sandbox/index.js";
import type { KernelDoor, KernelLauncher } from "./kernel-launcher.js";
import { openKernels, type Kernels } from "./kernels.js";
import { findKernelspecs, surgerySpec, tslabSpec, type Kernelspec } from "./kernelspecs.js";
import { openTestLauncher } from "./test-launcher.js";

const built = join(import.meta.dirname, "..", "..", "..", "kernel", "dist", "node");
const spec = ourSpec();

function ourSpec(): Kernelspec {
  const found = surgerySpec(join(built, "..", ".."));
  if (found === undefined) throw new Error("The kernel is not built: run npm run build");
  return found;
}

let files: string;
let closing: AsyncDisposableStack;
beforeEach(async () => {
  closing = new AsyncDisposableStack();
  files = await mkdtemp(join(tmpdir(), "surgery-kernels-"));
  closing.defer(() => rm(files, { recursive: true, force: true }));
  for (const home of ["ada", "bob"]) await mkdir(join(files, "people", home), { recursive: true, mode: 0o700 });
  await writeFile(join(files, "people", "bob", "diary.txt"), "dear diary");
  // Of its own: other servers on this computer have theirs in the system's temporary folder.
  await mkdir(join(files, "run"));
  for (const passage of [files, join(files, "people"), join(files, "run")]) await chmod(passage, 0o711);
});
afterEach(() => closing.disposeAsync());

interface House {
  readonly kernels: Kernels;
  readonly launcher: KernelLauncher;
}

async function open(
  level: Parameters<typeof openTestLauncher>[0],
  more: Parameters<typeof openTestLauncher>[2] = {},
): Promise<House> {
  const launcher = await openTestLauncher(level, files, { runFolder: join(files, "run"), ...more });
  const options = { idleTimeout: 1e9, startTimeout: 120_000, most: 10 };
  const kernels = closing.use(openKernels({ specs: findKernelspecs([spec], []), launcher, root: files, ...options }));
  return { kernels, launcher };
}

async function run(kernels: Kernels, id: string, code: string): Promise<string> {
  const messages: JupyterMessage[] = [];
  await kernels.execute(id, { code }, { onMessage: (message) => messages.push(message) });
  return messages
    .map(({ content }) => (content["text"] ?? content["evalue"] ?? "") as string)
    .join("")
    .trim();
}

/** Says by a file that it is inside its loop: an interrupt must reach running code, not the queue. */
const endless = `require("fs").writeFileSync("looping", ""); while (true) {}`;

async function insideLoop(): Promise<void> {
  await expect.poll(() => existsSync(join(files, "people", "ada", "looping"))).toBe(true);
}

const runFolders = (): Promise<string[]> => readdir(join(files, "run"));

describe.each(isolationLevels)("our kernel at level %s", (level) => {
  test("runs cells, works with its folder's files, is interrupted, and leaves nothing behind", async ({ skip }) => {
    const { kernels } = await open(level).catch((error: unknown) => {
      if (error instanceof IsolationError) skip(error.message);
      throw error;
    });
    const kernel = await kernels.start("surgery", "people/ada/lesson.ipynb");
    await kernel.ready;
    await writeFile(join(files, "people", "ada", "data.csv"), "a,b\n1,2\n");
    await chmod(join(files, "people", "ada", "data.csv"), 0o644);
    expect(
      await run(
        kernels,
        kernel.id,
        `const fs = await import("node:fs"); console.log(fs.readFileSync("data.csv", "utf8"))`,
      ),
    ).toBe("a,b\n1,2");
    expect(await run(kernels, kernel.id, `fs.writeFileSync("made.txt", "x"); console.log(6 * 7)`)).toBe("42");
    expect(await readdir(join(files, "people", "ada"))).toContain("made.txt");
    const others = await run(kernels, kernel.id, `console.log(fs.readFileSync("../bob/diary.txt", "utf8"))`);
    expect(others === "dear diary").toBe(level === "trusted");
    // Where nothing else ends a kernel with a server that is killed, it is told to do so itself.
    expect(await run(kernels, kernel.id, "console.log(process.env.JPY_PARENT_PID)")).toBe(
      level === "trusted" || level === "uids" ? String(process.pid) : "undefined",
    );
    const looping = run(kernels, kernel.id, endless);
    await insideLoop();
    await kernel.interrupt();
    await looping;
    expect(await run(kernels, kernel.id, "console.log(typeof fs.readFileSync)")).toBe("function");
    await kernels.shutdown(kernel.id);
    expect(await runFolders()).toEqual([]);
  });
});

test("a kernel that knows only ports is closed off too, and reached through a relay inside", async () => {
  const launcher = await openTestLauncher("auto", files);
  const tslab = tslabSpec(join(built, "..", "..", "..", "node_modules"));
  if (tslab === undefined) throw new Error("tslab is not installed: run npm ci");
  const specs = findKernelspecs([{ ...tslab, sockets: "tcp" }], []);
  const kernels = closing.use(
    openKernels({ specs, launcher, root: files, idleTimeout: 1e9, startTimeout: 120_000, most: 1 }),
  );
  const kernel = await kernels.start("tslab", "people/ada/lesson.ipynb");
  await kernel.ready;
  expect(await run(kernels, kernel.id, "console.log(6 * 7)")).toBe("42");
  const looping = run(kernels, kernel.id, endless);
  await insideLoop();
  await kernel.interrupt();
  await looping;
  // tslab answers "abort" to whatever comes within 200 ms of an error.
  await expect.poll(() => run(kernels, kernel.id, "console.log('still there')")).toBe("still there");
});

test("a kernel that waits for a folder is the one that a notebook there gets, and nobody else's", async () => {
  const { kernels, launcher } = await open("auto", { waiting: 1 });
  const expectAda = (): void => launcher.expect(spec, join(files, "people", "ada"));
  const hadWaited = async (path: string): Promise<string> => {
    const kernel = await kernels.start("surgery", path);
    await kernel.ready;
    return run(kernels, kernel.id, `console.log(process.argv.includes("--wait"), process.cwd() !== "/")`);
  };
  // Each time just before: a folder that was worked in since would take the only place.
  expectAda();
  expect(await hadWaited("people/ada/lesson.ipynb")).toBe("true true");
  expectAda();
  expect(await hadWaited("people/bob/lesson.ipynb")).toBe("false true");
});

test("what a server that was killed left of its kernels' sockets is cleared away by the next one", async () => {
  const dead = spawnSync(process.execPath, ["-e", ""]).pid;
  const left = join(files, "run", `sk-${dead}-abcdef`);
  await mkdir(left);
  await open("auto");
  await expect.poll(() => existsSync(left)).toBe(false);
});

test("a folder that a kernel made impossible to remove is reported, and breaks neither the server nor the next kernel", async () => {
  const reported: unknown[] = [];
  const { kernels } = await open("auto", { onError: (error) => reported.push(error) });
  const kernel = await kernels.start("surgery", "people/ada/lesson.ipynb");
  await kernel.ready;
  // Deeper than a path may be long.
  const dig = `process.chdir(require("path").dirname(process.argv.at(-1)));
    for (let depth = 0; depth < 30; depth++) { require("fs").mkdirSync("x".repeat(200)); process.chdir("x".repeat(200)); }`;
  expect(await run(kernels, kernel.id, dig)).toBe("");
  const [dug = ""] = await runFolders();
  closing.defer(() => void spawnSync("rm", ["-rf", join(files, "run", dug)]));
  for (let time = 1; time <= 4; time++) {
    await kernel.ready;
    await expect(run(kernels, kernel.id, "process.kill(process.pid, 'SIGKILL')")).rejects.toMatchObject({
      code: "kernels.died",
    });
  }
  await expect.poll(() => kernel.state).toBe("dead");
  await kernels.shutdown(kernel.id);
  expect(reported).not.toEqual([]);
  const next = await kernels.start("surgery", "people/ada/lesson.ipynb");
  await next.ready;
  expect(await run(kernels, next.id, "console.log(6 * 7)")).toBe("42");
});

test("at most as many wait as are wanted: the folder that was wanted last keeps its own", async () => {
  const { launcher } = await open("auto", { waiting: 1 });
  for (const home of ["ada", "bob", "ada"]) launcher.expect(spec, join(files, "people", home));
  await expect.poll(async () => (await runFolders()).length).toBe(1);
});

test("a kernel that swallows memory ends with a plain sentence, and a fresh one is ready at once", async () => {
  const limits = { memoryMb: 350, dataMb: 4000, fileMb: 10, processes: 200, temporaryMb: 10 };
  const { kernels } = await open("auto", { limits });
  const kernel = await kernels.start("surgery", "people/ada/lesson.ipynb");
  await kernel.ready;
  const states: unknown[] = [];
  kernel.listen((message) => {
    if (message.header.msg_type === "status") states.push(message.content["execution_state"]);
  });
  const greedy =
    "const kept = []; for (;;) { kept.push(Buffer.alloc(20e6, 1)); await new Promise((r) => setTimeout(r, 20)); }";
  await expect(run(kernels, kernel.id, greedy)).rejects.toMatchObject({
    code: "kernels.ended",
    message: expect.stringMatching(/more than its share of memory \(350 MB\).*a fresh kernel is ready/s),
  });
  expect(states).toContain("restarting");
  expect(await run(kernels, kernel.id, "console.log(typeof kept)")).toBe("undefined");
});

test("a kernel that keeps ending is left alone after the third time in a minute", async () => {
  const { kernels } = await open("auto");
  const kernel = await kernels.start("surgery", "people/ada/lesson.ipynb");
  for (let time = 1; time <= 4; time++) {
    await kernel.ready;
    await expect(run(kernels, kernel.id, "process.kill(process.pid, 'SIGKILL')")).rejects.toMatchObject({
      code: "kernels.died",
    });
  }
  await expect.poll(() => kernel.state).toBe("dead");
});

test("a notebook among everybody's folders is refused with what to do; one in the shared folder runs", async () => {
  const { kernels } = await open("auto");
  for (const path of ["everybody.ipynb", "people/everybody.ipynb"]) {
    const kernel = await kernels.start("surgery", path);
    await expect(kernel.ready).rejects.toMatchObject({
      message: expect.stringMatching(/Move it into the folder “shared”/),
    });
  }
  const shared = await kernels.start("surgery", "shared/together.ipynb");
  await shared.ready;
});

test("fetch in a closed-off kernel goes through the door: listed sites answer, others are told in plain words", async () => {
  const site: RequestListener = (request, response) => {
    if (request.url === "/moved") response.writeHead(302, { location: "/counts.json" }).end();
    else response.setHeader("content-type", "application/json").end(JSON.stringify({ people: 12, path: request.url }));
  };
  const server = createServer(site).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.defer(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const cache = await openAnswerCache(join(files, "kept"), 1e6);
  const network = { resolve: () => Promise.resolve(["8.8.8.8"]), connect: () => connect(port, "127.0.0.1") };
  const doors = createOpenDataDoors({
    rules: { sites: openSiteList(join(files, "sites.txt")), network, mostBytes: 1e6, longest: 120_000 },
    cache,
    now: Date.now,
    onError: (error) => {
      throw error;
    },
  });
  const openDoor = async (folder: string): Promise<KernelDoor> => {
    const socket = join(folder, "out");
    const door = await doors.open(socket);
    const preload = `--require=${JSON.stringify(join(built, "open-data-fetch.cjs"))}`;
    return {
      env: { SURGERY_PROXY_SOCKET: socket, NODE_OPTIONS: preload },
      [Symbol.asyncDispose]: () => door[Symbol.asyncDispose](),
    };
  };
  const { kernels } = await open("auto", { openDoor });
  const kernel = await kernels.start("surgery", "people/ada/lesson.ipynb");
  await kernel.ready;
  const say = (code: string): Promise<string> => run(kernels, kernel.id, code);
  expect(
    await say(
      `const r = await fetch("http://data.gov.uk/moved"); console.log(r.status, r.redirected, r.url, (await r.json()).people)`,
    ),
  ).toBe("200 true http://data.gov.uk/counts.json 12");
  expect(
    await say(
      `const p = await fetch("http://data.gov.uk/ask", { method: "POST", body: "q=1" }); console.log(p.ok, p.headers.get("content-type"))`,
    ),
  ).toBe("true application/json");
  expect(await say(`await fetch("https://example.com/")`)).toMatch(/example\.com is not on this workshop’s list/);
  expect(await say(`console.log(await (await fetch("data:text/plain,hello")).text())`)).toBe("hello");
  server.close();
  expect(await say(`await fetch("http://data.gov.uk/new")`)).toMatch(/can’t be reached/);
  expect(
    await say(`console.log((await (await fetch("http://data.gov.uk/moved", { cache: "reload" })).json()).people)`),
  ).toMatch(/This is what it said on[^]*12$/);
});
