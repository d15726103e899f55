/** The Jupyter Server API as its own front ends use it, against the composed server and kernels found by their kernelspecs. */
import {
  createMessage,
  decodeWebsocketDefault,
  decodeWebsocketV1,
  encodeWebsocketDefault,
  encodeWebsocketV1,
  websocketV1,
  type JupyterMessage,
} from "@data-surgery/jupyter";
import { execFileSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { openComposed, type Answer, type Ask, type ComposedServer } from "../support/composed.js";

interface Model {
  readonly id: string;
  readonly path: string;
  readonly name: string;
  readonly type: string;
  readonly content: unknown;
  readonly format: string | null;
  readonly hash?: string | null;
  readonly kernel: { readonly id: string; readonly execution_state: string };
}

/** Seconds that tell this run's process from those of others. */
const nap = `1000.${process.pid}`;
const specs: Readonly<Record<string, readonly string[]>> = {
  echo: [process.execPath, join(import.meta.dirname, "../support/echo-kernel.mjs"), "{connection_file}"],
  sleeper: ["sleep", nap],
  gone: ["/no/such/program", "{connection_file}"],
};

let jupyter: string;
let house: ComposedServer;
let ana: string;
let home: string;

beforeAll(async () => {
  jupyter = await mkdtemp(join(tmpdir(), "surgery-specs-"));
  // As a system's kernelspecs are: everybody may read them, also the user that kernels run as.
  await chmod(jupyter, 0o755);
  for (const [name, argv] of Object.entries(specs)) {
    await mkdir(join(jupyter, "kernels", name), { recursive: true });
    const spec = JSON.stringify({ argv, display_name: name, language: "none" });
    await writeFile(join(jupyter, "kernels", name, "kernel.json"), spec);
  }
  await mkdir(join(jupyter, "kernels", "broken"));
  await writeFile(join(jupyter, "kernels", "broken", "kernel.json"), "{");
  process.env["JUPYTER_PATH"] = jupyter;
  house = await openComposed();
  ana = await house.join("Ana");
  home = `people/${await house.homeOf(ana)}`;
});

afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await rm(jupyter, { recursive: true });
});

const ask = (path: string, options: Ask = {}): Promise<Answer> => house.ask(ana, path, options);
const send = (method: string, path: string, body?: unknown): Promise<Answer> => ask(path, { method, body });
const model = ({ json }: Answer): Model => json as Model;

test("kernels are found by their kernelspecs; a broken one is left out", async () => {
  const { kernelspecs } = (await ask("/api/kernelspecs")).json as { kernelspecs: object };
  expect(Object.keys(kernelspecs)).toEqual(expect.arrayContaining(["tslab", ...Object.keys(specs)]));
  expect(Object.keys(kernelspecs)).not.toContain("broken");
});

test("binary buffers come back as they went, in the v1 protocol and in the default one, to all who listen", async () => {
  const body = { path: `${home}/echo.ipynb`, name: "echo.ipynb", type: "notebook", kernel: { name: "echo" } };
  const session = model(await send("POST", "/api/sessions", body));
  expect(model(await send("POST", "/api/sessions", body)).id).toBe(session.id);
  const buffers = [new Uint8Array([0, 255, 10, 13]), new Uint8Array(), new Uint8Array(100_000).fill(7)];
  const [v1, plain] = [await dial(session.kernel.id, [websocketV1]), await dial(session.kernel.id, [])];
  expect([v1.socket.protocol, plain.socket.protocol]).toEqual([websocketV1, ""]);
  for (const from of [v1, plain]) {
    const sender = { session: randomUUID(), username: "ana" };
    const message = createMessage(
      "shell",
      "comm_msg",
      { comm_id: "c", data: { of: "£" } },
      sender,
      randomUUID(),
      Date.now(),
    );
    from.send({ ...message, buffers });
    for (const to of [v1, plain]) {
      const back = await to.answer(message.header.msg_id, "comm_msg");
      expect(back.content).toEqual({ comm_id: "c", data: { of: "£" } });
      expect(
        back.buffers.map((buffer) =>
          Buffer.from(buffer).equals(Buffer.from(buffers[back.buffers.indexOf(buffer)] ?? [])),
        ),
      ).toEqual([true, true, true]);
    }
  }
  for (const rubbish of ["{", new Uint8Array([1, 2, 3])]) {
    const bad = await dial(session.kernel.id, []);
    bad.socket.send(rubbish);
    expect(await bad.closed).toBe(4400);
  }
  expect((await send("POST", `/api/kernels/${session.kernel.id}/restart`)).status).toBe(200);
  expect((await send("DELETE", `/api/sessions/${session.id}`)).status).toBe(204);
  expect((await ask(`/api/kernels/${session.kernel.id}`)).code).toBe("kernels.not-found");
  v1.socket.terminate();
  plain.socket.terminate();
});

