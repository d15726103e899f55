/** What the toolkit finds from inside a closed-off kernel: data sets through the door, packs that the organiser installed. */
import type { JupyterMessage } from "@data-surgery/jupyter";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installPack } from "@data-surgery/opendata/packs";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  createOpenDataDoors,
  IsolationError,
  isolationLevels,
  openAnswerCache,
  openSiteList,
  type OpenDataDoors,
} from "../../server/src/sandbox/index.js";
import { testCertificate, testKey } from "../../server/src/sandbox/open-data/test-certificate.js";
import type { KernelDoor } from "../../server/src/jupyter/kernel-launcher.js";
import { openKernels } from "../../server/src/jupyter/kernels.js";
import { findKernelspecs, surgerySpec } from "../../server/src/jupyter/kernelspecs.js";
import { openTestLauncher } from "../../server/src/jupyter/test-launcher.js";

const built = join(import.meta.dirname, "..", "..", "kernel", "dist", "node");

let files: string;
let closing: AsyncDisposableStack;
beforeEach(async () => {
  closing = new AsyncDisposableStack();
  files = await mkdtemp(join(tmpdir(), "surgery-open-data-"));
  closing.defer(() => rm(files, { recursive: true, force: true }));
  await mkdir(join(files, "people", "ada"), { recursive: true, mode: 0o700 });
  await mkdir(join(files, "run"));
  // As the server puts it into a data folder: where nothing is closed off, imports are looked for above the notebook.
  await symlink(join(import.meta.dirname, "..", "..", "node_modules"), join(files, "node_modules"));
  for (const passage of [files, join(files, "people"), join(files, "run")]) await chmod(passage, 0o711);
});
afterEach(() => closing.disposeAsync());

/** Runs a cell in Ada's kernel and gives all that it said. */
async function openKernel(
  more: Parameters<typeof openTestLauncher>[2],
  level: Parameters<typeof openTestLauncher>[0] = "auto",
): Promise<(code: string) => Promise<string>> {
  const spec = surgerySpec(join(built, "..", ".."));
  if (spec === undefined) throw new Error("The kernel is not built: run npm run build");
  const launcher = await openTestLauncher(level, files, { runFolder: join(files, "run"), ...more });
  const options = { idleTimeout: 1e9, startTimeout: 120_000, most: 10 };
  const kernels = closing.use(openKernels({ specs: findKernelspecs([spec], []), launcher, root: files, ...options }));
  const kernel = await kernels.start("surgery", "people/ada/lesson.ipynb");
  await kernel.ready;
  return async (code) => {
    const messages: JupyterMessage[] = [];
    await kernels.execute(kernel.id, { code }, { onMessage: (message) => messages.push(message) });
    const said = messages.map(({ content }) => (content["text"] ?? content["evalue"] ?? "") as string);
    return said.join("").trim();
  };
}

/** The door of a workshop whose internet is one server on this computer. */
async function openDoors(
  site: RequestListener,
): Promise<{ readonly doors: OpenDataDoors; readonly offline: () => void }> {
  const server = createServer({ key: testKey, cert: testCertificate }, site).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.defer(() => void server.close());
  const { port } = server.address() as AddressInfo;
  let online = true;
  const doors = createOpenDataDoors({
    rules: {
      sites: openSiteList(join(files, "sites.txt")),
      network: {
        resolve: () => (online ? Promise.resolve(["8.8.8.8"]) : Promise.reject(new Error("ENOTFOUND"))),
        connect: () => connect(port, "127.0.0.1"),
      },
      mostBytes: 1e6,
      longest: 120_000,
      ca: testCertificate,
    },
    cache: await openAnswerCache(join(files, "kept"), 1e6),
    now: () => (online ? Date.UTC(2024, 4, 1) : Date.UTC(2024, 4, 3)),
    onError: (error) => {
      throw error;
    },
  });
  return { doors, offline: () => void (online = false) };
}

function doorIn(doors: OpenDataDoors): (folder: string) => Promise<KernelDoor> {
  return async (folder) => {
    const socket = join(folder, "out");
    const door = await doors.open(socket);
    const preload = `--require=${JSON.stringify(join(built, "open-data-fetch.cjs"))}`;
    return {
      env: { SURGERY_PROXY_SOCKET: socket, NODE_OPTIONS: preload },
      [Symbol.asyncDispose]: () => door[Symbol.asyncDispose](),
    };
  };
}

