import type { Visitor } from "@data-surgery/contract";
import { createServer, request as httpRequest } from "node:http";
import { afterAll, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import {
  createApp,
  createOriginPolicy,
  formBody,
  jsonBody,
  listen,
  openSockets,
  route,
  type AnyRoute,
} from "./index.js";

const learner: Visitor = {
  personId: "p1",
  name: "Ada",
  role: "learner",
  workshopId: "w1",
  home: "ada-k7m2",
  color: "#0f766e",
};
const logged: object[] = [];
const Note: z.ZodType<{ text: string }> = z.strictObject({ text: z.string() });

const routes: AnyRoute[] = [
  route({ method: "GET", path: "/open", access: "public", handle: () => ({ text: "open" }) }),
  route({
    method: "GET",
    path: "/mine/*path",
    access: "member",
    handle: ({ params, visitor }) => ({ json: [params["path"], visitor.name] }),
  }),
  route({ method: "GET", path: "/board", access: "trainer", handle: () => ({ text: "board" }) }),
  route({
    method: "POST",
    path: "/notes",
    access: "public",
    body: jsonBody(Note, 1000),
    handle: ({ body }) => ({ json: body }),
  }),
  route({
    method: "POST",
    path: "/form",
    access: "public",
    body: formBody(Note),
    handle: () => ({ redirect: "/open" }),
  }),
  route({
    method: "GET",
    path: "/bug",
    access: "public",
    handle: () => {
      throw new TypeError("secret detail");
    },
  }),
];

let port: number;
const policy = { value: createOriginPolicy([]) };
const originPolicy = {
  get hosts() {
    return policy.value.hosts;
  },
  scheme: "http" as const,
  originOf: (r: Parameters<typeof policy.value.originOf>[0]) => policy.value.originOf(r),
};
const authenticate = (cookie: string | undefined): Promise<Visitor | undefined> =>
  Promise.resolve(cookie === "who=ada" ? learner : undefined);
const log = {
  error: (details: object) => {
    logged.push(details);
  },
};
const server = createServer(
  createApp({ routes, authenticate, originPolicy, log, errorPage: (reply) => `<h1>${reply.code}</h1>` }),
);
const sockets = openSockets(server, {
  sockets: [
    {
      path: "/echo/:room",
      access: "member",
      maxPayload: 1000,
      protocols: ["v1"],
      open: (socket, call) => socket.send(call.params["room"] ?? ""),
    },
  ],
  authenticate,
  originPolicy,
  log,
  perPerson: 2,
});

beforeAll(async () => {
  port = await listen(server, { bind: "127.0.0.1", port: 0, portFixed: true });
  policy.value = createOriginPolicy([`127.0.0.1:${port}`]);
});

afterAll(() => {
  sockets[Symbol.dispose]();
  server.close();
  server.closeAllConnections();
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** fetch() does not let a test forge Host or Origin; this does. */
function ask(method: string, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: "127.0.0.1", port, method, path, headers: { host: `127.0.0.1:${port}`, ...headers } },
      (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
        response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

const own = (): Record<string, string> => ({ origin: `http://127.0.0.1:${port}`, "content-type": "application/json" });

test("a host name that is not ours is refused, so a rebound DNS name gets nothing", async () => {
  expect((await ask("GET", "/open", { host: `evil.example:${port}` })).status).toBe(421);
});

test("a change from another site, from no site, or from a look-alike is refused", async () => {
  for (const origin of [
    "https://evil.example",
    "null",
    `http://127.0.0.1:${port}.evil.example`,
    `http://127.0.0.1:${port + 1}`,
  ]) {
    expect((await ask("POST", "/notes", { ...own(), origin }, '{"text":"a"}')).status).toBe(403);
  }
  const { origin: _, ...without } = own();
  expect((await ask("POST", "/notes", without, '{"text":"a"}')).status).toBe(403);
  expect((await ask("POST", "/notes", own(), '{"text":"a"}')).body).toBe('{"text":"a"}');
});

test("strangers are asked to sign in, and learners are kept off the trainer's pages", async () => {
  expect((await ask("GET", "/mine/a")).status).toBe(401);
  expect((await ask("GET", "/mine/a/b%20c", { cookie: "who=ada" })).body).toBe('["a/b c","Ada"]');
  expect((await ask("GET", "/board", { cookie: "who=ada" })).status).toBe(403);
});

test("bodies that are too large, too deep, not JSON, of another type or shape are refused by name", async () => {
  const deep = `{"text":${"[".repeat(300)}${"]".repeat(300)}}`;
  const codes = async (body: string, headers = own()): Promise<unknown> =>
    JSON.parse((await ask("POST", "/notes", headers, body)).body).code;
  expect(await codes(`{"text":"${"a".repeat(2000)}"}`)).toBe("http.too-large");
  expect(await codes(deep)).toBe("http.too-deep");
  expect(await codes("{")).toBe("http.bad-request");
  expect(await codes('{"text":1}')).toBe("http.bad-request");
  expect(await codes('{"text":"a","extra":1}')).toBe("http.bad-request");
  expect(await codes('{"text":"a"}', { ...own(), "content-type": "application/xml" })).toBe("http.bad-request");
});

test("a form is read and answered with a redirect", async () => {
  const answer = await ask(
    "POST",
    "/form",
    { ...own(), "content-type": "application/x-www-form-urlencoded" },
    "text=hello",
  );
  expect([answer.status, answer.headers["location"]]).toEqual([303, "/open"]);
});

test("a bug is a 500 with an incident number; its detail stays in the log", async () => {
  const answer = await ask("GET", "/bug");
  const { code, incident } = JSON.parse(answer.body) as { code: string; incident: string };
  expect([answer.status, code]).toEqual([500, "http.internal"]);
  expect(answer.body).not.toContain("secret detail");
  expect(logged.at(-1)).toMatchObject({ incident, err: { message: "secret detail" } });
});

test("a badly encoded address is a 400 and a missing one a 404, as a page for people", async () => {
  expect((await ask("GET", "/mine/%E0%A4%A", { cookie: "who=ada" })).status).toBe(400);
  const page = await ask("GET", "/nothing", { accept: "text/html" });
  expect([page.status, page.body]).toEqual([404, "<h1>http.not-found</h1>"]);
});

test("every answer carries the security headers and nothing is cached unless a route says so", async () => {
  const { headers } = await ask("GET", "/open");
  expect(headers["content-security-policy"]).toContain("default-src 'none'");
  expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "cache-control": "no-store" });
});

function dial(
  path: string,
  headers: Record<string, string>,
  protocols: string[] = [],
): Promise<{ status: number; protocol?: string; first?: string; socket?: WebSocket }> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, protocols, { headers });
    socket.once("unexpected-response", (_request, response) => {
      socket.on("error", () => undefined);
      socket.terminate();
      resolve({ status: response.statusCode ?? 0 });
    });
    socket.once("message", (data: Buffer) =>
      resolve({ status: 101, protocol: socket.protocol, first: data.toString(), socket }),
    );
  });
}

test("a socket is refused before the upgrade for a foreign origin, a stranger and an unknown path", async () => {
  const cookie = "who=ada";
  expect((await dial("/echo/a", { cookie, origin: "https://evil.example" })).status).toBe(403);
  expect((await dial("/echo/a", { origin: own()["origin"] ?? "" })).status).toBe(401);
  expect((await dial("/none", { cookie, origin: own()["origin"] ?? "" })).status).toBe(404);
});

test("one person's sockets are capped, and closing one makes room again", async () => {
  const headers = { cookie: "who=ada", origin: own()["origin"] ?? "" };
  const first = await dial("/echo/a", headers, ["v1"]);
  const second = await dial("/echo/b", headers);
  expect([first.protocol, first.first, second.protocol]).toEqual(["v1", "a", ""]);
  expect((await dial("/echo/c", headers)).status).toBe(429);
  await new Promise((resolve) => {
    first.socket?.once("close", resolve);
    first.socket?.close();
  });
  const again = await dial("/echo/d", headers);
  expect(again.status).toBe(101);
  second.socket?.close();
  again.socket?.close();
});