test("a kernel that never answers holds nobody up and is ended with its session; a program that is not there is told in the cell's run", async () => {
  const start = (name: string): Promise<Answer> =>
    send("POST", "/api/sessions", { path: `${home}/${name}.ipynb`, kernel: { name } });
  const sleeper = model(await start("sleeper"));
  expect(sleeper.kernel.execution_state).toBe("starting");
  const sleeping = (): string[] =>
    execFileSync("ps", ["-eo", "stat=,args="], { encoding: "utf8" })
      .split("\n")
      .filter(
        (row) =>
          // The program itself, not what closes it off; of this run, not of another.
          row.trim().split(/\s+/).slice(1, 3).join(" ") === `sleep ${nap}` && !/^\s*Z/.test(row),
      );
  await expect.poll(sleeping).toHaveLength(1);
  expect((await ask("/api/me")).status).toBe(200);
  expect((await send("DELETE", `/api/sessions/${sleeper.id}`)).status).toBe(204);
  await expect.poll(sleeping).toEqual([]);

  const gone = model(await start("gone"));
  await expect
    .poll(async () => model(await ask(`/api/kernels/${gone.kernel.id}`)))
    .toMatchObject({ execution_state: "dead" });
  const restarted = await send("POST", `/api/kernels/${gone.kernel.id}/restart`);
  expect([restarted.status, restarted.code]).toEqual([500, "kernels.did-not-start"]);
  expect(restarted.text).toContain("there is no program /no/such/program on this computer");
});

test("the folder above all homes is listed, and shows each their own home alone", async () => {
  const bo = await house.join("Bo");
  for (const who of [ana, bo]) {
    // It is made when somebody first opens a lesson.
    const own = await house.homeOf(who);
    const answer = await house.ask(who, "/api/contents/people");
    const names = (model(answer).content as readonly Model[]).map(({ name }) => name);
    expect([answer.status, names]).toEqual([200, [own]]);
  }
});

test("files: new, saved with its hash, read with and without content and as another format, copied, renamed, deleted", async () => {
  expect(model(await send("POST", `/api/contents/${home}`, { type: "directory" })).name).toBe("Untitled Folder");
  const folder = `${home}/notes`;
  expect((await send("PUT", `/api/contents/${folder}`, { type: "directory" })).status).toBe(201);
  const made = await Promise.all([1, 2, 3].map(() => send("POST", `/api/contents/${folder}`, { type: "notebook" })));
  expect(made.map((answer) => model(answer).name).toSorted()).toEqual([
    "Untitled.ipynb",
    "Untitled1.ipynb",
    "Untitled2.ipynb",
  ]);
  const path = `${folder}/a.txt`;
  const saved = await send("PUT", `/api/contents/${path}`, { type: "file", format: "text", content: "£5" });
  const hash = createHash("sha256").update("£5").digest("hex");
  expect([saved.status, saved.json]).toEqual([
    201,
    expect.objectContaining({ hash, hash_algorithm: "sha256", content: null }),
  ]);
  expect(model(await ask(`/api/contents/${path}`))).toMatchObject({ content: "£5", format: "text", hash });
  expect(model(await ask(`/api/contents/${path}?content=0`))).toMatchObject({ content: null, format: null });
  expect(model(await ask(`/api/contents/${path}?format=base64`))).toMatchObject({
    content: Buffer.from("£5").toString("base64"),
  });
  expect((await ask(`/api/contents/${path}?type=directory`)).code).toBe("contents.wrong-type");
  const notebook = model(await ask(`/api/contents/${folder}/Untitled.ipynb?type=file&format=text`));
  expect(JSON.parse(String(notebook.content))).toMatchObject({ nbformat: 4 });

  expect(model(await send("POST", `/api/contents/${folder}`, { copy_from: path })).name).toBe("a-copy.txt");
  const kept = await send("POST", `/api/contents/${path}/checkpoints`);
  expect(kept.status).toBe(201);
  await send("PUT", `/api/contents/${path}`, { type: "file", format: "text", content: "changed" });
  const moved = `${folder}/b.txt`;
  expect(model(await send("PATCH", `/api/contents/${path}`, { path: moved })).path).toBe(moved);
  expect((await ask(`/api/contents/${moved}/checkpoints`)).json).toEqual([kept.json]);
  expect((await send("POST", `/api/contents/${moved}/checkpoints/${model(kept).id}`)).status).toBe(204);
  expect(await readFile(join(house.data, "files", moved), "utf8")).toBe("£5");
  expect((await send("DELETE", `/api/contents/${moved}/checkpoints/${model(kept).id}`)).status).toBe(204);
  expect((await send("DELETE", `/api/contents/${folder}`)).code).toBe("contents.not-empty");
  expect((await send("DELETE", `/api/contents/${moved}`)).status).toBe(204);
  expect((await ask(`/api/contents/${moved}`)).code).toBe("contents.not-found");
});

