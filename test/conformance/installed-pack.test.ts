/** A pack on its whole way: official files, `surgery pack build`, `surgery pack add` beside a running server, a learner's closed-off kernel. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { WebSocket } from "ws";
import { openComposed, type ComposedServer } from "../support/composed.js";

const surgery = join(import.meta.dirname, "..", "..", "packages", "cli", "bin", "surgery.js");
const run = promisify(execFile);

let house: ComposedServer;
let work: string;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), "surgery-pack-"));
  house = await openComposed();
});
afterAll(async () => {
  await house[Symbol.asyncDispose]();
  await rm(work, { recursive: true, force: true });
});

/** What a learner's cell printed, or the error under it. */
async function runCell(cookie: string, path: string, code: string): Promise<string> {
  const body = { path, name: "lesson.ipynb", type: "notebook", kernel: { name: "surgery" } };
  const { json } = await house.ask(cookie, "/api/sessions", { method: "POST", body });
  const { id } = (json as { kernel: { id: string } }).kernel;
  const { url } = house.server;
  const socket = new WebSocket(`${url.replace("http", "ws")}/api/kernels/${id}/channels`, {
    headers: { cookie, origin: url },
  });
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  const heard: { readonly type: string; readonly parent: string; readonly content: Record<string, unknown> }[] = [];
  socket.on("message", (bytes: Buffer) => {
    const {
      header,
      parent_header: parent,
      content,
    } = JSON.parse(bytes.toString("utf8")) as Record<string, Record<string, string>>;
    heard.push({ type: header?.["msg_type"] ?? "", parent: parent?.["msg_id"] ?? "", content: content ?? {} });
  });
  const asked = crypto.randomUUID();
  const header = { msg_id: asked, msg_type: "execute_request", session: "s", username: "", version: "5.4" };
  const content = {
    code,
    silent: false,
    store_history: true,
    user_expressions: {},
    allow_stdin: false,
    stop_on_error: true,
  };
  const date = new Date().toISOString();
  const message = {
    channel: "shell",
    header: { ...header, date },
    parent_header: {},
    metadata: {},
    content,
    buffers: [],
  };
  socket.send(JSON.stringify(message));
  const ours = (type: string): typeof heard => heard.filter((one) => one.parent === asked && one.type === type);
  const ended = (): boolean => ours("status").some((one) => one.content["execution_state"] === "idle");
  await vi.waitUntil(() => ended() && ours("execute_reply").length > 0, { timeout: 90_000, interval: 20 });
  socket.terminate();
  return [...ours("stream"), ...ours("error")]
    .map((one) => String(one.content["text"] ?? one.content["evalue"]))
    .join("")
    .trim();
}

test("postcodes of official files, installed while the server runs, are found by what a learner's column has", async () => {
  const csv = join(work, "ONSPD_MAY_2025_UK.csv");
  // In the layout of the ONS Postcode Directory; invented.
  const heading = "pcd7,pcd8,pcds,dointr,doterm,lad25cd,wd25cd,lsoa21cd";
  await writeFile(csv, `${heading}\nB47YG,B4  7YG,B4 7YG,199501,,E08000025,E05011151,E01033620\n`);
  const ana = await house.join("Ana");
  const path = `people/${await house.homeOf(ana)}/lesson.ipynb`;
  const ask = `const { joinPlace } = await import("@data-surgery/opendata");
const places = await joinPlace([{ postcode: "b4 7yg" }, { postcode: "B1 1AA" }], { on: "postcode", bring: ["ward"] });
console.log(places.column("ward").join("|"), places.about.steps.at(-1).words)`;
  expect(await runCell(ana, path, ask)).toMatch(/postcodes, and no pack on this computer knows them/);
  const command = (...args: string[]) => run(process.execPath, [surgery, "pack", ...args]);
  await command("build", "uk-postcodes", "--from", csv, "--out", join(work, "made"), "--date", "May 2025");
  await command("add", join(work, "made"), "--data", house.data);
  expect(await runCell(ana, path, ask)).toMatch(
    /^E05011151\| Brought ward from “Postcodes of Great Britain.*1 row was not found there: B1 1AA$/,
  );
}, 240_000);
