import { expect, test } from "vitest";
import { openTestOutcomeApp, type TestOutcomeApp } from "../test-outcome-app.js";
import { pairRoutes } from "./pair-routes.js";
import { openSharedWorks } from "./shared-works.js";

const [dana, sam] = ["learner.dana.dana", "learner.sam.sam"];
const file = "people/dana/lesson/tool loans.csv";
const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] };
const request = (changes: object = {}): object => ({
  type: "file",
  form: crypto.randomUUID(),
  file,
  notebook,
  ...changes,
});

interface PairApp extends TestOutcomeApp {
  /** Who was let into a room, and who was shown out. */
  readonly rooms: string[];
}

async function openApp(): Promise<PairApp> {
  const rooms: string[] = [];
  const app = await openTestOutcomeApp(async (parts) =>
    pairRoutes({
      ...parts,
      works: await openSharedWorks(parts.store, parts.clock),
      files: parts.contents,
      shareOrigin: () => "https://surgery.example.org",
      admit: async ({ role }, guest) => void rooms.push(`${guest.personId} in to ${role}`),
      showOut: async (_work, _owner, personId) => void rooms.push(`${personId} out`),
    }),
  );
  await app.contents.createFolder("people/dana/lesson");
  await app.contents.createFile(file, "a,b\n1,2\n");
  return { ...app, rooms };
}

async function share(app: PairApp, changes: object = {}): Promise<string> {
  const reply = await app.postJson("/api/together", request(changes), dana);
  expect(reply.status).toBe(201);
  return ((await reply.json()) as { url: string }).url;
}
const codeIn = (page: string): string => /id="pair-code">([A-Z0-9-]+)</.exec(page)?.[1] ?? "";

test("one request makes a folder with the file as it was brought, mended, and the notebook; sent twice it makes one", async () => {
  await using app = await openApp();
  const form = crypto.randomUUID();
  const urls = await Promise.all([1, 2].map(() => share(app, { form, mended: "a,b\r\n1,2\r\n" })));
  expect(urls[0]).toBe(urls[1]);
  const names = (await app.contents.list("people/dana/tool loans"))
    .map(({ path }) => path.split("/").at(-1))
    .join(", ");
  expect(names.split(", ").toSorted()).toEqual(["tool loans (mended).csv", "tool loans.csv", "tool loans.ipynb"]);
  expect(Buffer.from(await app.notebooks.readFile("people/dana/tool loans/tool loans.csv")).toString()).toBe(
    "a,b\n1,2\n",
  );
  await share(app);
  expect(await app.contents.exists("people/dana/tool loans 2/tool loans.ipynb")).toBe(true);
});

test("what can't be made leaves nothing behind: a file that vanished, no notebook, somebody else's file", async () => {
  await using app = await openApp();
  const gone = await app.postJson("/api/together", request({ file: "people/dana/lesson/gone.csv" }), dana);
  const none = await app.postJson("/api/together", request({ notebook: { cells: 1 } }), dana);
  expect([gone.status, none.status]).toEqual([404, 400]);
  for (const path of [
    "people/dana/lesson/tool loans.csv",
    "people/sam/../dana/lesson/tool loans.csv",
    "lessons/x.csv",
    "",
  ]) {
    const theirs = await app.postJson("/api/together", request({ file: path }), sam);
    expect([path, theirs.status === 403 || theirs.status === 400]).toEqual([path, true]);
  }
  const notebooks = { type: "notebook", path: "people/dana/tool loans/tool loans.ipynb" };
  expect((await app.postJson("/api/together", { ...notebooks, form: crypto.randomUUID() }, sam)).status).toBe(403);
  expect((await app.contents.list("people/dana")).map(({ path }) => path)).toEqual(["people/dana/lesson"]);
  expect(app.incidents).toEqual([]);
});

test("the owner shows a code and says what it lets do; the other comes by it and is let in with that", async () => {
  await using app = await openApp();
  const url = await share(app);
  const page = await (await app.get(url, dana)).text();
  const code = codeIn(page);
  expect(page).toContain(`https://surgery.example.org/together/join/${code.replace("-", "")}`);
  await app.post(url, { role: "suggest" }, dana);
  const asked = await (await app.get(`/together/join/${code}`, sam)).text();
  expect(asked).toContain("name of dana");
  expect(asked).toContain("You may look and suggest changes.");
  const joined = await app.post("/together", { code: code.toLowerCase() }, sam);
  expect([joined.status, joined.headers.get("location")]).toEqual([
    303,
    "/learn/tree/people/dana/tool%20loans/tool%20loans.ipynb",
  ]);
  expect(app.rooms).toEqual(["sam in to suggest"]);
  expect(await (await app.get(url, dana)).text()).toContain("Who came");
  await app.post(`${url}/end`, {}, dana);
  expect(app.rooms.at(-1)).toBe("sam out");
  expect(await (await app.get(url, dana)).text()).toContain("The code has ended");
  expect((await app.post("/together", { code }, sam)).status).toBe(404);
  expect(app.incidents).toEqual([]);
});

test("somebody else's page is not there for others, strangers come nowhere, and guessing codes is stopped", async () => {
  await using app = await openApp();
  const url = await share(app);
  expect((await app.get(url, sam)).status).toBe(404);
  expect((await app.post(url, { role: "run" }, sam)).status).toBe(404);
  expect((await app.post(`${url}/end`, {}, sam)).status).toBe(404);
  expect((await app.get(url)).status).toBe(401);
  expect((await app.post("/together", { code: "x" })).status).toBe(401);
  const wrong = await app.post("/together", { code: "<b>nothing" }, sam);
  const page = await wrong.text();
  expect(page).toContain("That code isn’t open now.");
  expect(page).toContain("&lt;b&gt;nothing");
  for (let tries = 0; tries < 19; tries++) await app.post("/together", { code: "ABCDEFGH" }, sam);
  expect((await app.post("/together", { code: "ABCDEFGH" }, sam)).status).toBe(429);
});