test("who am I, translations and events answer as front ends expect", async () => {
  expect((await ask("/api/me")).json).toMatchObject({ identity: { name: "Ana", initials: "A" } });
  expect((await ask("/lab/api/translations")).json).toMatchObject({ data: { en: { displayName: "English" } } });
  expect((await ask("/lab/api/translations/default")).json).toEqual({ data: {}, message: "" });
  expect((await send("POST", "/api/events", { schema_id: "x", data: {} })).status).toBe(204);
  expect((await ask("/api/nbconvert")).json).toEqual({});
});

interface Line {
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  send(message: JupyterMessage): void;
  answer(parent: string, type: string): Promise<JupyterMessage>;
}

async function dial(kernelId: string, protocols: string[]): Promise<Line> {
  const url = `ws://127.0.0.1:${house.port}/api/kernels/${kernelId}/channels?session_id=${randomUUID()}`;
  const socket = new WebSocket(url, protocols, { headers: { cookie: ana, origin: house.server.url } });
  const heard: JupyterMessage[] = [];
  socket.on("message", (data: Buffer, isBinary) => {
    const plain = (): JupyterMessage => decodeWebsocketDefault(isBinary ? data : data.toString());
    heard.push(socket.protocol === websocketV1 ? decodeWebsocketV1(data) : plain());
  });
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  await new Promise((resolve) => socket.once("open", resolve));
  return {
    socket,
    closed,
    send: (message) =>
      socket.send(socket.protocol === websocketV1 ? encodeWebsocketV1(message) : encodeWebsocketDefault(message)),
    answer: async (parent, type) => {
      const find = (): JupyterMessage | undefined =>
        heard.find(({ header, parent_header }) => header.msg_type === type && parent_header["msg_id"] === parent);
      await expect.poll(find).toBeDefined();
      return find()!;
    },
  };
}

test("a file is taken home as it lies there, never shown in the page's place; others' and hidden ones are not given", async () => {
  const content = "<script>alert(1)</script>";
  const path = `${home}/our evidence (£).html`;
  const at = encodeURI(path);
  expect((await send("PUT", `/api/contents/${at}`, { type: "file", format: "text", content })).status).toBe(201);
  const taken = await ask(`/files/${at}`);
  expect(taken.text).toBe(content);
  expect(taken.headers).toMatchObject({
    "content-type": "application/octet-stream",
    "content-disposition": "attachment; filename*=UTF-8''our%20evidence%20%28%C2%A3%29.html",
    "content-security-policy": expect.stringContaining("sandbox") as string,
    "x-content-type-options": "nosniff",
  });
  const ben = await house.join("Ben");
  expect((await house.ask(ben, `/files/${at}`)).code).toBe("identity.not-allowed");
  expect((await house.ask("", `/files/${at}`)).text).not.toContain("alert");
  expect((await ask(`/files/${home}/nothing.zip`)).code).toBe("contents.not-found");
  expect((await ask(`/files/${home}/.hidden`)).status).toBeGreaterThanOrEqual(400);
  expect((await ask(`/files/${home}/../../surgery.db`)).status).toBeGreaterThanOrEqual(400);
  expect((await ask(`/files/${home}`)).code).toBe("contents.wrong-type");
});
