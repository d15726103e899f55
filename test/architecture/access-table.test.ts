import { parseConfig, composeServer } from "@data-surgery/server";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { accessTable } from "./access-table.js";

const data = await mkdtemp(join(tmpdir(), "surgery-access-"));
const server = await composeServer(parseConfig({ port: "0", data, env: {} }));

afterAll(async () => {
  await server.close();
  await rm(data, { recursive: true, maxRetries: 5 });
});

const doors: readonly string[] = [
  ...server.routes.map(({ access, method, path }) => `${access} ${method} ${path}`),
  ...server.sockets.map(({ access, path }) => `${access} SOCKET ${path}`),
];

test("every door of the server asks for the access that the reviewed table says, and no other door exists", () => {
  expect([...doors].sort()).toEqual([...accessTable].sort());
});

test("no door is listed twice: the first would hide the second", () => {
  const places = doors.map((door) => door.slice(door.indexOf(" ") + 1));
  expect(places.filter((place, at) => places.indexOf(place) !== at)).toEqual([]);
});

test("a stranger gets nothing through any door that is not public", async () => {
  const closed = server.routes.filter(({ access }) => access !== "public");
  const answers = await Promise.all(
    closed.map(async ({ method, path }) => {
      const place = path.replaceAll(/[:*]\w+/g, "x").replaceAll(/[{}]/g, "");
      const headers = { origin: server.url, "content-type": "application/json" };
      const { status } = await fetch(server.url + place, { method, headers, redirect: "manual" });
      return `${method} ${path} ${status}`;
    }),
  );
  expect(answers.filter((answer) => !answer.endsWith(" 401"))).toEqual([]);
});

test("a learner gets nothing through a trainer's door", async () => {
  const body = new URLSearchParams({ code: server.joinCode, name: "Ada" });
  const joined = await fetch(`${server.url}/join`, {
    method: "POST",
    redirect: "manual",
    headers: { origin: server.url },
    body,
  });
  const cookie = joined.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  const trainers = server.routes.filter(({ access }) => access === "trainer");
  const answers = await Promise.all(
    trainers.map(async ({ method, path }) => {
      const headers = { origin: server.url, cookie, "content-type": "application/json" };
      const place = path.replaceAll(/[:*]\w+/g, "x").replaceAll(/[{}]/g, "");
      const { status } = await fetch(server.url + place, { method, headers, redirect: "manual" });
      return `${method} ${path} ${status}`;
    }),
  );
  expect(answers.filter((answer) => !answer.endsWith(" 403"))).toEqual([]);
});
