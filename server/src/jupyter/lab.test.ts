import type { AppError, Visitor } from "@data-surgery/contract";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliCompressSync, brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createApp, createOriginPolicy, listen } from "../http/index.js";
import { openStore, type Store } from "../store/index.js";
import { fileContents } from "./contents.js";
import { frontEndMigrations, sqlFrontEndStore } from "./front-end-store.js";
import { openTestLauncher } from "./test-launcher.js";
import { openKernels, type Kernels } from "./kernels.js";
import { findKernelspecs } from "./kernelspecs.js";
import { scriptJson } from "./lab-page.js";
import { labPages } from "./lab-pages.js";
import { labRoutes } from "./lab-routes.js";
import { LabSettings, readSchemas } from "./lab-settings.js";
import { findPrebuiltExtensions } from "./prebuilt-extensions.js";
import { createSessions } from "./sessions.js";

const common = { workshopId: "w1", color: "#0f766e" } as const;
const people: Readonly<Record<string, Visitor>> = {
  ana: { ...common, personId: "p1", name: "Ana </script><b>", role: "learner", home: "ana-1" },
  ben: { ...common, personId: "p2", name: "Ben", role: "learner", home: "ben-2" },
  tom: { ...common, personId: "p3", name: "Tom", role: "trainer", home: "tom-3" },
};
const themes = "@jupyterlab/apputils-extension:themes";

let folder: string;
let store: Store;
let kernels: Kernels;
let port: number;
const server = createServer();

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

/** Sends the path as it is: `fetch` would tidy up what climbs. */
function ask(who: string, method: string, path: string, body?: object, headers: object = {}): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const origin = `http://127.0.0.1:${port}`;
  const sent = request({
    host: "127.0.0.1",
    port,
    method,
    path,
    headers: { cookie: who, origin, "content-type": "application/json", ...headers },
  });
  sent.once("error", reject);
  sent.once("response", (response) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.once("end", () =>
      resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }),
    );
  });
  sent.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

const json = (answer: Answer): unknown => JSON.parse(answer.body.toString());

function configOf(answer: Answer): Record<string, unknown> {
  const [, text] = /<script id="jupyter-config-data"[^>]*>(.*?)<\/script>/s.exec(answer.body.toString()) ?? [];
  return JSON.parse(text ?? "null") as Record<string, unknown>;
}

async function write(path: string, content: string | Uint8Array | object): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  const isRaw = typeof content === "string" || content instanceof Uint8Array;
  await writeFile(file, isRaw ? content : JSON.stringify(content));
}

async function writeLab(): Promise<void> {
  const manifest = { scripts: ["main.0123456789.js"], styles: [], settings: [themes] };
  await write("lab/learner/manifest.json", manifest);
  await write("lab/full/manifest.json", { ...manifest, settings: [] });
  await write("lab/learner/main.0123456789.js", "plain");
  await write("lab/learner/main.0123456789.js.br", brotliCompressSync("packed"));
  await write("lab/themes/@jupyterlab/theme-light-extension/index.css", "body {}");
  const properties = { theme: { type: "string", default: "Light" }, "theme-scrollbars": { type: "boolean" } };
  await write("lab/schemas/@jupyterlab/apputils-extension/themes.json", {
    type: "object",
    properties,
    additionalProperties: false,
  });
  await write("lab/schemas/@jupyterlab/apputils-extension/package.json.orig", { version: "4.6.4" });
  await write("lab/schemas/@jupyterlab/other-extension/plugin.json", { type: "object", properties: {} });
}

async function writePrebuilt(): Promise<void> {
  const build = { load: "static/remoteEntry.1.js", extension: "./extension", style: "./style" };
  const jupyterlab = { disabledExtensions: ["@jupyterlab/notebook-extension:cell-executor"], _build: build };
  await write("labextensions/@civic/maps/package.json", { name: "@civic/maps", jupyterlab });
  await write("labextensions/@civic/maps/static/remoteEntry.1.js", "maps");
  await write("labextensions/broken/package.json", "{");
  await write("labextensions/climbs/package.json", { name: "../../files", jupyterlab });
  await write("older/@civic/maps/package.json", { name: "@civic/maps", jupyterlab: { _build: { load: "old.js" } } });
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "surgery-lab-"));
  await Promise.all([writeLab(), writePrebuilt(), write("secret.txt", "secret")]);
  const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] };
  await write("files/people/ana-1/a b.ipynb", notebook);
  await write("files/people/ben-2/mine.ipynb", notebook);
  store = await openStore({ type: "sqlite", file: join(folder, "test.db") }, frontEndMigrations);
  const specs = findKernelspecs([], []);
  const files = join(folder, "files");
  const limits = { idleTimeout: 1e6, startTimeout: 1e4, most: 1 };
  kernels = openKernels({ specs, launcher: await openTestLauncher("trusted", files), root: files, ...limits });
  const frontEnd = sqlFrontEndStore(store);
  const labFolder = join(folder, "lab");
  const prebuilt = findPrebuiltExtensions([join(folder, "labextensions"), join(folder, "older"), join(folder, "none")]);
  const settings = new LabSettings(readSchemas([join(labFolder, "schemas")]), frontEnd, {});
  const contents = fileContents({ root: files });
  const sessions = createSessions(kernels);
  const pages = { labFolder, assetUrl: (name: string) => `/assets/1/${name}`, settings, prebuilt };
  const app = createApp({
    routes: [
      ...labPages({ ...pages, contents, kernels, sessions }),
      ...labRoutes({ settings, store: frontEnd, prebuilt, labFolder }),
    ],
    authenticate: (cookie) => Promise.resolve(people[cookie ?? ""]),
    // The port is known only after listening.
    originPolicy: {
      ...createOriginPolicy([]),
      get hosts() {
        return new Set([`127.0.0.1:${port}`]);
      },
    },
    log: { error: () => undefined },
    errorPage: (reply) => reply.message,
  });
  server.on("request", app);
  port = await listen(server, { bind: "127.0.0.1", port: 0, portFixed: true });
});

afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await kernels[Symbol.asyncDispose]();
  await store.close();
  await rm(folder, { recursive: true });
});

test("nothing in the page's configuration can end its script", async () => {
  expect(scriptJson({ name: "</script><script>alert(1)\u2028" })).not.toMatch(/<|\u2028/);
  const page = await ask("ana", "GET", "/learn/tree/people/ana-1/a%20b.ipynb");
  const text = page.body.toString();
  expect(text.match(/<\/script>/g)).toHaveLength(2);
  expect(JSON.stringify(configOf(page)["surgeryInlined"])).toContain("Ana </script><b>");
});

test("the learner's page is never stored, runs no inline script, opens its document and carries the first answers", async () => {
  const page = await ask("ana", "GET", "/learn/tree/people/ana-1/a%20b.ipynb");
  expect(page.status).toBe(200);
  expect(page.headers["cache-control"]).toBe("no-store");
  expect(page.body.toString()).toContain(`<title>a b – Data Surgery</title>`);
  const scripts = [...page.body.toString().matchAll(/<script ([^>]*)>/g)].map(([, attributes]) => attributes);
  expect(scripts).toEqual([
    `id="jupyter-config-data" type="application/json"`,
    `defer src="/static/learner/main.0123456789.js"`,
  ]);
  const config = configOf(page);
  expect(config).toMatchObject({
    mode: "single-document",
    treePath: "people/ana-1/a b.ipynb",
    federated_extensions: [],
    disableRTC: "false",
    serverSideExecution: "true",
  });
  expect(Object.keys(config["surgeryInlined"] as object)).toContain("/api/contents/people/ana-1/a%20b.ipynb?content=0");
  expect((config["surgerySettings"] as { id: string }[]).map(({ id }) => id)).toEqual([themes]);
});

test("pages are packed for browsers that can unpack them", async () => {
  const path = "/learn/tree/people/ana-1/a%20b.ipynb";
  const packed = await ask("ana", "GET", path, undefined, { "accept-encoding": "gzip, br" });
  expect(packed.headers).toMatchObject({ "content-encoding": "br", vary: "Accept-Encoding" });
  expect(brotliDecompressSync(packed.body).toString()).toBe((await ask("ana", "GET", path)).body.toString());
  const refused = await ask("ana", "GET", path, undefined, { "accept-encoding": "gzip, br;q=0" });
  expect(refused.headers["content-encoding"]).toBeUndefined();
});

test("a learner opens neither somebody else's notebook, nor one that is not there, nor the full lab; a trainer does", async () => {
  const statusOf = async (who: string, path: string): Promise<number> => (await ask(who, "GET", path)).status;
  expect(await statusOf("ana", "/learn/tree/people/ben-2/mine.ipynb")).toBe(403);
  expect(await statusOf("ana", "/learn/tree/people/ben-2/not-there.ipynb")).toBe(403);
  expect(await statusOf("ana", "/learn/tree/people/ana-1/not-there.ipynb")).toBe(404);
  expect(await statusOf("nobody", "/learn/tree/people/ana-1/a%20b.ipynb")).toBe(401);
  expect(await statusOf("ana", "/lab")).toBe(403);
  expect(await statusOf("tom", "/lab/tree/people/ben-2/mine.ipynb")).toBe(200);
  expect(await statusOf("tom", "/lab/workspaces/auto-k/tree/people/ben-2/mine.ipynb")).toBe(200);
});

test("the full lab is told of prebuilt extensions, the nearest copy first, and turns off what they turn off", async () => {
  const config = configOf(await ask("tom", "GET", "/lab"));
  expect(config["federated_extensions"]).toEqual([
    { name: "@civic/maps", load: "static/remoteEntry.1.js", extension: "./extension", style: "./style" },
  ]);
  expect(config["disabledExtensions"]).toContain("@jupyterlab/notebook-extension:cell-executor");
});

