/** How somebody is doing is for helpers: another learner, in the same shared notebook, hears of it by no door and no stream. The whole server, by hand. */
import { mkdir, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { join } from "node:path";
import { WebSocket } from "ws";
import { afterAll, expect, test } from "vitest";
import { accessTable } from "../architecture/access-table.js";
import { openComposed } from "../support/composed.js";

const house = await openComposed();
const { server } = house;
const ask: typeof house.ask = (cookie, place, options) => house.ask(cookie, place, options);
afterAll(() => house[Symbol.asyncDispose]());

const path = "shared/together.ipynb";
const cell = { cell_type: "code", id: "cell-one", metadata: {}, source: "1", outputs: [], execution_count: null };

/** All that comes over somebody's line into the notebook, their awareness of others included. */
async function sitIn(cookie: string): Promise<{ readonly heard: () => string; readonly room: string; close(): void }> {
  const body = { format: "json", type: "notebook" };
  const { json } = await ask(cookie, `/api/collaboration/session/${path}`, { method: "PUT", body });
  const { fileId, sessionId } = json as { fileId: string; sessionId: string };
  const room = `json:notebook:${fileId}`;
  const url = `${server.url.replace("http", "ws")}/api/collaboration/room/${room}?sessionId=${sessionId}`;
  const socket = new WebSocket(url, { headers: { cookie, origin: server.url } });
  const frames: string[] = [];
  socket.on("message", (data: Buffer) => frames.push(data.toString("latin1")));
  await new Promise((resolve, reject) => socket.once("message", resolve).once("error", reject));
  return { heard: () => frames.join("\n"), room, close: () => socket.close() };
}

/** All that comes over a stream of events. */
function listen(cookie: string, place: string): { readonly heard: () => string; close(): void } {
  let text = "";
  const asked = request(`${server.url}${place}`, { headers: { cookie } }, (response) => {
    response.setEncoding("utf8").on("data", (chunk: string) => (text += chunk));
  });
  asked.on("error", () => undefined);
  asked.end();
  return { heard: () => text, close: () => void asked.destroy() };
}

test("a call for help at a cell of a shared notebook reaches the trainer, and another learner there by no door", async () => {
  await mkdir(join(house.data, "files", "shared"), { recursive: true });
  const content = { cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 };
  await writeFile(join(house.data, "files", path), JSON.stringify(content));
  const [ada, bob, tom] = [await house.join("Ada"), await house.join("Bob"), await house.trainer()];
  const lines = { ada: await sitIn(ada), bob: await sitIn(bob), tom: await sitIn(tom) };
  const streams = { ada: listen(ada, "/api/progress/stream"), bob: listen(bob, "/api/progress/stream") };
  await expect.poll(streams.bob.heard).toContain("retry");
  const people = `/api/rooms/${encodeURIComponent(lines.ada.room)}/people`;
  const raise = { method: "POST", body: { type: "raise-hand", cellId: "cell-one" } };
  expect((await ask(ada, people, raise)).status).toBe(200);

  // Whom it is for has it, so that what follows shows something.
  await expect.poll(lines.tom.heard).toContain('"hand":{');
  await expect.poll(streams.ada.heard).toMatch(/event: progress[^]*event: help/);
  const { rows } = (await ask(tom, "/api/board")).json as {
    rows: { name: string; personId: string; help: string }[];
  };
  const row = rows.find(({ name }) => name === "Ada");
  expect(row).toMatchObject({ help: "help", needs: expect.stringContaining("asked for help at cell 1") as string });
  expect((await ask(ada, "/api/help")).json).toMatchObject({ state: "waiting", before: 0 });
  expect((await ask(tom, "/board/help")).text).toContain("Ada");

  // Bob then does something himself: what is on its way to him has come when he hears of that.
  expect((await ask(bob, "/api/help", { method: "POST", body: { status: "done" } })).status).toBe(204);
  await expect.poll(streams.bob.heard).toContain("help-changed");
  expect(streams.bob.heard()).not.toContain(row?.personId);
  expect(streams.bob.heard().match(/event: help/g) ?? []).toEqual([]);
  expect(lines.bob.heard()).not.toContain('"hand":{');
  const doors = accessTable.filter((door) => door.startsWith("member GET ") && !/stream|:|\*/.test(door));
  const answers = [...doors.map((door) => door.slice("member GET ".length)), people, `/api/contents/${path}`];
  const told: string[] = [];
  for (const place of answers) {
    const { text } = await ask(bob, place);
    if (/"hand":\{|needs help|asked for help/.test(text)) told.push(place);
    if (place !== people && text.includes(row?.personId ?? "nobody")) told.push(place);
  }
  expect(told).toEqual([]);
  expect((await ask(bob, "/api/help")).json).toEqual({ state: "not-asking" });
  const boards = accessTable.filter((door) => /^trainer GET \/(?:api\/)?board/.test(door) && !door.includes(":"));
  const asked = boards.map(async (door) => `${door} ${(await ask(bob, door.slice("trainer GET ".length))).status}`);
  expect((await Promise.all(asked)).filter((door) => !door.endsWith(" 403"))).toEqual([]);

  // Answered on the board: the hand comes down in the notebook too, and the signal is fine again.
  const [, call] = /board\/help\/([0-9a-f-]{36})\/claim/.exec((await ask(tom, "/board/help")).text) ?? [];
  const form = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" } };
  expect((await ask(tom, `/board/help/${call}/claim`, { ...form, body: "" })).status).toBe(303);
  expect((await ask(ada, "/api/help")).json).toEqual({ state: "coming", helper: "Trainer" });
  expect((await ask(tom, `/board/help/${call}/resolve`, { ...form, body: "topic=code" })).status).toBe(303);
  expect((await ask(ada, "/api/progress/mine")).json).toMatchObject({ help: "fine" });
  await expect.poll(async () => (await ask(tom, people)).text).not.toContain('"hand":{');
  for (const one of [...Object.values(lines), ...Object.values(streams)]) one.close();
});
