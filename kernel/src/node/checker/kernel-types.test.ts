import { decodeFrames, encodeFrames } from "@data-surgery/jupyter/zmq-frames";
import type { JsonObject, JupyterMessage } from "@data-surgery/jupyter/message";
import { spawn, type ChildProcess } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Dealer, Subscriber } from "zeromq";

const main = join(import.meta.dirname, "..", "..", "..", "dist", "node", "main.js");
const key = "secret";

interface Client {
  /** Sends and gives the reply's content. */
  ask(type: string, content: JsonObject, metadata?: JsonObject): Promise<JsonObject>;
  execute(code: string, metadata?: JsonObject): Promise<JsonObject>;
  /** The next message like this on iopub, from the beginning on; each is given once. */
  heard(type: string): Promise<JupyterMessage>;
  /** All messages of this kind that have come and were not given. */
  rest(type: string): JupyterMessage[];
}

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      return server;
    }),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

async function startKernel(...flags: string[]): Promise<Client> {
  const folder = mkdtempSync(join(tmpdir(), "surgery-types-"));
  const [shell, iopub, stdin, control, hb] = await freePorts(5);
  const ports = { shell_port: shell, iopub_port: iopub, stdin_port: stdin, control_port: control, hb_port: hb };
  const file = join(folder, "connection.json");
  writeFileSync(
    file,
    JSON.stringify({ ...ports, ip: "127.0.0.1", transport: "tcp", key, signature_scheme: "hmac-sha256" }),
  );
  writeFileSync(join(folder, "countries.csv"), "country,life 1955\nKenya,42.3\nPeru,46.1\n");
  const child: ChildProcess = spawn(process.execPath, [main, ...flags, file], {
    cwd: folder,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const dealer = new Dealer({ linger: 0 });
  const listener = new Subscriber({ linger: 0 });
  closing.push(() => {
    child.kill("SIGKILL");
    dealer.close();
    listener.close();
    rmSync(folder, { recursive: true, force: true });
  });
  listener.connect(`tcp://127.0.0.1:${iopub}`);
  listener.subscribe();
  dealer.connect(`tcp://127.0.0.1:${shell}`);
  const replies = new Map<string, (content: JsonObject) => void>();
  const inbox: JupyterMessage[] = [];
  let wake = Promise.withResolvers<void>();
  void (async () => {
    for await (const frames of dealer) {
      const { message } = decodeFrames("shell", frames, key);
      replies.get((message.parent_header as { msg_id: string }).msg_id)?.(message.content);
    }
  })();
  void (async () => {
    for await (const frames of listener) {
      inbox.push(decodeFrames("iopub", frames, key).message);
      wake.resolve();
      wake = Promise.withResolvers();
    }
  })();
  const take = (type: string): JupyterMessage | undefined => {
    const at = inbox.findIndex((message) => message.header.msg_type === type);
    return at < 0 ? undefined : inbox.splice(at, 1)[0];
  };
  const ask: Client["ask"] = async (type, content, metadata = {}) => {
    const id = randomUUID();
    const header = {
      msg_id: id,
      msg_type: type,
      session: "test",
      username: "test",
      date: new Date().toISOString(),
      version: "5.4",
    };
    const reply = new Promise<JsonObject>((resolve) => replies.set(id, resolve));
    await dealer.send(
      encodeFrames({ channel: "shell", header, parent_header: {}, metadata, content, buffers: [] }, key),
    );
    return reply;
  };
  const client: Client = {
    ask,
    execute: (code, metadata) =>
      ask("execute_request", { code, silent: false, store_history: true, stop_on_error: false }, metadata),
    heard: async (type) => {
      for (;;) {
        const found = take(type);
        if (found !== undefined) return found;
        await wake.promise;
      }
    },
    rest: (type) => inbox.filter((message) => message.header.msg_type === type),
  };
  await ask("kernel_info_request", {});
  return client;
}

const complete = async (client: Client, code: string): Promise<JsonObject> => {
  const at = code.indexOf("|");
  return client.ask("complete_request", { code: code.replace("|", ""), cursor_pos: at });
};

test("a cell with a type error runs at once, and a note with line and plain sentence comes under it", async () => {
  const client = await startKernel();
  const reply = await client.execute("let total: number = 5;\n\nlet text: string = total;\ntext");
  expect(reply).toMatchObject({ status: "ok", execution_count: 1 });
  expect((await client.heard("execute_result")).content).toMatchObject({ data: { "text/plain": "5" } });
  const note = await client.heard("display_data");
  expect(note.content).toMatchObject({
    data: { "text/plain": "Worth a look\nLine 3: Here text is needed, but this is a number." },
  });
  expect((note.content["metadata"] as JsonObject)["data-surgery"]).toMatchObject({
    type: "type-note",
    diagnostics: [{ code: 2322, line: 3 }],
  });
  const asked = (await client.heard("execute_input")).parent_header as { msg_id: string };
  expect(note.parent_header).toMatchObject({ msg_id: asked.msg_id });
});

test("later cells are checked against what ran before; a cell that failed is forgotten, but what it made is known", async () => {
  const client = await startKernel();
  await client.execute("let a = 5;");
  await client.execute('let made = 1; a = 6; throw new Error("half-way");');
  await client.execute("made + a");
  await client.execute('let a = "text"; a.toUpperCase();');
  await client.execute("a.toFixed(2)");
  await client.execute("let q: number = a;");
  const note = await client.heard("display_data");
  expect(note.content["data"]).toMatchObject({
    "text/plain": "Worth a look\nLine 1: Here a number is needed, but this is text.",
  });
  expect(client.rest("display_data")).toEqual([]);
});

test("refusing is a setting, of the kernel or of one request: the cell does not run", async () => {
  const client = await startKernel("--types=refuse");
  expect(await client.execute("let n: number = 'x'; console.log('ran')")).toMatchObject({
    status: "error",
    ename: "TypesDoNotFit",
    evalue: "Line 1: Here a number is needed, but this is text.",
  });
  expect((await client.heard("error")).content["traceback"]).toEqual([
    "This cell was not run, because something in it does not fit:",
    "Line 1: Here a number is needed, but this is text.",
  ]);
  expect(await client.execute("let n: number = 1;")).toMatchObject({ status: "ok" });
  expect(await client.execute("n.nosuch", { "data-surgery": { types: "off" } })).toMatchObject({ status: "ok" });
  await client.execute("console.log('end')");
  expect((await client.heard("stream")).content).toMatchObject({ text: "end\n" });
  expect(client.rest("display_data")).toEqual([]);
});

test("completion merges types and memory: documentation from the one, columns from the other", async () => {
  const client = await startKernel();
  await client.execute('import { readTable } from "@data-surgery/opendata-is-not-here";');
  await client.execute(
    '/** Two of them. */\nlet countries: Record<string, any>[] = [{ country: "Kenya", "life 1955": 42.3 }, { country: "Peru", "life 1955": 46.1 }];',
  );
  expect(await complete(client, "Math.flo|")).toMatchObject({ matches: ["floor"], cursor_start: 5, cursor_end: 8 });
  expect(await complete(client, "😀; coun|")).toMatchObject({
    matches: ["countries", "CountQueuingStrategy"],
    cursor_start: 3,
    cursor_end: 7,
  });
  expect(await complete(client, "countries.filter((row) => row.|")).toMatchObject({
    matches: [".country", '["life 1955"]'],
    cursor_start: 29,
    cursor_end: 30,
  });
  expect(await complete(client, 'sortBy(countries, "|')).toMatchObject({
    matches: ["country", "life 1955"],
    cursor_start: 19,
  });
  const known = (await complete(client, "countr|"))["metadata"] as { _jupyter_types_experimental: JsonObject[] };
  expect(known._jupyter_types_experimental[0]).toMatchObject({
    text: "countries",
    documentation: "Two of them.",
    signature: "Record<string, any>[]",
  });
  const hover = await client.ask("inspect_request", { code: "countries", cursor_pos: 4, detail_level: 0 });
  expect(hover["found"]).toBe(true);
  expect((hover["data"] as JsonObject)["text/plain"]).toBe(
    "countries: Record<string, any>[]\n\nTwo of them.\n\nNow: list of 2",
  );
  expect(await client.ask("inspect_request", { code: "nothingHere", cursor_pos: 4, detail_level: 0 })).toMatchObject({
    found: false,
  });
});

test("a completion never runs a learner's code", async () => {
  const client = await startKernel();
  await client.execute(
    "let read = 0; let trap = { get danger() { read++; return { inner: 1 } }, safe: { deep: 1 } }; let make = () => { read++; return trap };",
  );
  expect(await complete(client, "trap.danger.|")).toMatchObject({ matches: ["inner"] });
  await complete(client, "make().|");
  await complete(client, "tra|");
  expect(await complete(client, "trap.safe.|")).toMatchObject({ matches: ["deep"] });
  await client.execute("read");
  expect((await client.heard("execute_result")).content).toMatchObject({ data: { "text/plain": "0" } });
});