test("settings are kept as written, comments and all, for the one who wrote them", async () => {
  const raw = `{\n  // for the evening\n  theme: "Dark",\n}`;
  expect((await ask("ana", "PUT", `/lab/api/settings/${themes}`, { raw })).status).toBe(204);
  expect(json(await ask("ana", "GET", `/lab/api/settings/${themes}`))).toMatchObject({
    id: themes,
    version: "4.6.4",
    raw,
    settings: { theme: "Dark" },
  });
  expect(json(await ask("ben", "GET", `/lab/api/settings/${themes}`))).toMatchObject({ raw: "{}", settings: {} });
  const list = json(await ask("ana", "GET", "/lab/api/settings?ids_only=true")) as { settings: { id: string }[] };
  expect(list.settings).toEqual([{ id: themes }, { id: "@jupyterlab/other-extension:plugin" }]);
});

test("settings that the schema does not allow are refused, and what was there stays", async () => {
  await ask("ben", "PUT", `/lab/api/settings/${themes}`, { raw: `{"theme":"Kept"}` });
  for (const raw of [
    `{"theme":5}`,
    `{"unknown":1}`,
    `{"theme"`,
    `[]`,
    `"text"`,
    `{"theme":"${"x".repeat(100_001)}"}`,
    `{"theme":${"[".repeat(40_000)}${"]".repeat(40_000)}}`,
  ]) {
    const refused = await ask("ben", "PUT", `/lab/api/settings/${themes}`, { raw });
    expect([raw.slice(0, 20), refused.status, (json(refused) as AppError).code]).toEqual([
      raw.slice(0, 20),
      400,
      "lab.bad-settings",
    ]);
  }
  expect((await ask("ben", "PUT", "/lab/api/settings/none:such", { raw: "{}" })).status).toBe(404);
  expect(json(await ask("ben", "GET", `/lab/api/settings/${themes}`))).toMatchObject({ settings: { theme: "Kept" } });
});

test("two people have workspaces of the same name apart, and one person at most fifty", async () => {
  const workspace = (id: string, of: string): object => ({ data: { of }, metadata: { id } });
  await ask("ana", "PUT", "/lab/api/workspaces/default", workspace("default", "ana"));
  await ask("ben", "PUT", "/lab/api/workspaces/default", workspace("default", "ben"));
  expect(json(await ask("ana", "GET", "/lab/api/workspaces/default"))).toEqual(workspace("default", "ana"));
  expect(json(await ask("ben", "GET", "/lab/api/workspaces"))).toEqual({
    workspaces: { ids: ["default"], values: [workspace("default", "ben")] },
  });
  expect(json(await ask("tom", "GET", "/lab/api/workspaces/none"))).toEqual({ data: {}, metadata: { id: "none" } });
  for (let number = 0; number < 50; number++) {
    const put = await ask("tom", "PUT", `/lab/api/workspaces/w${number}`, workspace(`w${number}`, "tom"));
    expect(put.status).toBe(204);
  }
  expect((await ask("tom", "PUT", "/lab/api/workspaces/w50", workspace("w50", "tom"))).status).toBe(429);
  expect((await ask("tom", "DELETE", "/lab/api/workspaces/w0")).status).toBe(204);
});

test("built files are served packed and for ever; nothing outside their folders is served", async () => {
  const script = await ask("nobody", "GET", "/static/learner/main.0123456789.js", undefined, {
    "accept-encoding": "br",
  });
  expect(script.headers).toMatchObject({
    "content-encoding": "br",
    "cache-control": "public,max-age=31536000,immutable",
  });
  expect(brotliDecompressSync(script.body).toString()).toBe("packed");
  expect((await ask("ana", "GET", "/lab/extensions/@civic/maps/static/remoteEntry.1.js")).body.toString()).toBe("maps");
  expect((await ask("nobody", "GET", "/lab/extensions/@civic/maps/static/remoteEntry.1.js")).status).toBe(401);
  const climbing = [
    "/static/learner/../../secret.txt",
    "/static/learner/%2e%2e/%2e%2e/secret.txt",
    "/static/learner/..%2f..%2fsecret.txt",
    "/lab/extensions/@civic/maps/../../../secret.txt",
    "/lab/extensions/@civic/maps/..%2f..%2f..%2fsecret.txt",
    "/lab/extensions/@civic/maps/..%5c..%5c..%5csecret.txt",
    "/lab/api/themes/%2e%2e%2f%2e%2e%2fsecret.txt",
    "/lab/extensions/climbs/package.json",
  ];
  for (const path of climbing) {
    const answer = await ask("tom", "GET", path);
    expect([path, answer.status, answer.body.includes("secret\n")]).toEqual([path, 404, false]);
    expect(answer.body.toString()).not.toBe("secret");
  }
});
