import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { remindDue } from "./reminders.js";
import { inventedAbout, openTestPublishingApp, prepare, revisionAt, settleAndPublish } from "./test-publishing-app.js";

const day = 24 * 60 * 60 * 1000;
const now = Date.parse("2026-05-03T10:00:00Z");
const set = "/data/visits-to-ambleford-hall/";

interface Host extends AsyncDisposable {
  readonly url: string;
  answers: [number, string?];
  asked: number;
}

/** A council's page, in the state that a test wants. */
async function openHost(): Promise<Host> {
  const server = createServer((request, response) => {
    host.asked += request.method === "HEAD" ? 1 : 0;
    const [status, location] = request.url === "/new" ? ([200] as const) : host.answers;
    response.writeHead(status, location === undefined ? {} : { Location: location }).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host: Host = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/visits`,
    answers: [200],
    asked: 0,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return host;
}

async function publishedFrom(
  app: Awaited<ReturnType<typeof openTestPublishingApp>>,
  sourceUrl: string,
): Promise<string> {
  const id = await prepare(app, "ada");
  const about = { ...inventedAbout, sourceUrl, revision: await revisionAt(app, id) };
  await app.post(`/publish/${id}/about`, about, "ada");
  await settleAndPublish(app, id, "ada");
  return id;
}

test("PU43 a source is called broken when it was so on two days: on the keeper's page, in the reminder, and for readers", async () => {
  await using host = await openHost();
  await using app = await openTestPublishingApp({ now, reachesLocal: true, sendsMail: true });
  const id = await publishedFrom(app, host.url);
  const keeper = async (): Promise<string> => (await app.get(`/publish/${id}`, "ada")).text();
  const readers = async (): Promise<string> => (await app.get(set)).text();

  await app.sources.look(app.now);
  expect(await keeper()).toContain("None is known to be broken.");
  host.answers = [404];
  // Not sooner than a week later.
  app.now = now + 6 * day;
  expect(await app.sources.look(app.now)).toBe(0);
  app.now = now + 8 * day;
  expect(await app.sources.look(app.now)).toBe(1);
  expect(await keeper()).toContain("None is known to be broken.");
  expect(await readers()).not.toContain("can’t be found any more");
  // The next day again, and not within it.
  app.now += day / 2;
  expect(await app.sources.look(app.now)).toBe(0);
  app.now += day / 2 + 1000;
  await app.sources.look(app.now);
  expect(await keeper()).toContain(
    `The source “Our own sign-in sheets” can’t be found: ${host.url} answers 404 since 11 May 2026.`,
  );
  expect(await readers()).toMatch(
    /can’t be found any more:<\/strong> the source “Our own sign-in sheets” \(since\s+11 May 2026\)/,
  );

  app.now = now + 40 * day;
  const { store, dataSets, outbox, sources } = app;
  await remindDue({ store, dataSets, outbox, sources, address: () => "https://surgery.example.org" }, app.now);
  const [letter] = await outbox.due(app.now, 5);
  expect(letter?.text).toContain(`- The source “Our own sign-in sheets” can’t be found: ${host.url} answers 404`);

  host.answers = [200];
  await app.sources.look(app.now);
  expect(await readers()).not.toContain("can’t be found any more");
  expect(app.incidents).toEqual([]);
});

test("PU44 what moved for good is told at once, and the new address is taken with one click", async () => {
  await using host = await openHost();
  await using app = await openTestPublishingApp({ now, reachesLocal: true });
  const id = await publishedFrom(app, host.url);
  host.answers = [301, "/new"];
  await app.sources.look(app.now);
  const to = host.url.replace("/visits", "/new");
  const page = await (await app.get(`/publish/${id}`, "ada")).text();
  expect(page).toContain(`from ${host.url} to ${to}`);
  expect((await app.post(`/publish/${id}/sources`, { url: "https://elsewhere.example/" }, "ada")).status).toBe(404);
  expect((await app.post(`/publish/${id}/sources`, { url: host.url }, "ben")).status).toBe(404);
  const taken = await app.post(`/publish/${id}/sources`, { url: host.url }, "ada");
  expect(taken.headers.get("location")).toBe(`/publish/${id}?said=source`);
  expect((await app.dataSets.get(id)).draft.about["sourceUrl"]).toBe(to);
});

test("PU45 sources inside the network are not asked, and are not called broken because of that", async () => {
  await using host = await openHost();
  await using app = await openTestPublishingApp({ now });
  const id = await publishedFrom(app, host.url);
  await app.sources.look(app.now);
  app.now += day + 1000;
  await app.sources.look(app.now);
  expect(host.asked).toBe(0);
  expect(await app.sources.broken(id)).toEqual([]);
});

test("PU43 a set without sources is looked at as rarely, and asks nobody", async () => {
  await using app = await openTestPublishingApp({ now, reachesLocal: true });
  await publishedFrom(app, "");
  expect(await app.sources.look(app.now)).toBe(1);
  expect(await app.sources.look(app.now)).toBe(0);
});
