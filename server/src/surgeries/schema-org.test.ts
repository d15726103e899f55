/** What search engines and link previews read, read here by others' code: the vocabulary as schema.org publishes it, and its rules. */
import Validator from "@adobe/structured-data-validator";
import WebAutoExtractor from "@marbec/web-auto-extractor";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { newSurgery, openTestSurgeryApp } from "./test-surgery-app.js";

const now = Date.UTC(2026, 10, 1);
const hostile = `</script><script>alert(1)</script>"'&`;

/** The vocabulary's triples in the shape in which schema.org publishes it for programs. */
function vocabulary(): { "@graph": Record<string, unknown>[] } {
  const file = join(dirname(createRequire(import.meta.url).resolve("@vocabulary/schema")), "schema.nq");
  const short: Readonly<Record<string, string>> = {
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#type": "@type",
    "http://www.w3.org/2000/01/rdf-schema#subClassOf": "rdfs:subClassOf",
    "http://schema.org/domainIncludes": "schema:domainIncludes",
    "http://schema.org/rangeIncludes": "schema:rangeIncludes",
  };
  const kinds: Readonly<Record<string, string>> = {
    "http://www.w3.org/2000/01/rdf-schema#Class": "rdfs:Class",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#Property": "rdf:Property",
  };
  const things = new Map<string, Record<string, unknown>>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    const [, subject = "", predicate = "", object = ""] = /^<([^>]+)> <([^>]+)> <([^>]+)> /.exec(line) ?? [];
    const name = short[predicate];
    if (name === undefined) continue;
    const thing = things.get(subject) ?? { "@id": subject };
    if (name === "@type") thing["@type"] = kinds[object] ?? thing["@type"];
    else thing[name] = [...((thing[name] as object[] | undefined) ?? []), { "@id": object }];
    things.set(subject, thing);
  }
  return { "@graph": [...things.values()] };
}

const validator = new Validator(vocabulary());
const extractor = new WebAutoExtractor({ addLocation: true, embedSource: ["rdfa", "microdata"] });
const issuesOf = (page: string): ReturnType<typeof validator.validate> => validator.validate(extractor.parse(page));

test("a validator finds no fault in a surgery's and a workshop's events, hostile words and called-off dates included", async () => {
  await using app = await openTestSurgeryApp({ now });
  for (const changes of [
    {},
    { kind: "workshop", title: "A workshop" },
    { title: `Hostile ${hostile}`, about: hostile, hostGroup: hostile, venueName: hostile, mapLink: "" },
  ]) {
    const answer = await app.post("/surgeries/new", { ...newSurgery, ...changes }, "organiser-1");
    const slug = /\/surgeries\/([^/]+)\//.exec(answer.headers.get("location") ?? "")?.[1] ?? "";
    const [date] = await app.surgeries.datesOf((await app.surgeries.bySlug(slug)).id);
    await app.post(`/surgeries/${slug}/dates/${date!.id}/call-off`, { note: hostile }, "organiser-1");
    const page = await (await app.get(`/surgeries/${slug}`)).text();
    expect(Object.values(extractor.parse(page).jsonld).flat()).toHaveLength(4);
    expect(await issuesOf(page)).toEqual([]);
  }
});

test("the validator is awake: a property that events don't have is told", async () => {
  const event = { "@context": "https://schema.org", "@type": "Event", name: "x", wardrobe: "none" };
  const page = `<script type="application/ld+json">${JSON.stringify(event)}</script>`;
  expect((await issuesOf(page)).map(({ issueMessage }) => issueMessage).join()).toContain("wardrobe");
});

test("a link to a surgery has a title, words and a picture for other sites; the picture is there, and a PNG", async () => {
  await using app = await openTestSurgeryApp({ now });
  await app.post("/surgeries/new", { ...newSurgery, title: `Lunch ${hostile}` }, "organiser-1");
  const [date] = await app.surgeries.upcoming(now, 1);
  const page = await (await app.get(`/surgeries/${date!.surgery.slug}`)).text();
  const metas = new Map(
    [...page.matchAll(/<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)"/g)].map(([, key, value]) => [
      key,
      value ?? "",
    ]),
  );
  expect([...metas.keys()]).toEqual(
    expect.arrayContaining([
      "og:title",
      "og:description",
      "og:type",
      "og:url",
      "og:image",
      "og:image:alt",
      "twitter:card",
    ]),
  );
  const image = new URL((metas.get("og:image") ?? "").replaceAll("&amp;", "&"));
  expect(image.origin).toBe("https://surgery.example.org");
  const picture = await app.get(image.pathname + image.search);
  expect([picture.status, picture.headers.get("content-type")]).toEqual([200, "image/png"]);
  expect(Buffer.from(await picture.arrayBuffer()).toString("latin1", 1, 4)).toBe("PNG");
  expect((await app.get("/surgeries/nothing/picture.png")).status).toBe(404);
  // Something on it changed: other sites must ask again.
  await app.surgeries.cancelDate(date!.id, "", "organiser-1");
  expect(await (await app.get(`/surgeries/${date!.surgery.slug}`)).text()).not.toContain(image.search);
});
