/** Hostile and broken input at the doors of the composed server: a clear answer, nothing stored is damaged, the server stays up. */
import { errorTable, type ErrorCode } from "@data-surgery/contract";
import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { WebSocket } from "ws";
import { openComposed, type Answer, type Ask, type ComposedServer } from "../support/composed.js";

let house: ComposedServer;
let ana: string;
let home: string;
let lesson: string;

beforeAll(async () => {
  house = await openComposed();
  ana = await house.join("Ana");
  home = await house.homeOf(ana);
  lesson = `people/${home}/first-look/first-look.ipynb`;
  await writeFile(join(house.data, "secret.txt"), "secret");
});

afterAll(() => house[Symbol.asyncDispose]());

afterEach(async () => {
  // Whatever was tried: the server answers, and the lesson is there.
  for (const path of ["/api/me", `/api/contents/${lesson}`]) {
    const { status, text } = await house.ask(ana, path);
    if (status !== 200) throw new Error(`${path} answers ${status} afterwards: ${text.slice(0, 200)}`);
  }
});

const ask = (path: string, options: Ask = {}): Promise<Answer> => house.ask(ana, path, options);
const put = (path: string, body: unknown): Promise<Answer> => ask(`/api/contents/${path}`, { method: "PUT", body });
const post = (path: string, body: unknown): Promise<Answer> => ask(path, { method: "POST", body });
const fileOf = (path: string): string => join(house.data, "files", path);

/** The answer is one of the closed table, says so in its words, and is no bug of ours. */
function expectRefusal(answer: Answer, ...codes: ErrorCode[]): void {
  expect(codes).toContain(answer.code);
  expect(answer.status).toBe(errorTable[answer.code as ErrorCode].status);
  expect((answer.json as { message: string }).message).not.toMatch(/\{\w+\}|undefined/);
}

test("a path that climbs, is encoded twice, holds NUL or a backslash, or hides is refused at every door that takes one", async () => {
  const own = `people/${home}`;
  const climbing = [
    "../secret.txt",
    "..%2f..%2fsecret.txt",
    `${own}/%2e%2e/%2e%2e/%2e%2e/secret.txt`,
    `${own}/%252e%252e%252fsecret.txt`,
    `${own}/%25252e%25252e/secret.txt`,
    `${own}/..%5c..%5csecret.txt`,
    `${own}/a%00.txt`,
    `${own}/.hidden`,
    `${own}/${"x".repeat(300)}`,
  ];
  const file = { type: "file", format: "text", content: "overwritten" };
  for (const path of climbing) {
    const answers = [
      await ask(`/api/contents/${path}`),
      await put(path, file),
      await ask(`/api/contents/${path}`, { method: "DELETE" }),
      await ask(`/api/contents/${path}`, { method: "PATCH", body: { path: `${own}/new.txt` } }),
      await ask(`/api/contents/${lesson}`, { method: "PATCH", body: { path: decodeURIComponent(path) } }),
      await post(`/api/contents/${path}/checkpoints`, {}),
      await post(`/api/contents/${own}`, { copy_from: decodeURIComponent(path) }),
      await post("/api/sessions", { path: decodeURIComponent(path), type: "notebook" }),
      await post("/api/kernels", { path: decodeURIComponent(path) }),
      await ask(`/api/collaboration/session/${path}`, { method: "PUT", body: { format: "text", type: "file" } }),
    ];
    for (const answer of answers) expectRefusal(answer, "contents.bad-path", "identity.not-allowed");
  }
  expect(await readFile(join(house.data, "secret.txt"), "utf8")).toBe("secret");
  expect((await house.ask(ana, "/api/kernels")).json).toEqual([]);
});

