/** A keeper puts a data set on a CKAN portal from its page: the server's pages and process, against the stand-in of a portal. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openTestCkan } from "../../packages/opendata/src/publish/node/test-ckan.js";
import {
  inventedVisits,
  openTestPublishingApp,
  prepare,
  revisionAt,
  settleAndPublish,
  type TestPublishingApp,
} from "../../server/src/publishing/test-publishing-app.js";

const now = Date.parse("2026-05-03T10:00:00Z");

async function published(app: TestPublishingApp): Promise<string> {
  const id = await prepare(app, "ada");
  await settleAndPublish(app, id, "ada");
  return id;
}

/** As a browser does: the form, and the page that it is led to. */
async function push(app: TestPublishingApp, id: string, fields: Record<string, string>, as = "ada"): Promise<string> {
  const sent = await app.post(`/publish/${id}/portal`, fields, as);
  const to = sent.headers.get("location");
  return to === null ? sent.text() : (await app.get(to, as)).text();
}

test("PU40 it is put there by its keeper; the address is remembered and the key is not; a newer version is told", async () => {
  await using app = await openTestPublishingApp({ now, reachesLocal: true });
  await using ckan = await openTestCkan();
  const id = await published(app);
  const fields = { portal: ckan.url, key: ckan.key, organisation: "", name: "halls" };
  const page = await push(app, id, fields);
  expect(page).toContain("✓ The portal has version 1 now.");
  expect(page).toContain(`href="${ckan.url}/dataset/halls"`);
  expect([...ckan.sets.values()]).toMatchObject([{ name: "halls", private: false, version: "1" }]);
  expect(await push(app, id, fields)).toContain("nothing was changed");
  const kept = await app.store
    .tables<{ data_set_portals: object }>()
    .selectFrom("data_set_portals")
    .selectAll()
    .execute();
  expect(kept).toMatchObject([{ name: "halls", version: "v1" }]);
  expect(JSON.stringify(kept)).not.toContain(ckan.key);

  await mkdir(join(app.contents.root, "people", "ada"), { recursive: true });
  const next = `${inventedVisits}\n2027-01-01,Ambleford Hall,500,quill.mx@invented.example`;
  await writeFile(join(app.contents.root, "people/ada/visits.csv"), next);
  await app.post(`/publish/${id}/new-version`, { file: "people/ada/visits.csv" }, "ada");
  await app.post(`/publish/${id}/publish`, { revision: await revisionAt(app, id) }, "ada");
  expect(await (await app.get(`/publish/${id}`, "ada")).text()).toContain(
    "▲ The portal still has version 1; the latest is version 2.",
  );
  expect(await push(app, id, { ...fields, links: "yes" })).toContain("✓ The portal has version 2 now.");
  const [set] = ckan.sets.values();
  expect(set).toMatchObject({
    version: "2",
    resources: [
      { url: "https://surgery.example.org/data/visits-to-ambleford-hall/v2/visits-to-ambleford-hall.csv" },
      {},
    ],
  });
  expect(app.incidents).toEqual([]);
});

test("PU41 what the portal refuses is told on the page in words, what was typed stays there, and the key does not", async () => {
  await using app = await openTestPublishingApp({ now, reachesLocal: true });
  await using ckan = await openTestCkan();
  ckan.organisations = ["one", "two"];
  const id = await published(app);
  const page = await push(app, id, { portal: ckan.url, key: ckan.key, organisation: "", name: "halls" });
  expect(page).toMatch(/role="alert"[\s\S]*You may add to several organisations/);
  expect(page).toContain("Say which one: one and two.");
  expect(page).toContain('value="halls"');
  expect(page).not.toContain(ckan.key);
  const sent = await app.post(`/publish/${id}/portal`, { portal: "http://data.invented.example", key: "x" }, "ada");
  expect(sent.status).toBe(422);
  expect(await sent.text()).toContain("must begin with https://");
});

test("PU42 hosts inside the network are not asked unless the organiser allows it, and nobody knocks without end", async () => {
  await using app = await openTestPublishingApp({ now });
  await using ckan = await openTestCkan();
  const id = await published(app);
  const fields = { portal: ckan.url, key: ckan.key };
  expect(await push(app, id, fields)).toContain("inside this network");
  expect(ckan.asked).toEqual([]);
  for (let turn = 0; turn < 11; turn++) await push(app, id, fields);
  expect((await app.post(`/publish/${id}/portal`, fields, "ada")).status).toBe(429);
});

test("PU40 nobody else may: not a stranger, not another member, and not before it is published", async () => {
  await using app = await openTestPublishingApp({ now, reachesLocal: true });
  await using ckan = await openTestCkan();
  const draft = await prepare(app, "ada");
  const fields = { portal: ckan.url, key: ckan.key };
  expect((await app.post(`/publish/${draft}/portal`, fields, "ada")).status).toBe(404);
  await settleAndPublish(app, draft, "ada");
  expect((await app.post(`/publish/${draft}/portal`, fields, "ben")).status).toBe(404);
  expect((await app.post(`/publish/${draft}/portal`, fields)).status).not.toBe(200);
  expect(ckan.asked).toEqual([]);
});

test("PU40 while it takes long the page says what is being done, and two windows push once", async () => {
  await using place = await temporaryFolder();
  const { folder } = place;
  const id = await publishedPatiently(folder);
  await using app = await openTestPublishingApp({ now, folder, reachesLocal: true, patience: 300 });
  await using ckan = await openTestCkan();
  const going = Promise.withResolvers<void>();
  ckan.fail = (action, response) => {
    if (action === "license_list") void going.promise.then(() => response.writeHead(500).end("{}"));
    return action === "license_list";
  };
  const fields = { portal: ckan.url, key: ckan.key };
  const shown = async (): Promise<string> => (await app.get(`/publish/${id}/portal`, "ada")).text();
  await app.post(`/publish/${id}/portal`, fields, "ada");
  await expect.poll(shown).toContain("Asking the portal what it has");
  expect(await shown()).toContain('http-equiv="refresh"');
  expect((await app.post(`/publish/${id}/portal`, fields, "ada")).headers.get("location")).toBe(
    `/publish/${id}/portal`,
  );
  going.resolve();
  await expect.poll(shown).toContain("has trouble of its own");
  expect(ckan.asked).toEqual(["license_list"]);
});

/** By a server that lets nobody wait: what is waited for is another's test. */
async function publishedPatiently(folder: string): Promise<string> {
  await using app = await openTestPublishingApp({ now, folder });
  return await published(app);
}

async function temporaryFolder(): Promise<AsyncDisposable & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "portal-"));
  return { folder, [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
}
