/** Somebody's notebook without their yes: not by its file, not by a copy of it, not by its kernel. The whole server, by hand. */
import { composeServer, parseConfig } from "@data-surgery/server";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WebSocket } from "ws";
import { afterAll, expect, test } from "vitest";

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

test(
  "code sent straight to the learner's kernel is not run for whoever may not run cells",
  { timeout: 180_000 },
  async () => {
    const owner = await sitIn(ada);
    const visitor = await sitIn(trainer);
    await give("edit");
    const started = await ada.call("POST", "/api/sessions", { path, name: "x", type: "notebook", kernel: {} });
    expect(started.status).toBe(201);
    const { kernel } = (await started.json()) as { kernel: { id: string } };
    expect(await runByHand(trainer, kernel.id)).toMatchObject({ status: "error", ename: "NotAllowed" });
    await give("run");
    expect(await runByHand(trainer, kernel.id)).toMatchObject({ status: "ok" });
    expect(await runByHand(ada, kernel.id)).toMatchObject({ status: "ok" });
    owner.close();
    visitor.close();
  },
);

/** The reply of a kernel to an execute request sent over its own socket. */
async function runByHand(who: Caller, kernelId: string): Promise<unknown> {
  const url = `${server.url.replace("http", "ws")}/api/kernels/${kernelId}/channels`;
  const socket = new WebSocket(url, { headers: { cookie: who.cookie, origin: server.url } });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const header = {
    msg_id: crypto.randomUUID(),
    msg_type: "execute_request",
    session: "s",
    username: "",
    version: "5.4",
  };
  const content = { code: "1 + 1", silent: false, store_history: false, user_expressions: {}, allow_stdin: false };
  const reply = new Promise((resolve) => {
    socket.on("message", (bytes: Buffer, isBinary: boolean) => {
      if (isBinary) return;
      const message = JSON.parse(bytes.toString("utf8")) as Record<string, Record<string, unknown>>;
      const isAnswer =
        message["header"]?.["msg_type"] === "execute_reply" && message["parent_header"]?.["msg_id"] === header.msg_id;
      if (isAnswer) resolve(message["content"]);
    });
  });
  const date = new Date().toISOString();
  socket.send(
    JSON.stringify({
      channel: "shell",
      header: { ...header, date },
      parent_header: {},
      metadata: {},
      content,
      buffers: [],
    }),
  );
  const answer = await reply;
  socket.close();
  return answer;
}