test("links lead nowhere, as the file or as a folder on the way, for files, sessions, kernels and rooms", async () => {
  const own = `people/${home}`;
  await symlink(join(house.data, "secret.txt"), fileOf(`${own}/link.txt`));
  await symlink(house.data, fileOf(`${own}/out`));
  for (const path of [`${own}/link.txt`, `${own}/out/secret.txt`, `${own}/out/new.ipynb`]) {
    expectRefusal(await ask(`/api/contents/${path}`), "contents.bad-path");
    expectRefusal(await put(path, { type: "file", format: "text", content: "x" }), "contents.bad-path");
    expectRefusal(await post(`/api/contents/${path}/checkpoints`, {}), "contents.bad-path");
    const room = { method: "PUT", body: { format: "text", type: "file" } };
    expectRefusal(await ask(`/api/collaboration/session/${path}`, room), "contents.bad-path");
  }
  expectRefusal(await post("/api/sessions", { path: `${own}/out/deep/new.ipynb` }), "contents.bad-path");
  expectRefusal(await post("/api/kernels", { path: `${own}/out/deep/console` }), "contents.bad-path");
  expect(await readFile(join(house.data, "secret.txt"), "utf8")).toBe("secret");
  expect(await readdir(house.data)).not.toContain("deep");
});

test("a file on the way of a session's path is told as such", async () => {
  expectRefusal(await post("/api/sessions", { path: `${lesson}/inside/a.ipynb` }), "contents.wrong-type");
});

test("a damaged notebook is refused in words by the contents, the rooms and the checks, and stays as it is", async () => {
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  const damaged: Record<string, string> = {
    "cut.ipynb": '{"nbformat": 4, "cells": [',
    "old.ipynb": '{"nbformat":3,"nbformat_minor":0,"worksheets":[]}',
    "empty.ipynb": "",
    "list.ipynb": "[]",
    "deep.ipynb": `{"nbformat":4,"nbformat_minor":5,"cells":[],"metadata":{"a":${deep}}}`,
  };
  for (const [name, text] of Object.entries(damaged)) {
    const path = `people/${home}/${name}`;
    await writeFile(fileOf(path), text);
    expectRefusal(await ask(`/api/contents/${path}`), "contents.not-a-notebook");
    const room = { method: "PUT", body: { format: "json", type: "notebook" } };
    expectRefusal(await ask(`/api/collaboration/session/${path}`, room), "contents.not-a-notebook");
    expect(await readFile(fileOf(path), "utf8")).toBe(text);
  }
  for (const content of [{ cells: "none" }, null, { nbformat: 4, nbformat_minor: 5, cells: [{ cell_type: "odd" }] }])
    expectRefusal(await put(lesson, { type: "notebook", format: "json", content }), "contents.not-a-notebook");
});

test("a body that is too large, too deep, not JSON or of the wrong kind is refused before it is used", async () => {
  const path = `/api/contents/people/${home}/a.txt`;
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  expectRefusal(await post("/api/sessions", `{"path":"${"x".repeat(2_000_000)}"}`), "http.too-large");
  expectRefusal(await ask(path, { method: "PUT", body: `{"content":${deep}}` }), "http.too-deep");
  expectRefusal(await ask(path, { method: "PUT", body: "{" }), "http.bad-request");
  expectRefusal(await ask(path, { method: "PUT", body: '{"type":"odd"}' }), "http.bad-request");
  expectRefusal(
    await put(`people/${home}/a.txt`, { type: "file", format: "base64", content: "%%%" }),
    "http.bad-request",
  );
  expectRefusal(await put(`people/${home}/a.txt`, { type: "file", content: 5 }), "http.bad-request");
  expectRefusal(await post(`/api/contents/people/${home}`, { ext: "../../x" }), "http.bad-request");
  expectRefusal(await ask("/lab/api/workspaces/a", { method: "PUT", body: `{"data":${deep}}` }), "http.too-deep");
  await expect(readFile(fileOf(`people/${home}/a.txt`))).rejects.toMatchObject({ code: "ENOENT" });
});

