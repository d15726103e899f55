import { expect, test } from "vitest";
import { openTestApp, type TestApp } from "../test-app.js";

interface Person {
  readonly personId: string;
  get(path: string): Promise<Response>;
  post(path: string, fields?: Record<string, string>): Promise<Response>;
}

async function enter(app: TestApp, cookie: string, personId: string): Promise<Person> {
  const headers = { cookie: cookie.split(";")[0] ?? "", origin: app.url, accept: "text/html" };
  return {
    personId,
    get: (path) => fetch(app.url + path, { headers, redirect: "manual" }),
    post: (path, fields = {}) =>
      fetch(app.url + path, { method: "POST", redirect: "manual", headers, body: new URLSearchParams(fields) }),
  };
}

async function learner(app: TestApp, name: string, code = app.workshop.joinCode): Promise<Person> {
  const { cookie, visitor } = await app.identity.join({ code, name }, { address: "1.1.1.1", cookieHeader: undefined });
  return enter(app, cookie, visitor.personId);
}

async function trainer(app: TestApp): Promise<Person> {
  const token = await app.identity.createTrainerLink(app.workshop.id);
  const { cookie, visitor } = await app.identity.useTrainerLink(token, { address: "1.1.1.1", cookieHeader: undefined });
  return enter(app, cookie, visitor.personId);
}

async function asks(app: TestApp, person: Person): Promise<string> {
  const { personId } = person;
  const place = { notebook: "people/ada-2345/a lesson/a?.ipynb", cellId: "c/1", label: "cell <2>" };
  await app.queue.signal({ personId, workshopId: app.workshop.id }, "help", place);
  const { calls } = await app.queue.view(app.workshop.id);
  return calls.find((call) => call.personId === personId)?.id ?? "";
}

test("ask → take → hand over with a word → answered, by forms alone; the learner hears of each step and of nobody else", async () => {
  await using app = await openTestApp();
  const [ada, bob] = [await learner(app, "Ada"), await learner(app, "Bob")];
  const [sam, tia] = [await trainer(app), await trainer(app)];
  const call = await asks(app, ada);
  await asks(app, bob);
  expect(await (await ada.get("/api/help")).json()).toMatchObject({ state: "waiting", before: 0 });
  expect(await (await bob.get("/api/help")).json()).toMatchObject({ state: "waiting", before: 1 });
  const opened = await sam.post(`/board/help/${call}/claim`, { open: "1" });
  expect([opened.status, opened.headers.get("location")]).toEqual([
    303,
    "/lab/tree/people/ada-2345/a%20lesson/a%3F.ipynb#cell-id=c%2F1",
  ]);
  const refused = await tia.post(`/board/help/${call}/claim`);
  expect(refused.status).toBe(409);
  expect(await refused.text()).toContain("Trainer has taken this call for help already.");
  const over = { to: tia.personId, word: "You <b>know</b> maps" };
  expect((await tia.post(`/board/help/${call}/hand-over`, over)).status).toBe(409);
  expect((await sam.post(`/board/help/${call}/hand-over`, { ...over, to: bob.personId })).status).toBe(400);
  expect((await sam.post(`/board/help/${call}/hand-over`, over)).status).toBe(303);
  const page = await (await tia.get("/board/help")).text();
  expect(page).toContain("You &lt;b&gt;know&lt;/b&gt; maps");
  expect(page).toContain("cell &lt;2&gt;");
  expect(await (await ada.get("/api/help")).json()).toEqual({ state: "coming", helper: "Trainer 2" });
  expect(await (await bob.get("/api/help")).json()).toMatchObject({ state: "waiting", before: 0 });
  const resolved = await tia.post(`/board/help/${call}/resolve`, { topic: "code", note: "A <comma>.", back: "/board" });
  expect([resolved.status, resolved.headers.get("location")]).toEqual([303, "/board"]);
  expect(await (await sam.get("/board/help")).text()).toMatch(/the code[^]*A &lt;comma&gt;\./);
  expect(await (await ada.get("/api/help")).json()).toEqual({ state: "not-asking" });
  expect((await tia.post(`/board/help/${call}/give-back`)).status).toBe(409);
  expect((await tia.post(`/board/help/${call}/resolve`, { topic: "<script>", note: "" })).status).toBe(400);
  expect(app.incidents).toEqual([]);
});

test("strangers and learners get no queue; a helper of another workshop sees and takes nothing of it", async () => {
  await using app = await openTestApp();
  const ada = await learner(app, "Ada");
  const call = await asks(app, ada);
  const stranger = await enter(app, "", "");
  for (const path of ["/board/help", "/board/help/now"]) {
    expect([(await stranger.get(path)).status, (await ada.get(path)).status]).toEqual([401, 403]);
  }
  for (const act of ["claim", "hand-over", "give-back", "resolve"]) {
    const path = `/board/help/${call}/${act}`;
    expect([(await stranger.post(path)).status, (await ada.post(path)).status]).toEqual([401, 403]);
  }
  expect((await stranger.get("/api/help")).status).toBe(401);
  const token = await app.identity.createTrainerLink("another-workshop");
  const entry = await app.identity.useTrainerLink(token, { address: "1.1.1.1", cookieHeader: undefined });
  const eve = await enter(app, entry.cookie, entry.visitor.personId);
  expect(await (await eve.get("/board/help")).text()).not.toContain("cell &lt;2&gt;");
  expect((await eve.post(`/board/help/${call}/claim`)).status).toBe(409);
  expect((await eve.post(`/board/help/${call}/resolve`, { topic: "", note: "" })).status).toBe(409);
  expect(await (await ada.get("/api/help")).json()).toMatchObject({ state: "waiting" });
});

test("a helper says what they are called; a name that somebody has, or none, is refused with words", async () => {
  await using app = await openTestApp();
  const ada = await learner(app, "Ada");
  const sam = await trainer(app);
  const call = await asks(app, ada);
  expect((await sam.post("/board/help/name", { name: " Sam \u202e<b> " })).status).toBe(303);
  const taken = await sam.post("/board/help/name", { name: "ada" });
  expect([taken.status, await taken.text()]).toEqual([409, expect.stringContaining("Somebody called ada has joined")]);
  expect((await sam.post("/board/help/name", { name: "  " })).status).toBe(400);
  expect((await ada.post("/board/help/name", { name: "Queen" })).status).toBe(403);
  await sam.post(`/board/help/${call}/claim`);
  expect(await (await ada.get("/api/help")).json()).toEqual({ state: "coming", helper: "Sam <b>" });
  expect(await (await sam.get("/board/help")).text()).toContain("<bdi>Sam &lt;b&gt;</bdi>");
});
