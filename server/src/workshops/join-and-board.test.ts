import { expect, test } from "vitest";
import { emptyBoard, openTestApp, type TestApp } from "./test-app.js";

/** A browser's cookie jar, as far as these tests need one. */
class Browser {
  readonly #app: TestApp;
  cookie = "";

  constructor(app: TestApp) {
    this.#app = app;
  }

  async get(path: string, method = "GET"): Promise<Response> {
    return this.#keep(
      await fetch(this.#app.url + path, {
        method,
        redirect: "manual",
        headers: { cookie: this.cookie, accept: "text/html" },
      }),
    );
  }

  async post(path: string, fields: Record<string, string> = {}): Promise<Response> {
    const headers = { cookie: this.cookie, origin: this.#app.url, accept: "text/html" };
    const body = new URLSearchParams(fields);
    return this.#keep(await fetch(this.#app.url + path, { method: "POST", redirect: "manual", headers, body }));
  }

  #keep(response: Response): Response {
    const [set] = response.headers.getSetCookie();
    if (set !== undefined) this.cookie = set.split(";")[0] ?? "";
    return response;
  }
}

const join = (app: TestApp, browser: Browser, name: string): Promise<Response> =>
  browser.post("/join", { code: app.workshop.joinCode, name });

async function becomeTrainer(app: TestApp): Promise<Browser> {
  const browser = new Browser(app);
  await browser.post(`/trainer/${await app.identity.createTrainerLink(app.workshop.id)}`);
  return browser;
}

