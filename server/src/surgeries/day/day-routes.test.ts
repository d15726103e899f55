import { expect, test } from "vitest";
import { newSurgery, openTestSurgeryApp, type TestSurgeryApp } from "../test-surgery-app.js";

const hour = 60 * 60_000;
const organiser = "organiser-1";
const helper = "trainer-2";
const stranger = "trainer-3-elsewhere";
const hostile = `<script>alert(1)</script>"'&\u202E{{x}}`;

interface Evening extends AsyncDisposable {
  readonly app: TestSurgeryApp;
  readonly slug: string;
  readonly dateId: string;
  /** Path of the day's screens. */
  readonly day: string;
  readonly code: string;
}

/** A trainer of another place says at the wall's code that they are there to help. */
async function comesToHelp({ app, code }: Evening): Promise<void> {
  const fields = { part: "surgeon", name: "Sol", me: "yes" };
  expect((await app.post(`/arrive/${code}/walk-in`, fields, helper)).status).toBe(200);
}

async function openEvening(changes: Record<string, string> = {}, doors = true): Promise<Evening> {
  const app = await openTestSurgeryApp({ now: Date.UTC(2026, 10, 1) });
  const fields = { ...newSurgery, repeats: "once", capacity: "200", ...changes };
  const announced = await app.post("/surgeries/new", fields, organiser);
  const slug = /\/surgeries\/([^/]+)\/organise/.exec(announced.headers.get("location") ?? "")?.[1] ?? "";
  const [date] = await app.surgeries.datesOf((await app.surgeries.bySlug(slug)).id);
  app.now = date!.startsAt - 10 * 60_000;
  const day = `/surgeries/${slug}/dates/${date!.id}/day`;
  if (doors) await app.post(`${day}/doors`, { doors: "open" }, organiser);
  const { room } = await app.dayParts.day.state(date!);
  return {
    app,
    slug,
    dateId: date!.id,
    day,
    code: room?.code ?? "",
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

async function signUp(
  { app, slug, dateId }: Evening,
  name: string,
  changes: Record<string, string> = {},
): Promise<string> {
  const before = app.now;
  app.now = before - 24 * hour;
  const fields = {
    form: crypto.randomUUID(),
    part: "patient",
    name,
    need: "A chart",
    languages: "English",
    ...changes,
  };
  const page = await (await app.post(`/surgeries/${slug}/sign-up`, { ...fields, [`date-${dateId}`]: "on" })).text();
  app.now = before;
  return /href="https:\/\/surgery\.example\.org(\/signed-up\/[\w-]+)"/.exec(page)?.[1] ?? "";
}

const text = async (answer: Promise<Response>): Promise<string> => (await answer).text();
const here = async ({ app, dateId }: Evening): Promise<number> => {
  const { attendances } = await app.dayParts.day.state((await app.surgeries.date(dateId))!);
  return [...attendances.values()].filter(({ leftAt }) => leftAt === undefined).length;
};

test("sixty who come in two minutes through one address all get in, each once; wrong codes and names from there are counted", async () => {
  await using evening = await openEvening();
  const { app, code } = evening;
  for (let at = 0; at < 30; at++) await signUp(evening, `Person ${at} Invented`);
  const arrive = async (at: number): Promise<number> => {
    await (await app.get(`/arrive/${code}`)).text();
    const form = crypto.randomUUID();
    const send = (): Promise<Response> =>
      at < 30
        ? app.post(`/arrive/${code}`, { form, name: `person ${at} invented` })
        : app.post(`/arrive/${code}/walk-in`, { form, part: "patient", name: `Walker ${at}`, group: "", need: "" });
    // Everybody's finger slips once.
    const [first, again] = await Promise.all([send(), send()]);
    expect(await again.text()).toContain("Good to see you");
    return first.status;
  };
  const statuses = await Promise.all(Array.from({ length: 60 }, (_, at) => arrive(at)));
  expect(statuses.filter((status) => status === 200)).toHaveLength(60);
  expect(await here(evening)).toBe(60);
  const guesses = await Promise.all(Array.from({ length: 75 }, () => app.get("/arrive/AAAAAA")));
  expect(guesses.map(({ status }) => status).filter((status) => status === 404)).toHaveLength(60);
  expect(guesses.map(({ status }) => status).filter((status) => status === 429)).toHaveLength(15);
  app.now += 2 * 60_000;
  const names = await Promise.all(
    Array.from({ length: 130 }, (_, at) => app.post(`/arrive/${code}`, { name: `Nobody ${at} Known` })),
  );
  expect(names.map(({ status }) => status).filter((status) => status === 404)).toHaveLength(100);
  expect(app.incidents).toEqual([]);
});

test("a stranger learns nothing of the list: not from the page, not from what is answered", async () => {
  await using evening = await openEvening();
  const { app, code } = evening;
  await signUp(evening, "Ada Lovelace", { group: "Invented Engines", accessNeeds: "A ramp" });
  const page = await text(app.get(`/arrive/${code.toLowerCase()}`));
  for (const personal of ["Ada", "Invented Engines", "A ramp"]) expect(page).not.toContain(personal);
  const answer = await text(app.post(`/arrive/${code}`, { name: "ada" }));
  expect(answer).toContain("Good to see you, <bdi>ada</bdi>");
  for (const personal of ["Lovelace", "Invented Engines", "A ramp"]) expect(answer).not.toContain(personal);
  const wall = await text(app.get(`${evening.day}?projector=1`, organiser));
  expect(wall.toLowerCase()).not.toContain("ada");
  expect(wall).toContain(`${code.slice(0, 3)}-${code.slice(3)}`);
  expect(wall).toMatch(/<strong>1<\/strong>\s+person is\s+here/);
});

test("two of a name are asked for an address, a name that nobody has is offered the other form with what was typed", async () => {
  await using evening = await openEvening();
  const { app, code } = evening;
  await signUp(evening, "Ada", { email: "" });
  await signUp(evening, "Ada", { email: "" });
  const several = await app.post(`/arrive/${code}`, { name: "Ada" });
  expect([several.status, await several.text()]).toEqual([409, expect.stringContaining("Your e-mail")]);
  const nobody = await app.post(`/arrive/${code}`, { name: "Zed" });
  const page = await nobody.text();
  expect([nobody.status, page.includes("find that name")]).toEqual([404, true]);
  expect(page.match(/value="Zed"/g)).toHaveLength(2);
  expect((await app.post(`/arrive/${code}`, { name: "  " })).status).toBe(422);
  const slip = await app.post(`/arrive/${code}/walk-in`, { part: "boss", name: "x".repeat(61) });
  expect([slip.status, await slip.text()]).toEqual([422, expect.stringContaining('href="#in-part"')]);
  expect(await here(evening)).toBe(0);
});

test("who signed up says by the private link that they are here, while the doors are open", async () => {
  await using evening = await openEvening({}, false);
  const { app, day } = evening;
  const link = await signUp(evening, "Ada");
  expect(await text(app.get(link))).not.toContain("I’m here");
  expect((await app.post(`${link}/${evening.dateId}/here`, {})).status).toBe(409);
  await app.post(`${day}/doors`, { doors: "open" }, organiser);
  expect(await text(app.get(link))).toContain("I’m here");
  expect((await app.post(`${link}/${evening.dateId}/here`, {})).status).toBe(303);
  expect(await text(app.get(link))).toContain("You are on the list of those who are here.");
  expect((await app.post(`/signed-up/${"x".repeat(43)}/${evening.dateId}/here`, {})).status).toBe(404);
  expect(await here(evening)).toBe(1);
});

test("the screens are for the venue's organisers, and for a trainer who is there to help while the doors are open; nobody else", async () => {
  await using evening = await openEvening();
  const { app, day } = evening;
  await signUp(evening, "Ada");
  const status = async (path: string, as?: string): Promise<number> => (await app.get(path, as)).status;
  const paths = [day, `${day}?projector=1`, `${day}/now`];
  for (const path of paths) expect(await status(path, helper)).toBe(403);
  await comesToHelp(evening);
  for (const path of paths) {
    expect(await status(path, organiser)).toBe(200);
    expect(await status(path, helper)).toBe(200);
    expect(await status(path, stranger)).toBe(403);
    expect(await status(path, "learner-1")).toBe(403);
    expect(await status(path)).toBe(401);
  }
  expect(await status(`${day}/stream`, stranger)).toBe(403);
  for (const [path, fields] of [
    ["tap", { do: "arrived", who: "x" }],
    ["walk-in", { part: "patient" }],
    ["timer", { do: "start", minutes: "5" }],
    ["agenda", { agenda: "5 Tea" }],
    ["doors", { doors: "closed" }],
    ["cards", { card: "x", hidden: "yes" }],
  ] as const) {
    expect((await app.post(`${day}/${path}`, fields, stranger)).status).toBe(403);
    expect((await app.post(`${day}/${path}`, fields, "learner-1")).status).toBe(403);
  }
  expect((await app.post(`${day}/doors`, { doors: "closed" }, helper)).status).toBe(403);
  expect((await app.post(`${day}/cards`, { card: "x", hidden: "yes" }, helper)).status).toBe(403);
  await app.post(`${day}/doors`, { doors: "closed" }, organiser);
  expect(await status(day, helper)).toBe(403);
  // The right date under somebody else's address is nowhere.
  expect(await status(day.replace(evening.slug, "another"), organiser)).toBe(404);
});

test("taps on the list: here, sits with the planned surgeon, finished, left, and back again by Undo; each once however often", async () => {
  await using evening = await openEvening();
  const { app, day, dateId } = evening;
  await signUp(evening, "Pat", { need: "A map of our wards" });
  await signUp(evening, "Mia", { part: "surgeon", skills: "maps" });
  const view = async () => app.dayParts.day.view((await app.surgeries.date(dateId))!);
  const id = async (name: string): Promise<string> =>
    (await view()).people.find((person) => person.name === name)!.contactId;
  const [pat, mia] = [await id("Pat"), await id("Mia")];
  const tap = async (fields: Record<string, string>): Promise<string> => {
    const [answer] = await Promise.all([
      app.post(`${day}/tap`, fields, organiser),
      app.post(`${day}/tap`, fields, helper),
    ]);
    expect(answer.status).toBe(303);
    return text(app.get(answer.headers.get("location")!.replace(/#.*/, ""), organiser));
  };
  expect(await tap({ do: "arrived", who: pat })).toContain("Pat is here.");
  expect(await text(app.get(day, organiser))).toContain("Nobody who helps is here yet.");
  await comesToHelp(evening);
  await tap({ do: "arrived", who: mia });
  expect(await text(app.get(day, organiser))).toContain("Sits with Mia");
  expect(await tap({ do: "sit", who: pat, with: mia })).toMatch(/Pat sits with (Mia|somebody)\./);
  const [sitting] = (await view()).state.sittings.values();
  expect((await view()).state.sittings.size).toBe(1);
  const undoable = await tap({ do: "apart", who: pat, sitting: sitting!.id });
  expect(undoable).toContain("Pat has finished with Mia.");
  expect(undoable).toContain('name="do" value="together-again"');
  await tap({ do: "together-again", who: pat, sitting: sitting!.id });
  await tap({ do: "left", who: mia });
  expect((await view()).state.sittings.get(sitting!.id)?.endedAt).toBeDefined();
  await tap({ do: "not-left", who: mia });
  expect((await view()).state.sittings.get(sitting!.id)?.endedAt).toBeUndefined();
  // Somebody who has sat was here: that takes more than a tap to undo.
  await tap({ do: "not-arrived", who: pat });
  expect((await view()).state.attendances.has(pat)).toBe(true);
  // What nobody can have meant changes nothing.
  for (const fields of [
    { do: "arrived", who: "x" },
    { do: "fly", who: pat },
    { do: "apart", who: pat, sitting: "x" },
  ]) {
    expect((await app.post(`${day}/tap`, fields, organiser)).status).toBe(303);
  }
  await tap({ do: "left", who: mia });
  const late = await app.post(`${day}/tap`, { do: "sit", who: pat, with: mia }, organiser);
  expect([late.status, await late.text()]).toEqual([409, expect.stringContaining("not here any more")]);
  expect(app.incidents).toEqual([]);
});

test("before the doors, after them, and on a date that was called off, nobody gets in, and is told so in a sentence", async () => {
  await using evening = await openEvening({}, false);
  const { app, day, dateId, slug } = evening;
  const start = app.now;
  app.now = start - 3 * hour;
  const early = await app.post(`${day}/doors`, { doors: "open" }, organiser);
  expect([early.status, await early.text()]).toEqual([409, expect.stringContaining("an hour before the start")]);
  app.now = start;
  const both = await Promise.all([1, 2].map(() => app.post(`${day}/doors`, { doors: "open" }, organiser)));
  expect(both.map(({ status }) => status)).toEqual([303, 303]);
  const { room } = await app.dayParts.day.state((await app.surgeries.date(dateId))!);
  const code = room!.code;
  await app.post(`${day}/doors`, { doors: "closed" }, organiser);
  expect((await app.get(`/arrive/${code}`)).status).toBe(404);
  await app.post(`${day}/doors`, { doors: "open" }, organiser);
  expect((await app.get(`/arrive/${code}`)).status).toBe(200);
  await app.post(`/surgeries/${slug}/dates/${dateId}/call-off`, { note: "Snow." }, organiser);
  const off = await app.post(`/arrive/${code}/walk-in`, { part: "patient" });
  expect([off.status, await off.text()]).toEqual([409, expect.stringContaining("called off")]);
  await app.post(`${day}/doors`, { doors: "closed" }, organiser);
  const again = await app.post(`${day}/doors`, { doors: "open" }, organiser);
  expect(again.status).toBe(409);
  expect(app.incidents).toEqual([]);
});

test("hostile names, groups and cards are text on every screen", async () => {
  await using evening = await openEvening();
  const { app, day, code } = evening;
  await app.post(`/arrive/${code}/walk-in`, {
    form: crypto.randomUUID(),
    part: "patient",
    name: hostile.slice(0, 60),
    group: hostile,
    need: hostile,
  });
  await app.post(`/arrive/${code}/card`, { form: crypto.randomUUID(), good: hostile, improve: hostile });
  await app.post(`${day}/agenda`, { agenda: `5 ${hostile}` }, organiser);
  const pages = [
    app.get(day, organiser),
    app.get(`${day}/now`, organiser),
    app.get(`${day}?projector=1`, organiser),
    app.get(`${day}?did=arrived&who=${encodeURIComponent(hostile)}`, organiser),
    app.get(`/arrive/${encodeURIComponent(hostile)}`),
    app.get(`/arrive?code=${encodeURIComponent(hostile)}`),
    app.post(`/arrive/${code}`, { name: hostile.slice(0, 60) }),
  ];
  for (const answer of await Promise.all(pages)) {
    const page = await answer.text();
    expect(page).not.toContain("<script>alert");
    expect(page).not.toContain("\u202E");
  }
  expect(await text(app.get(day, organiser))).toContain("&lt;script&gt;alert(1)");
  expect(app.incidents).toEqual([]);
});

test("cards carry no name and no time, are read by organisers alone, and can be hidden and shown again", async () => {
  await using evening = await openEvening();
  const { app, day, code } = evening;
  const form = crypto.randomUUID();
  const card = { form, good: "The tea", improve: "More sockets" };
  for (const _again of [1, 2]) expect(await text(app.post(`/arrive/${code}/card`, card))).toContain("Thank you");
  expect((await app.post(`/arrive/${code}/card`, { good: " ", improve: "" })).status).toBe(422);
  const page = await text(app.get(day, organiser));
  expect(page.match(/More sockets/g)).toHaveLength(1);
  await comesToHelp(evening);
  const theirs = await text(app.get(day, helper));
  expect(theirs).toContain("Sol");
  expect(theirs).not.toContain("More sockets");
  const id = /id="c-([0-9a-f]+)"/.exec(page)?.[1] ?? "";
  await app.post(`${day}/cards`, { card: id, hidden: "yes" }, organiser);
  expect(await text(app.get(day, organiser))).not.toContain("More sockets");
  await app.post(`${day}/cards`, { card: id, hidden: "no" }, organiser);
  expect(await text(app.get(day, organiser))).toContain("More sockets");
  const flood = await Promise.all(
    Array.from({ length: 170 }, (_, at) =>
      app.post(`/arrive/${code}/card`, { form: crypto.randomUUID(), good: `${at}`, improve: "" }),
    ),
  );
  expect(flood.filter(({ status }) => status === 429).length).toBeGreaterThan(15);
});

test("timer and agenda are the same on every screen, and a slip in the agenda comes back with what was typed", async () => {
  await using evening = await openEvening();
  const { app, day } = evening;
  await comesToHelp(evening);
  await app.post(`${day}/timer`, { do: "start", minutes: "20" }, helper);
  const wall = await text(app.get(`${day}/now?projector=1`, organiser));
  const phone = await text(app.get(`${day}/now`, organiser));
  const endsAt = /data-ends-at="(\d+)"/.exec(wall)?.[1];
  expect(endsAt).toBeDefined();
  expect(phone).toContain(`data-ends-at="${endsAt}"`);
  expect(wall).toMatch(/left, until \d\d:\d\d/);
  app.now += 21 * 60_000;
  expect(await text(app.get(`${day}/now`, organiser))).toMatch(/<p class="timer-up" >/);
  await app.post(`${day}/timer`, { do: "clear" }, organiser);
  expect(await text(app.get(`${day}/now`, organiser))).not.toContain('id="timer"');
  expect((await app.post(`${day}/timer`, { do: "start", minutes: "soon" }, organiser)).status).toBe(400);
  const slip = await app.post(`${day}/agenda`, { agenda: "Tea\n10 Talk" }, organiser);
  expect([slip.status, await slip.text()]).toEqual([422, expect.stringContaining("Tea\n10 Talk")]);
  await app.post(`${day}/agenda`, { agenda: "10 Tea\n110 Side by side" }, organiser);
  expect(await text(app.get(`${day}?projector=1`, organiser))).toContain("Tea");
  await app.post(`${day}/agenda`, { agenda: "" }, organiser);
  expect(await text(app.get(`${day}?projector=1`, organiser))).toContain("Side by side, with your own file");
});

test("whoever watches is told at once that something changed, and nothing but that", async () => {
  await using evening = await openEvening();
  const { app, day, code } = evening;
  const stopping = new AbortController();
  const stream = await fetch(`${app.url}${day}/stream`, {
    headers: { cookie: `as=${organiser}` },
    signal: stopping.signal,
  });
  const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
  await reader.read();
  await app.post(`/arrive/${code}/walk-in`, { form: crypto.randomUUID(), part: "patient", name: "Canary" });
  let heard = "";
  while (!heard.includes("event: day")) heard += (await reader.read()).value ?? "";
  expect(heard).not.toContain("Canary");
  stopping.abort();
});

test("somebody who is signed in to the notebooks comes in with one tap, and is linked only when they say that it is them", async () => {
  await using evening = await openEvening();
  const { app, code } = evening;
  expect((await app.post(`/arrive/${code}/here`, {})).status).toBe(401);
  expect(await text(app.get(`/arrive/${code}`, "learner-1"))).toMatch(/name="me" value="yes" checked/);
  expect(await text(app.get(`/arrive/${code}`, helper))).not.toMatch(/name="me" value="yes" checked/);
  expect(await text(app.post(`/arrive/${code}/here`, {}, "learner-1"))).toContain("Good to see you");
  await app.post(`/arrive/${code}/here`, {}, "learner-1");
  await app.post(
    `/arrive/${code}/walk-in`,
    { form: crypto.randomUUID(), part: "patient", name: "Somebody else" },
    helper,
  );
  expect(await here(evening)).toBe(2);
  const date = (await app.surgeries.date(evening.dateId))!;
  expect(await app.dayParts.arrivals.isHere(date, "learner-1")).toBe(true);
  expect(await app.dayParts.arrivals.isHere(date, helper)).toBe(false);
});