test("a file of several megabytes arrives whole in the parts in which JupyterLab sends it", async () => {
  const path = `people/${home}/large.csv`;
  const bytes = Buffer.from("name,year,value\n".repeat(200_000));
  const size = 1024 * 1024;
  for (let start = 0; start < bytes.length; start += size) {
    const chunk = start + size >= bytes.length ? -1 : start / size + 1;
    const content = bytes.subarray(start, start + size).toString("base64");
    const answer = await put(path, { type: "file", format: "base64", chunk, content });
    expect([answer.status, (answer.json as { path: string }).path]).toEqual([chunk === -1 ? 201 : 200, path]);
    if (chunk !== -1) await expect(readFile(fileOf(path))).rejects.toMatchObject({ code: "ENOENT" });
  }
  expect(bytes.equals(await readFile(fileOf(path)))).toBe(true);
  const late = { type: "file", format: "base64", chunk: 2, content: "eA==" };
  expectRefusal(await put(path, late), "contents.upload-broken");
  expect(bytes.equals(await readFile(fileOf(path)))).toBe(true);
});

test("a wrong join code says where to look, many of them are slowed down, and a used trainer link says how to get another", async () => {
  const stranger = await openComposed();
  await using other = stranger;
  const form = { origin: other.server.url, "content-type": "application/x-www-form-urlencoded", accept: "text/html" };
  const join = (code: string): Promise<Answer> =>
    other.ask("", "/join", {
      method: "POST",
      headers: form,
      body: new URLSearchParams({ code, name: "Eve" }).toString(),
    });
  expect((await join("WRONG234")).text).toContain("That code isn");
  let slowed: Answer | undefined;
  for (let tries = 0; tries < 200 && slowed === undefined; tries++) {
    const answer = await join("WRONG234");
    if (answer.status === 429) slowed = answer;
  }
  expect(slowed?.text).toMatch(/Wait \d+ seconds/);
  await other.trainer();
  const again = await other.ask("", new URL(other.server.trainerUrl).pathname, {
    method: "POST",
    headers: form,
    body: "",
  });
  expect([again.status, again.text.includes("npx surgery trainer-link")]).toEqual([403, true]);
});

test("a foreign Origin and an unknown Host get nothing, over HTTP and over every socket", async () => {
  const foreign = { origin: "https://evil.example" };
  expectRefusal(
    await ask("/api/sessions", { method: "POST", headers: foreign, body: { path: lesson } }),
    "http.foreign-origin",
  );
  expectRefusal(await ask("/api/me", { headers: { host: `evil.example:${house.port}` } }), "http.unknown-host");
  const sockets = [
    "/api/events/subscribe",
    "/api/kernels/x/channels",
    "/api/collaboration/room/JupyterLab:globalAwareness",
  ];
  for (const path of sockets) {
    expect(await dial(path, { cookie: ana, ...foreign })).toBe(403);
    expect(await dial(path, { cookie: ana })).toBe(403);
    expect(await dial(path, { cookie: ana, origin: house.server.url, host: `evil.example:${house.port}` })).toBe(421);
    expect(await dial(path, { origin: house.server.url })).toBe(401);
  }
});

test("an unknown kernel, session and kernel name are told apart, and a rename onto nothing sensible is refused", async () => {
  expectRefusal(await ask("/api/kernels/none"), "kernels.not-found");
  expectRefusal(await post("/api/kernels/none/interrupt", {}), "kernels.not-found");
  expectRefusal(await ask("/api/sessions/none"), "sessions.not-found");
  const start = { path: `people/${home}/x.ipynb`, kernel: { name: "julia" } };
  expectRefusal(await post("/api/sessions", start), "kernels.no-such-spec");
  const rename = (from: string, path: string): Promise<Answer> =>
    ask(`/api/contents/${from}`, { method: "PATCH", body: { path } });
  const folder = `people/${home}/notes`;
  await mkdir(fileOf(folder));
  expectRefusal(await rename(folder, `${folder}/inside`), "contents.bad-path");
  expectRefusal(await rename(lesson, `${folder}/none/a.ipynb`), "contents.not-found");
  expectRefusal(await rename(`people/${home}`, `people/other`), "identity.not-allowed");
});

function dial(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${house.port}${path}`, { headers });
    socket.on("error", () => undefined);
    socket.once("open", () => {
      socket.close();
      resolve(101);
    });
    socket.once("unexpected-response", (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
  });
}