test("a stranger joins with code and name, and is then somebody on every page", async () => {
  await using app = await openTestApp();
  const browser = new Browser(app);
  expect(await (await browser.get("/")).text()).toContain("What shall we call you?");
  expect((await browser.get("/me/card")).status).toBe(401);
  const joined = await join(app, browser, "Ada <script>");
  expect([joined.status, joined.headers.get("location")]).toEqual([303, "/me/card"]);
  const card = await (await browser.get("/me/card")).text();
  expect(card).toContain("Ada &lt;script&gt;");
  expect(card).not.toContain("Ada <script>");
  expect(card).toMatch(/id="resume-code">\s*[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\s*</);
  expect((await browser.get("/")).headers.get("location")).toBe("/learn");
  expect((await browser.get("/learn")).headers.get("location")).toMatch(
    /^\/learn\/tree\/people\/ada-script-[a-z2-9]{4}\/first-look\/first-look\.ipynb$/,
  );
  expect((await browser.get("/board")).status).toBe(403);
  expect(app.incidents).toEqual([]);
});

test("the QR picture's address has the code filled in, and typed nonsense stays text", async () => {
  await using app = await openTestApp();
  const browser = new Browser(app);
  expect(await (await browser.get("/join/k7mp2qrt")).text()).toContain('value="K7MP-2QRT"');
  const odd = await (await browser.get(`/join/${encodeURIComponent('"><b>')}`)).text();
  expect(odd).toContain('value="&quot;&gt;&lt;b&gt;"');
});

test("a wrong code is told at the field, keeps what was typed, and gives no session", async () => {
  await using app = await openTestApp();
  const browser = new Browser(app);
  const answer = await browser.post("/join", { code: "K7MP-2QRT", name: "Bob" });
  const page = await answer.text();
  expect(answer.status).toBe(403);
  expect(page).toContain("That code isn&#39;t open now. Check the board at the front.");
  expect(page).toContain('value="Bob"');
  expect(page).toContain('aria-invalid="true"');
  expect(browser.cookie).toBe("");
});

test("sixty learners behind one address join at once, and then twenty wrong codes close the door for a minute", async () => {
  await using app = await openTestApp();
  const joined = await Promise.all(
    Array.from({ length: 60 }, async (_, at) => (await join(app, new Browser(app), `Learner ${at}`)).status),
  );
  expect(joined.filter((status) => status === 303)).toHaveLength(60);
  const wrong = await Promise.all(
    Array.from({ length: 30 }, async () => new Browser(app).post("/join", { code: "AAAAAAAA", name: "Eve" })),
  );
  expect(wrong.filter(({ status }) => status === 403)).toHaveLength(20);
  const refused = wrong.filter(({ status }) => status === 429);
  expect(refused).toHaveLength(10);
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(50);
});

test("a form from another site lets nobody in", async () => {
  await using app = await openTestApp();
  const body = new URLSearchParams({ code: app.workshop.joinCode, name: "Eve" });
  const headers = { origin: "https://evil.example" };
  const answer = await fetch(`${app.url}/join`, { method: "POST", headers, body, redirect: "manual" });
  expect(answer.status).toBe(403);
  expect(await app.identity.people(app.workshop.id)).toEqual([]);
});

test("a resume code typed on another device brings the same person, and leaving closes the door behind them", async () => {
  await using app = await openTestApp();
  const first = new Browser(app);
  await join(app, first, "Ada");
  const code = /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(await (await first.get("/me/card")).text())?.[0] ?? "";
  const second = new Browser(app);
  expect((await second.post("/resume", { code: code.toLowerCase() })).headers.get("location")).toBe("/learn");
  expect(await (await second.get("/me/card")).text()).toContain("Ada");
  expect((await second.post("/leave")).headers.get("location")).toBe("/");
  expect((await second.get("/me/card")).status).toBe(401);
  expect((await first.get("/me/card")).status).toBe(200);
  expect((await new Browser(app).post("/resume", { code: "AAAA-AAAA-AAAA" })).status).toBe(403);
});

test("looking at a trainer's link, as chat programs do, does not use it up; pressing the button does, once", async () => {
  await using app = await openTestApp();
  const path = `/trainer/${await app.identity.createTrainerLink(app.workshop.id)}`;
  const browser = new Browser(app);
  expect((await browser.get(path, "HEAD")).status).toBe(200);
  expect(await (await browser.get(path)).text()).toContain("Open the board");
  const opened = await browser.post(path);
  expect([opened.status, opened.headers.get("location")]).toEqual([303, "/board"]);
  expect((await browser.get("/board")).status).toBe(200);
  expect((await browser.get("/")).headers.get("location")).toBe("/board");
  const late = new Browser(app);
  expect((await late.get(path)).status).toBe(403);
  const refused = await late.post(path);
  expect(refused.status).toBe(403);
  expect(await refused.text()).toContain("npx surgery trainer-link");
  expect(late.cookie).toBe("");
});

test("the trainer gives somebody a new resume code; a learner can't", async () => {
  await using app = await openTestApp();
  const learner = new Browser(app);
  await join(app, learner, "Ada");
  const ada = (await app.identity.people(app.workshop.id)).find(({ name }) => name === "Ada");
  const path = `/board/people/${ada?.personId}/card`;
  expect((await learner.post(path)).status).toBe(403);
  const page = await (await (await becomeTrainer(app)).post(path)).text();
  const code = /[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}/.exec(page)?.[0] ?? "";
  expect((await new Browser(app).post("/resume", { code })).status).toBe(303);
});

test("closing joining keeps newcomers out and those who are in, in; opening it gives a new code", async () => {
  await using app = await openTestApp();
  const trainer = await becomeTrainer(app);
  const learner = new Browser(app);
  await join(app, learner, "Ada");
  await trainer.post("/board/joining", { joining: "closed" });
  expect((await join(app, new Browser(app), "Bob")).status).toBe(403);
  expect((await learner.get("/me/card")).status).toBe(200);
  expect(await (await trainer.get("/board")).text()).toContain("Joining is closed");
  await trainer.post("/board/joining", { joining: "open" });
  const reopened = await app.workshops.byId(app.workshop.id);
  expect(reopened?.joinCode).not.toBe(app.workshop.joinCode);
  const bob = await new Browser(app).post("/join", { code: reopened?.joinCode ?? "", name: "Bob" });
  expect(bob.status).toBe(303);
});

test("the board shows rows in the order given, with words beside every shape; the projector view holds no name", async () => {
  await using app = await openTestApp();
  const trainer = await becomeTrainer(app);
  const cell = { lesson: "first-look", exercise: "count", hints: 0, solutionSeen: false };
  app.setBoard({
    ...emptyBoard,
    columns: [
      { lesson: "first-look", lessonTitle: "First look", exercise: "count", title: "Count the rows", label: "1" },
    ],
    rows: [
      {
        personId: "p1",
        name: "Ada",
        color: "#0f766e",
        help: "help",
        needs: "asked for help, 2 minutes ago",
        notebook: "people/ada-k7m2/first-look/what?.ipynb",
        cells: [{ ...cell, state: "tried", tries: 4 }],
      },
      { personId: "p2", name: "Bob", color: "#1d4ed8", help: "done", cells: [{ ...cell, state: "passed", tries: 1 }] },
    ],
    counts: { joined: 2, working: 1, waiting: 1 },
  });
  const page = await (await trainer.get("/board")).text();
  expect(page.indexOf("Ada")).toBeLessThan(page.indexOf("Bob"));
  for (const words of [
    "asked for help, 2 minutes ago",
    "needs help",
    "tried, tries:",
    "right",
    "Know everybody in the room",
  ])
    expect(page).toContain(words);
  expect(page).toContain('href="/lab/tree/people/ada-k7m2/first-look/what%3F.ipynb"');
  const wall = await (await trainer.get("/board?projector=1")).text();
  expect(wall).not.toMatch(/Ada|Bob|p1/);
  expect(wall).toContain("1 of 2");
});

test("styles and typefaces are served for ever under their version, packed, and another version is not there", async () => {
  await using app = await openTestApp();
  const page = await (await new Browser(app).get("/")).text();
  const base = /href="(\/assets\/[0-9a-f]{12}\/)base\.css"/.exec(page)?.[1] ?? "";
  const styles = await fetch(`${app.url}${base}fonts.css`, { headers: { "accept-encoding": "gzip;q=0.8, br" } });
  expect(styles.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(styles.headers.get("content-encoding")).toBe("br");
  expect((await fetch(`${app.url}${base}base.css`)).headers.get("content-encoding")).toBe("gzip");
  const font = /url\("([^"]+)"\)/.exec(await styles.text())?.[1] ?? "";
  const served = await fetch(`${app.url}${base}${font}`);
  expect(served.headers.get("content-type")).toBe("font/woff2");
  expect((await served.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
  expect((await fetch(`${app.url}/assets/000000000000/base.css`)).status).toBe(404);
  expect((await fetch(`${app.url}${base}..%2F..%2Fpackage.json`)).status).toBe(404);
});
