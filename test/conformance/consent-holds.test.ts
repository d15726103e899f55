/** Somebody's notebook without their yes: not by its file, not by a copy of it, not by its kernel. The whole server, by hand. */
import { composeServer, parseConfig } from "@data-surgery/server";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { afterAll, expect, test, vi } from "vitest";

const data = await mkdtemp(join(tmpdir(), "surgery-consent-"));
const server = await composeServer(parseConfig({ port: "0", data, env: {} }));

afterAll(async () => {
  await server.close();
  await rm(data, { recursive: true, maxRetries: 5 });
});

interface Caller {
  readonly cookie: string;
  call(method: string, path: string, body?: unknown): Promise<Response>;
}

async function enter(path: string, fields: Record<string, string>): Promise<Caller> {
  const reply = await fetch(server.url + path, {
    method: "POST",
    redirect: "manual",
    headers: { origin: server.url },
    body: new URLSearchParams(fields),
  });
  const cookie = reply.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const headers = { origin: server.url, cookie, "content-type": "application/json" };
  return {
    cookie,
    call: (method, place, body) =>
      fetch(server.url + place, {
        method,
        redirect: "manual",
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  };
}

const ada = await enter("/join", { code: server.joinCode, name: "Ada" });
const trainer = await enter(new URL(server.trainerUrl).pathname, {});
const home = await ada.call("GET", "/learn");
const path = decodeURIComponent(home.headers.get("location") ?? "").replace("/learn/tree/", "");
const contents = `/api/contents/${path}`;
const session = { format: "json", type: "notebook" };
const opened = (await (await ada.call("PUT", `/api/collaboration/session/${path}`, session)).json()) as {
  fileId: string;
  sessionId: string;
};
const room = `json:notebook:${opened.fileId}`;

/** The owner sits in their notebook, so that there is somebody to ask. */
async function sitIn(who: Caller): Promise<WebSocket> {
  const url = `${server.url.replace("http", "ws")}/api/collaboration/room/${room}?sessionId=${opened.sessionId}`;
  const socket = new WebSocket(url, { headers: { cookie: who.cookie, origin: server.url } });
  await new Promise((resolve, reject) => socket.once("message", resolve).once("error", reject));
  return socket;
}

async function give(role: string | null): Promise<void> {
  const me = (await (await trainer.call("GET", "/api/me")).json()) as { identity: { username: string } };
  const reply = await ada.call("POST", `/api/rooms/${room}/people`, {
    type: "give",
    personId: me.identity.username,
    role,
  });
  expect(reply.status).toBe(200);
}

test("a trainer without the learner's yes neither reads, changes, copies, moves nor deletes the notebook through its file", async () => {
  const model = (await (await ada.call("GET", contents)).json()) as { content: unknown };
  const tries: [string, string, unknown?][] = [
    ["GET", contents],
    ["PUT", contents, { type: "notebook", format: "json", content: model.content }],
    ["POST", "/api/contents/shared", { copy_from: path }],
    ["PATCH", contents, { path: "shared/taken.ipynb" }],
    ["DELETE", contents],
  ];
  for (const [method, place, body] of tries) {
    const reply = await trainer.call(method, place, body);
    expect([method, reply.status, ((await reply.json()) as { code: string }).code]).toEqual([
      method,
      403,
      "rooms.ask-first",
    ]);
  }
  // That it is there, and the learner's data files, are no secret from whoever runs the workshop.
  expect((await trainer.call("GET", `${contents}?content=0`)).status).toBe(200);
  expect((await trainer.call("GET", contents.replace(/\/[^/]*$/, ""))).status).toBe(200);
});

test("let in to look, the trainer reads the file and still can't write it; let in to edit, they can; shown out, nothing again", async () => {
  const owner = await sitIn(ada);
  const visitor = await sitIn(trainer);
  await give("observe");
  const read = await trainer.call("GET", contents);
  expect(read.status).toBe(200);
  const { content } = (await read.json()) as { content: unknown };
  const body = { type: "notebook", format: "json", content };
  expect((await trainer.call("PUT", contents, body)).status).toBe(403);
  await give("edit");
  expect((await trainer.call("PUT", contents, body)).status).toBe(200);
  await give(null);
  expect((await trainer.call("GET", contents)).status).toBe(403);
  owner.close();
  visitor.close();
});

const patient = { timeout: 180_000 };

test("code sent straight to the learner's kernel is not run for whoever may not run cells", patient, async () => {
  const owner = await sitIn(ada);
  const visitor = await sitIn(trainer);
  await give("edit");
  const { kernelId } = await openKernel();
  using hers = await KernelLine.open(ada, kernelId);
  using theirs = await KernelLine.open(trainer, kernelId);
  expect(await theirs.run("1 + 1")).toMatchObject({ status: "error", ename: "NotAllowed" });
  await give("run");
  expect(await theirs.run("1 + 1")).toMatchObject({ status: "ok" });
  expect(await hers.run("1 + 1")).toMatchObject({ status: "ok" });
  owner.close();
  visitor.close();
});

test(
  "RO21 shown out, the trainer hears nothing that the learner's kernel says; let in to look, all of it",
  patient,
  async () => {
    const owner = await sitIn(ada);
    const visitor = await sitIn(trainer);
    const { kernelId } = await openKernel();
    using hers = await KernelLine.open(ada, kernelId);
    using theirs = await KernelLine.open(trainer, kernelId);
    const says = async (word: string): Promise<string> => {
      const { length } = theirs.heard;
      await hers.run(`const private${word} = "${word}"; console.log(private${word})`);
      await hers.until((message) => message.type === "stream" && message.text.includes(word));
      // Whatever was for the trainer's line has gone down it before this answer.
      await theirs.request("shell", "kernel_info_request", {});
      return theirs.heard
        .slice(length)
        .map(({ text }) => text)
        .join("\n");
    };
    await give(null);
    expect(await says("Canary")).not.toContain("Canary");
    expect(new Set(theirs.heard.map(({ type }) => type))).toEqual(new Set(["status", "kernel_info_reply"]));
    for (const [type, content] of [
      ["complete_request", { code: "privateC", cursor_pos: 8 }],
      ["inspect_request", { code: "privateCanary", cursor_pos: 13, detail_level: 0 }],
      ["comm_info_request", {}],
    ] as const) {
      theirs.send("shell", type, content);
    }
    await theirs.request("shell", "kernel_info_request", {});
    expect(new Set(theirs.heard.map(({ type }) => type))).toEqual(new Set(["status", "kernel_info_reply"]));
    await give("observe");
    expect(await says("Robin")).toContain("Robin");
    const asked = await theirs.request("shell", "complete_request", { code: "privateC", cursor_pos: 8 });
    expect(asked.text).toContain("privateCanary");
    owner.close();
    visitor.close();
  },
);

test(
  "RO21 whoever may not run cells neither interrupts, restarts, ends, moves nor exchanges the learner's kernel",
  patient,
  async () => {
    const owner = await sitIn(ada);
    const visitor = await sitIn(trainer);
    const { kernelId, sessionId } = await openKernel();
    using hers = await KernelLine.open(ada, kernelId);
    using theirs = await KernelLine.open(trainer, kernelId);
    await hers.run("let kept = 41;");
    const notebook = { path: "shared/trainers.ipynb", name: "x", type: "notebook", kernel: {} };
    const own = (await (await trainer.call("POST", "/api/sessions", notebook)).json()) as { id: string };
    /** A cell that takes a moment, into which the trainer breaks in by the kernel's own socket. */
    const interrupted = async (): Promise<unknown> => {
      const id = hers.send("shell", "execute_request", {
        ...plainRun,
        code: "await new Promise((resolve) => setTimeout(resolve, 1500)); kept += 1;",
      });
      await hers.until((message) => message.type === "execute_input" && message.parent === id);
      theirs.send("control", "interrupt_request", {});
      return (await hers.until((message) => message.type === "execute_reply" && message.parent === id)).content;
    };
    for (const role of [null, "observe", "suggest", "edit"]) {
      await give(role);
      const tries: [string, string, unknown?][] = [
        ["POST", `/api/kernels/${kernelId}/interrupt`, {}],
        ["POST", `/api/kernels/${kernelId}/restart`, {}],
        ["DELETE", `/api/kernels/${kernelId}`],
        ["DELETE", `/api/sessions/${sessionId}`],
        ["PATCH", `/api/sessions/${sessionId}`, { path: "shared/taken.ipynb" }],
        ["PATCH", `/api/sessions/${own.id}`, { path }],
        ["PATCH", `/api/sessions/${sessionId}`, { kernel: { name: "surgery-typescript" } }],
      ];
      for (const [method, place, body] of tries) {
        const reply = await trainer.call(method, place, body);
        expect([role, method, place, reply.status]).toEqual([role, method, place, 403]);
        expect(await reply.json()).toMatchObject({ code: "rooms.role-needed" });
      }
      expect([role, await interrupted()]).toMatchObject([role, { status: "ok" }]);
    }
    expect(await hers.run("if (kept !== 45) throw new Error(String(kept));")).toMatchObject({ status: "ok" });
    // That the message would have done it, had it been allowed.
    await give("run");
    expect(await interrupted()).toMatchObject({ status: "error" });
    owner.close();
    visitor.close();
  },
);

async function openKernel(): Promise<{ readonly kernelId: string; readonly sessionId: string }> {
  const reply = await ada.call("POST", "/api/sessions", { path, name: "x", type: "notebook", kernel: {} });
  expect(reply.status).toBe(201);
  const { id, kernel } = (await reply.json()) as { id: string; kernel: { id: string } };
  return { kernelId: kernel.id, sessionId: id };
}

const plainRun = { silent: false, store_history: false, user_expressions: {}, allow_stdin: false };

interface Heard {
  readonly type: string;
  readonly parent: string;
  readonly content: unknown;
  /** The whole, to look for words in. */
  readonly text: string;
}

/** A line to a kernel over its own socket, with everything that came down it. */
class KernelLine implements Disposable {
  readonly heard: Heard[] = [];
  readonly #socket: WebSocket;

  static async open(who: Caller, kernelId: string): Promise<KernelLine> {
    const url = `${server.url.replace("http", "ws")}/api/kernels/${kernelId}/channels`;
    const socket = new WebSocket(url, { headers: { cookie: who.cookie, origin: server.url } });
    const line = new KernelLine(socket);
    await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
    return line;
  }

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (bytes: Buffer) => {
      const text = bytes.toString("utf8");
      const { header, parent_header: parent, content } = JSON.parse(text) as Record<string, Record<string, string>>;
      this.heard.push({ type: header?.["msg_type"] ?? "", parent: parent?.["msg_id"] ?? "", content, text });
    });
  }

  /** @returns the message's id */
  send(channel: "shell" | "control", type: string, content: object): string {
    const id = crypto.randomUUID();
    const date = new Date().toISOString();
    const header = { msg_id: id, msg_type: type, session: "s", username: "", version: "5.4", date };
    this.#socket.send(JSON.stringify({ channel, header, parent_header: {}, metadata: {}, content, buffers: [] }));
    return id;
  }

  /** The first message of this kind, be it there already or still to come. */
  async until(isIt: (message: Heard) => boolean): Promise<Heard> {
    return vi.waitUntil(() => this.heard.find(isIt), { timeout: 60_000, interval: 20 });
  }

  request(channel: "shell" | "control", type: string, content: object): Promise<Heard> {
    const id = this.send(channel, type, content);
    const wanted = type.replace("_request", "_reply");
    return this.until((message) => message.parent === id && message.type === wanted);
  }

  async run(code: string): Promise<unknown> {
    return (await this.request("shell", "execute_request", { ...plainRun, code })).content;
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }
}
