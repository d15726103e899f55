import { readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openTestPublishingApp, prepare, settleAndPublish } from "./test-publishing-app.js";

const now = Date.parse("2026-05-03T10:00:00Z");
const said = (text: string): object => ({ "@value": text, "@language": "en" });
const idOf = (feed: string): string | undefined => /<id>(.*?)<\/id>/.exec(feed)?.[1];

test("PU90 a harvester that is set up before anything is published gets a catalogue, and a reader its feed; later it is the same one", async () => {
  await using app = await openTestPublishingApp({ now });
  const answer = await app.get("/data/catalog.jsonld");
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toContain("application/ld+json");
  expect(answer.headers.get("access-control-allow-origin")).toBe("*");
  const empty = (await answer.json()) as Record<string, unknown>;
  expect(empty).toMatchObject({
    "@type": "dcat:Catalog",
    "dct:title": said("Invented open data"),
    "dct:description": said("Invented data sets of groups that do not exist."),
    "dct:publisher": { "foaf:name": said("Invented open data") },
    "dcat:dataset": [],
  });
  // Nothing was changed at any time.
  expect(empty).not.toHaveProperty("dct:modified");
  const feed = await app.get("/data/feed.atom");
  expect(feed.headers.get("content-type")).toContain("application/atom+xml");
  const text = await feed.text();
  expect(text).not.toContain("<entry>");
  expect(await (await app.get("/data/feed.xml")).text()).toBe(text);
  const page = await (await app.get("/data/")).text();
  expect(page).toContain("Nothing has been published here yet.");
  expect(page).toContain('href="/data/catalog.jsonld"');
  expect((await app.get("/data/index.html")).headers.get("location")).toBe("/data/");

  await settleAndPublish(app, await prepare(app, "ada"), "ada");
  const full = (await (await app.get("/data/catalog.jsonld")).json()) as Record<string, unknown>;
  for (const part of ["@id", "dct:title", "dct:description", "dct:publisher"]) expect(full[part]).toEqual(empty[part]);
  expect(full["dcat:dataset"]).toHaveLength(1);
  const entries = await (await app.get("/data/feed.xml")).text();
  expect(entries).toContain("<entry>");
  expect(idOf(entries)).toBe(idOf(text));
});

test("PU90 a site with a data set whose catalogue is lost is not called empty", async () => {
  await using app = await openTestPublishingApp({ now });
  await settleAndPublish(app, await prepare(app, "ada"), "ada");
  for (const name of ["catalog.jsonld", "feed.xml"]) await rm(join(app.site, name));
  expect((await app.get("/data/catalog.jsonld")).status).toBe(404);
  expect((await app.get("/data/feed.xml")).status).toBe(404);
});

test("PU91 a site that says in site.json what it is called keeps it", async () => {
  await using app = await openTestPublishingApp({ now });
  const own = { format: 1, title: "Ambleford in figures", description: "Invented.", publisher: "Invented halls" };
  await writeFile(join(app.site, "site.json"), JSON.stringify(own));
  await settleAndPublish(app, await prepare(app, "ada"), "ada");
  expect(JSON.parse(await readFile(join(app.site, "site.json"), "utf8"))).toEqual(own);
  expect(await (await app.get("/data/")).text()).toContain("<h1>Ambleford in figures</h1>");
});
