import { expect, test } from "vitest";
import { emptyBoard, openTestApp, type TestApp } from "../test-app.js";

const address = { address: "1.1.1.1", cookieHeader: undefined };

async function enter(
  app: TestApp,
  entry: { readonly cookie: string; readonly visitor: { readonly personId: string } },
) {
  const headers = { cookie: entry.cookie.split(";")[0] ?? "", origin: app.url };
  return {
    personId: entry.visitor.personId,
    get: (path: string) => fetch(app.url + path, { headers, redirect: "manual" }),
    post: (path: string, fields: Record<string, string>) =>
      fetch(app.url + path, { method: "POST", redirect: "manual", headers, body: new URLSearchParams(fields) }),
    answer: (id: string, body: object) =>
      fetch(`${app.url}/api/pushes/${id}`, {
        method: "POST",
        headers: { ...headers, "content-type": "application/json" },
        body: JSON.stringify(body),
      }),
  };
}

async function openRoom(app: TestApp) {
  const code = app.workshop.joinCode;
  const learner = async (name: string) => enter(app, await app.identity.join({ code, name }, address));
  const [ada, bob, cay] = [await learner("Ada <b>"), await learner("Bob"), await learner("Cay")];
  const token = await app.identity.createTrainerLink(app.workshop.id);
  const sam = await enter(app, await app.identity.useTrainerLink(token, address));
  const cell = (state: "tried" | "passed") =>
    ({ lesson: "l", exercise: "x", state, tries: 3, hints: 0, solutionSeen: false }) as const;
  const row = ({ personId }: { readonly personId: string }, name: string, state: "tried" | "passed") =>
    ({ personId, name, color: "#000000", help: "fine", cells: [cell(state)] }) as const;
  app.setBoard({
    ...emptyBoard,
    columns: [{ lesson: "l", lessonTitle: "L", exercise: "x", title: "Count <i>", label: "1" }],
    rows: [row(ada, "Ada <b>", "tried"), row(bob, "Bob", "tried"), row(cay, "Cay", "passed")],
  });
  return { ada, bob, cay, sam };
}

test("a cell to all who are stuck at one exercise: each of them has it, nobody else; the page says who took it", async () => {
  await using app = await openTestApp();
  const { ada, bob, cay, sam } = await openRoom(app);
  const form = await (await sam.get("/board/push?to=tried:l/x")).text();
  expect(form).toContain("Who has tried 1 · Count &lt;i&gt;, and does not have it yet (2)");
  const text = "<script>alert(1)</script>\r\n${x}";
  const sent = await sam.post("/board/push", { kind: "code", text, to: "tried:l/x" });
  expect([sent.status, sent.headers.get("location")]).toEqual([303, "/board/push#sent-title"]);
  const mine = (await (await ada.get("/api/pushes")).json()) as {
    pushes: { id: string; text: string; from: string }[];
  };
  expect(mine.pushes).toMatchObject([{ text: "<script>alert(1)</script>\n${x}", from: "Trainer", kind: "code" }]);
  const id = mine.pushes[0]?.id ?? "";
  expect(await (await cay.get("/api/pushes")).json()).toEqual({ pushes: [] });
  expect((await ada.answer(id, { type: "taken", page: "one" })).status).toBe(204);
  expect((await ada.answer(id, { type: "taken", page: "two" })).status).toBe(409);
  expect((await bob.answer(id, { type: "seen" })).status).toBe(204);
  expect((await cay.answer(id, { type: "seen" })).status).toBe(404);
  expect((await bob.answer(id, { type: "nonsense" })).status).toBe(400);
  const page = await (await sam.get("/board/push/now")).text();
  expect(page).toContain("2 sent · 2 seen · 1 put it in");
  expect(page).toContain("&lt;script&gt;alert(1)");
  expect(page).toContain("<bdi>Ada &lt;b&gt;</bdi>");
  expect(page).not.toContain("<script>");
  expect(app.incidents).toEqual([]);
});

test("nobody chosen, nothing written, somebody of another workshop: told at the field, what was typed stays, nothing is sent", async () => {
  await using app = await openTestApp();
  const { ada, sam } = await openRoom(app);
  const empty = await sam.post("/board/push", { kind: "hint", text: " ", to: "picked", form: "x" });
  const page = await empty.text();
  expect(empty.status).toBe(400);
  expect(page).toContain("Write what you want to send.");
  expect(page).toContain("There is nobody to send it to. Choose at least one person.");
  const stranger = await sam.post("/board/push", {
    kind: "hint",
    text: "Look </textarea>",
    to: "picked",
    "person.eve": "on",
  });
  expect(stranger.status).toBe(400);
  expect(await stranger.text()).toContain("Look &lt;/textarea&gt;");
  const picked = { kind: "hint", text: "Look here", to: "picked", [`person.${ada.personId}`]: "on" };
  expect((await sam.post("/board/push", picked)).status).toBe(303);
  expect(await (await ada.get("/api/pushes")).json()).toMatchObject({ pushes: [{ kind: "hint", text: "Look here" }] });
});

test("strangers and learners can't send or look, and a helper of another workshop sees nothing of it", async () => {
  await using app = await openTestApp();
  const { ada, bob, sam } = await openRoom(app);
  await sam.post("/board/push", { kind: "hint", text: "Only for us", to: "all" });
  const nobody = await enter(app, { cookie: "", visitor: { personId: "" } });
  for (const path of ["/board/push", "/board/push/now"]) {
    expect([(await nobody.get(path)).status, (await ada.get(path)).status]).toEqual([401, 403]);
  }
  const form = { kind: "hint", text: "x", to: "all" };
  expect([(await nobody.post("/board/push", form)).status, (await ada.post("/board/push", form)).status]).toEqual([
    401, 403,
  ]);
  expect((await nobody.get("/api/pushes")).status).toBe(401);
  expect(await (await bob.get("/api/pushes")).json()).toMatchObject({ pushes: [{ text: "Only for us" }] });
  const token = await app.identity.createTrainerLink("another-workshop");
  const eve = await enter(app, await app.identity.useTrainerLink(token, address));
  expect(await (await eve.get("/board/push/now")).text()).not.toContain("Only for us");
});