test("a data set is found and opened through the door; without internet again from what was kept, with its date", async () => {
  const data = {
    id: "c322307a-b871-44fe-a602-32ee8437ff04",
    title: "Amble libraries (invented)",
    license_title: "Open Government Licence",
    organization: { title: "Amble (invented)" },
    resources: [{ name: "Libraries", format: "CSV", url: "https://data.gov.uk/files/libraries.csv" }],
  };
  const { doors, offline } = await openDoors((request, response) => {
    if (request.url?.startsWith("/api/3/action/package_search") === true)
      response.end(JSON.stringify({ success: true, result: { results: [data] } }));
    else if (request.url === "/files/libraries.csv")
      response.end("name,ward\nAmble Library,Abbey\nCastle Library,Castle\n");
    else response.writeHead(404).end();
  });
  const say = await openKernel({ openDoor: doorIn(doors) });
  expect(
    await say(`import { open, search } from "@data-surgery/opendata";
let found = await search("libraries", { in: "data.gov.uk" });
let libraries = await open(found.at(0));
console.log(found.length, libraries.column("ward").join(), libraries.about.publisher, libraries.about.licence)`),
  ).toBe("1 Abbey,Castle Amble (invented) Open Government Licence");
  expect(await say(`await search("libraries", { in: "https://example.com" })`)).toMatch(
    /example\.com is not on this workshop’s list of data sites/,
  );
  offline();
  expect(
    await say(
      `let again = await open((await search("libraries")).at(0)); console.log(again.length, again.about.readAt)`,
    ),
  ).toMatch(/This is what it said on 1 May 2024[^]*2 2024-05-01T00:00:00\.000Z$/);
  expect(await say(`await search("bicycles")`)).toMatch(
    /^data\.gov\.uk can’t be found\. Is there internet\? Kept from before, and still there: https:\/\/data\.gov\.uk\/files\/libraries\.csv \.$/,
  );
});

test.each(isolationLevels)(
  "at level %s a pack that the organiser installed is found by its name, and can't be changed",
  async (level) => {
    const [made, packs] = [join(files, "made"), join(files, "packs")];
    await mkdir(made);
    const csv = "code,people\nAMB01,1200\nAMB02,900\n";
    const part = { file: "people.csv", bytes: csv.length, sha256: createHash("sha256").update(csv).digest("hex") };
    const columns = ["code", "people"].map((name) => ({ name, type: "text", about: name }));
    const manifest = {
      format: "data-surgery-pack/1",
      id: "ambleford",
      title: "Ambleford (invented)",
      publisher: "Data Surgery",
      licence: { name: "CC0", url: "https://creativecommons.org/publicdomain/zero/1.0/" },
      attribution: ["Invented for teaching"],
      date: "2024",
      boundaries: [],
      tables: [{ name: "people", rows: 2, key: "code", columns, ...part }],
    };
    // As closed as a careful organiser's umask leaves them.
    await writeFile(join(made, "pack.json"), JSON.stringify(manifest), { mode: 0o600 });
    await writeFile(join(made, "people.csv"), csv, { mode: 0o600 });
    await installPack(made, packs);
    const say = await openKernel({ packs }, level).catch((error: unknown) => {
      if (error instanceof IsolationError) return undefined;
      throw error;
    });
    // This computer can't have the level.
    if (say === undefined) return;
    expect(
      await say(`import { openPack } from "@data-surgery/opendata";
let pack = await openPack("ambleford");
console.log(pack.table().column("code").join())`),
    ).toBe("AMB01,AMB02");
    expect(await say(`await openPack("amblefort")`)).toMatch(/Did you mean "ambleford"\?/);
    const write = `require("node:fs").writeFileSync(${JSON.stringify(join(packs, "x"))}, "")`;
    // Where nothing is closed off a kernel may write what its user may.
    if (level !== "trusted") expect(await say(write)).toMatch(/EROFS|EACCES|EPERM/);
  },
);
