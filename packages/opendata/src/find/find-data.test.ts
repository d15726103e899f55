import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { OpenDataError } from "../open-data-error.js";
import { hubPortal } from "./arcgis-hub.js";
import { askPortals } from "./ask-portal.js";
import { charityRegister } from "./charity-register.js";
import { ckanPortal } from "./ckan.js";
import { grantsRegistry } from "./grants-registry.js";
import { onsPortal } from "./ons.js";
import { filesWith, openWith, type Openable, type OpenOptions } from "./open-found.js";
import { opendatasoftPortal } from "./opendatasoft.js";
import { policePortal } from "./police.js";
import type { Portal } from "./portal.js";
import { portals } from "./portals.js";
import { searchWith, type SearchOptions } from "./search.js";
import {
  ckanPackage,
  crimes,
  hubFeature,
  librariesCsv,
  onsAnswers,
  opendatasoftDataSet,
  openStandIn,
  registryEntry,
  type StandIn,
} from "./test-portals.js";

let site: StandIn;
let known: readonly Portal[];
beforeEach(async () => {
  site = await openStandIn();
  const { base } = site;
  known = [
    ckanPortal({ id: "data.gov.uk", name: "data.gov.uk", base, pages: base }),
    onsPortal({ api: `${base}/v1`, pages: base.replace("127.0.0.1", "localhost") }),
    hubPortal({ id: "hub", name: "A hub", base }),
    policePortal(base),
    charityRegister(base, base),
    grantsRegistry({ registry: base, grantNav: base }),
    opendatasoftPortal({ id: "birmingham", name: "Birmingham", base }),
  ];
});
afterEach(() => site[Symbol.asyncDispose]());

const look = (words: string, options: SearchOptions = {}) =>
  searchWith(words, options, known, askPortals({ patience: options.patience ?? 60_000 }));
const openIt = (source: Openable, options: OpenOptions = {}) =>
  openWith(source, options, known, askPortals({ patience: 60_000 }));

async function failure(work: Promise<unknown>): Promise<OpenDataError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof OpenDataError) return error;
  throw new Error(`no OpenDataError but ${String(error)}`, { cause: error });
}

describe("each portal's answers become the same list, and a row of it opens as a table that knows where it came from", () => {
  test("CKAN (data.gov.uk)", async () => {
    const data = ckanPackage(site.base);
    site.answer("/api/3/action/package_search", { success: true, result: { count: 1, results: [data] } });
    site.answer("/api/3/action/package_show", { success: true, result: data });
    site.answer("/files/libraries.csv", librariesCsv);
    const found = await look("libraries birmingham");
    expect(site.asked).toEqual(["/api/3/action/package_search?q=libraries+birmingham&rows=20"]);
    expect(found.rows()).toEqual([
      {
        title: "Amble libraries (invented)",
        publisher: "Amble Borough Council (invented)",
        licence: "UK Open Government Licence (OGL)",
        updated: "2024-05-20",
        formats: "web page, CSV, PDF",
        portal: "data.gov.uk",
        address: `${site.base}/dataset/c322307a-b871-44fe-a602-32ee8437ff04`,
      },
    ]);
    expect(found.about.steps[0]?.words).toBe("Asked data.gov.uk for “libraries birmingham”: 1 data set.");
    const table = await openIt(found.sortBy("title").at(0) ?? "");
    expect(table.column("ward")).toEqual(["Abbey", "Castle"]);
    expect(table.about).toMatchObject({
      name: "Amble libraries (invented): Libraries 2024",
      publisher: "Amble Borough Council (invented)",
      licence: "UK Open Government Licence (OGL)",
      published: "2024-05-19",
      portal: "data.gov.uk",
      url: `${site.base}/files/libraries.csv`,
    });
    expect(table.about.readAt).toMatch(/^\d{4}-\d\d-\d\dT/);
    // By its address alone, as somebody pastes it from a browser.
    const again = await openIt(`${site.base}/dataset/c322307a-b871-44fe-a602-32ee8437ff04/amble-libraries`);
    expect(again.about.publisher).toBe("Amble Borough Council (invented)");
  });

  test("the Office for National Statistics: its list is searched here, and the latest version is opened", async () => {
    for (const [path, body] of Object.entries(onsAnswers(`${site.base}/v1`))) site.answer(path, body);
    site.answer("/files/people.csv", "area,people\nAmble,1200\nCastle,900\n");
    const found = await look("population areas", { in: "ons" });
    expect(found.column("title")).toEqual(["Population Estimates (invented figures)"]);
    expect((await look("bicycles", { in: "ons" })).length).toBe(0);
    const table = await openIt(found.at(0) ?? "");
    expect(table.column("people")).toEqual([1200, 900]);
    expect(table.about).toMatchObject({
      publisher: "Office for National Statistics",
      licence: "Open Government Licence v3.0",
      published: "2024-07-15",
    });
  });

  test("ArcGIS Hub: a layer as CSV, or as GeoJSON if that is asked for", async () => {
    site.answer("/api/search/v1/collections/dataset/items", { type: "FeatureCollection", features: [hubFeature] });
    site.answer(`/api/search/v1/collections/dataset/items/${hubFeature.id}`, hubFeature);
    site.answer(`/api/download/v1/items/${hubFeature.id}/csv`, "route,miles\nCanal,3\nPark,2\n");
    const found = await look("bikeways", { in: "hub" });
    expect(found.rows()[0]).toMatchObject({ licence: "OGL v3.0", updated: "2024-05-08", formats: "CSV, GeoJSON" });
    const table = await openIt(found.at(0) ?? "");
    expect(table.column("miles")).toEqual([3, 2]);
    expect(site.asked.at(-1)).toBe(`/api/download/v1/items/${hubFeature.id}/csv?redirect=true&layers=0`);
    const files = await filesWith(found.at(0) ?? "", {}, known, askPortals({}));
    expect(files.column("format")).toEqual(["CSV", "GeoJSON"]);
    site.answer(`/api/download/v1/items/${hubFeature.id}/geojson`, {
      type: "FeatureCollection",
      features: [{ type: "Feature", properties: { route: "Canal" }, geometry: null }],
    });
    expect((await openIt(found.at(0) ?? "", { file: "GeoJSON" })).column("route")).toEqual(["Canal"]);
  });

  test("data.police.uk: around a place in a month, with the nested answer as columns", async () => {
    site.answer("/api/crimes-street/all-crime", crimes);
    site.answer("/api/crime-last-updated", { date: "2024-07-01" });
    const found = await look("street crime", { in: "police.uk" });
    const first = found.at(0) ?? "";
    expect((await failure(openIt(first))).message).toContain("say where, in degrees");
    expect((await failure(openIt(first, { near: { latitude: 400_000, longitude: 1 } }))).code).toBe("place-needed");
    const near = { latitude: 52.48, longitude: -1.9 };
    expect((await failure(openIt(first, { near, month: "May 2024" }))).message).toContain('"2024-05"');
    const table = await openIt(first, { near, month: "2024-05" });
    expect(site.asked.at(-1)).toBe("/api/crimes-street/all-crime?lat=52.48&lng=-1.9&date=2024-05");
    expect(table.column("category")).toEqual(["anti-social-behaviour", "bicycle-theft"]);
    expect(table.column("location.latitude")).toEqual([52.48, 52.481]);
    expect(table.about).toMatchObject({ portal: "police.uk", published: "2024-07-01" });
  });

  test("the charity register: one file in a zip", async () => {
    const found = await look("income", { in: "Charity Commission" });
    expect(found.at(0)?.["licence"]).toBe("Open Government Licence v3.0");
    const { testZip } = await import("../read/test-zip.js");
    const json = JSON.stringify([{ registered_charity_number: 1, charity_name: "An invented one" }]);
    site.answer("/data/json/publicextract.charity.zip", testZip([{ name: "publicextract.charity.json", text: json }]));
    const table = await openIt(found.at(0) ?? "");
    expect(table.column("charity_name")).toEqual(["An invented one"]);
    expect((await failure(openIt("https://api.charitycommission.gov.uk/register/api/x"))).code).toBe("needs-key");
  });

  test("a register larger than memory is read record by record, and only what a rule keeps", async () => {
    const { testZip } = await import("../read/test-zip.js");
    const records = Array.from({ length: 3000 }, (_, at) => ({
      charity_name: `{"[${at}`,
      charity_contact_postcode: at % 500 === 0 ? "B4 7YG" : at % 3 === 0 ? null : "M1 1AA",
      about: { texts: ["a}", "\\", '"'] },
    }));
    const text = `\uFEFF${JSON.stringify(records)}`;
    site.answer("/data/json/publicextract.charity.zip", testZip([{ name: "publicextract.charity.json", text }]));
    const register = (await look("income", { in: "charity-commission" })).at(0) ?? "";
    const large = await failure(openIt(register, { mostBytes: 10_000 }));
    expect(large).toMatchObject({ code: "too-large", message: expect.stringContaining("{ only: (row) =>") as string });
    const only = (row: { readonly charity_contact_postcode?: string }): unknown =>
      row.charity_contact_postcode?.startsWith("B4");
    const table = await openIt(register, { only, mostBytes: 10_000 });
    expect(table.column("charity_name")).toEqual([0, 500, 1000, 1500, 2000, 2500].map((at) => `{"[${at}`));
    expect((await failure(openIt(register, { only: () => true, mostBytes: 10_000 }))).message).toContain(
      "What is kept of",
    );
    const none = await failure(openIt(register, { only: (row) => row["postcode"] === "B4 7YG" }));
    expect(none.message).toContain("Its columns are: charity_name, charity_contact_postcode and about");
    for (const [wrong, code] of [
      ['{"a":1}', "not-a-table"],
      ['[{"a":1},{"b', "broken-json"],
      ["[{'a':1}]", "broken-json"],
      ["[1,2]", "not-a-table"],
    ] as const) {
      site.answer("/data/json/publicextract.charity.zip", testZip([{ name: "x.json", text: wrong }]));
      expect([wrong, (await failure(openIt(register, { only: () => true }))).code]).toEqual([wrong, code]);
    }
  });

  test("360Giving: funders' files by their names, and the grants themselves by GrantNav", async () => {
    site.answer("/data.json", [registryEntry(site.base), { title: 7 }, null]);
    site.answer("/files/grants.csv", "Title,Amount Awarded\nA garden,500\nA hall,900\n");
    site.answer("/search.csv", "Title,Amount Awarded\nBooks,250\nShelves,300\n");
    const found = await look("amble", { in: "360giving" });
    expect(found.column("publisher")).toEqual(["360Giving GrantNav", "The Amble Trust (invented)"]);
    expect((await openIt(found.at(0) ?? "")).column("Title")).toEqual(["Books", "Shelves"]);
    expect(site.asked.at(-1)).toBe("/search.csv?query=amble");
    const table = await openIt(String(found.at(1)?.["address"]));
    expect(table.about).toMatchObject({
      publisher: "The Amble Trust (invented)",
      licence: "Creative Commons Attribution 4.0 International (CC BY 4.0)",
    });
  });

  test("Opendatasoft (Birmingham)", async () => {
    site.answer("/api/explore/v2.1/catalog/datasets", { total_count: 1, results: [opendatasoftDataSet] });
    site.answer("/api/explore/v2.1/catalog/datasets/amble-trees", opendatasoftDataSet);
    site.answer("/api/explore/v2.1/catalog/datasets/amble-trees/exports/csv", "tree;ward\nOak;Abbey\nAsh;Castle\n");
    const found = await look('trees "old"', { in: "birmingham" });
    expect(site.asked[0]).toBe('/api/explore/v2.1/catalog/datasets?where="trees++old+"&limit=20');
    expect((await openIt(found.at(0) ?? "")).column("tree")).toEqual(["Oak", "Ash"]);
  });

  test("a portal of which only the address is known: the software is found out", async () => {
    site.answer("/api/search/v1/collections/dataset/items", { type: "FeatureCollection", features: [hubFeature] });
    const found = await look("bikeways", { in: site.base });
    expect(found.column("title")).toEqual(["Amble bikeways (invented)"]);
    const other = await openStandIn();
    try {
      expect((await failure(look("x", { in: other.base }))).message).toContain("can't be searched from here");
    } finally {
      await other[Symbol.asyncDispose]();
    }
  });
});

describe("what goes wrong is said in words", () => {
  test("a slip in the portal's name, and no words", async () => {
    expect((await failure(look("x", { in: "birmingam" }))).message).toContain('Did you mean "birmingham"?');
    expect((await failure(look("  "))).message).toContain("Say in words");
  });

  test.each([
    [429, { "retry-after": "30" }, /asked too often just now and wants a pause of 30 seconds/],
    [429, {}, /wants a pause\. Wait/],
    [503, {}, /has trouble of its own \(it answered 503\)/],
    [403, {}, /refuses programs/],
  ] as const)("status %i", async (status, headers, words) => {
    site.answer("/api/3/action/package_search", "x", status, headers);
    expect((await failure(look("x"))).message).toMatch(words);
  });

  test("a host that goes quiet, and one that is not there", async () => {
    site.answerWith("/api/3/action/package_search", (_request, response) => void response.write("{"));
    expect((await failure(look("x", { patience: 200 }))).message).toContain("said nothing for 0 seconds");
    await site[Symbol.asyncDispose]();
    expect((await failure(look("x"))).message).toContain("could not be reached");
    site = await openStandIn();
  });

  test("a page of the Wi-Fi that asks to sign in, a page of any kind, and JSON of another kind", async () => {
    site.answer("/api/3/action/package_search", "<html><title>Library Wi-Fi: sign in</title><body>…</body></html>");
    expect((await failure(look("x"))).message).toMatch(
      /called “Library Wi-Fi: sign in” answered that asks you to sign in/,
    );
    site.answer("/api/3/action/package_search", "<!doctype html><title>In repair</title>");
    expect((await failure(look("x"))).message).toMatch(/a web page called “In repair” instead of a list/);
    for (const body of ["not json", "[]", "{}", '{"success":true,"result":{"results":7}}', "null"]) {
      site.answer("/api/3/action/package_search", body);
      expect((await failure(look("x"))).code).toBe("portal-answer");
    }
  });

  test("of several portals the ones that answer do, and the step tells of the other", async () => {
    site.answer("/api/3/action/package_search", "x", 503);
    const found = await look("crime", { in: ["data.gov.uk", "police.uk"] });
    expect(found.length).toBeGreaterThan(0);
    expect(found.about.steps[0]?.words).toMatch(/Asked data\.gov\.uk, police\.uk .* has trouble of its own/);
  });

  test("a data set with several files, or none to read, is not guessed", async () => {
    const csv = (name: string) => ({ name, format: "CSV", url: `${site.base}/files/${name}.csv` });
    const data = {
      ...ckanPackage(site.base),
      resources: [csv("May"), csv("June"), { format: "PDF", url: "https://x.uk/a" }],
    };
    site.answer("/api/3/action/package_search", { success: true, result: { results: [data] } });
    site.answer("/files/June.csv", "a,b\n1,2\n3,4\n");
    const row = (await look("x")).at(0) ?? "";
    const several = await failure(openIt(row));
    expect(several.code).toBe("several-files");
    expect(several.message).toContain("1 May (CSV); 2 June (CSV)");
    expect((await openIt(row, { file: 2 })).column("a")).toEqual([1, 3]);
    expect((await openIt(row, { file: "june" })).about.name).toBe("Amble libraries (invented): June");
    const files = await filesWith(row, {}, known, askPortals({}));
    expect((await openIt(files.at(1) ?? "")).about).toMatchObject({ publisher: "Amble Borough Council (invented)" });
    expect((await failure(openIt(row, { file: "August" }))).message).toContain("No file of");
    site.answer("/api/3/action/package_search", {
      success: true,
      result: { results: [{ ...data, resources: [{ format: "PDF", url: "https://x.uk/a" }] }] },
    });
    expect((await failure(openIt((await look("x")).at(0) ?? ""))).message).toContain("has only PDF");
  });

  test("the address of a file opens as it is; what is no address is told", async () => {
    site.answer("/files/libraries.csv", librariesCsv);
    expect((await openIt(`${site.base}/files/libraries.csv`)).length).toBe(2);
    // An address whose escapes are broken is one that is not there, not a fault of the program.
    expect((await failure(openIt(`${site.base}/files/%E0%A4%A.csv`))).code).toBe("no-such-address");
    const only = (row: { readonly ward?: string }): boolean => row.ward === "Castle";
    expect((await openIt(`${site.base}/files/libraries.csv`, { only })).column("ward")).toEqual(["Castle"]);
    expect((await failure(openIt("libraries.csv"))).code).toBe("no-file");
    expect((await failure(openIt({ title: "no address" }))).code).toBe("no-file");
  });
});

describe("hostile answers", () => {
  test("links that are no web addresses, signs that hide, endless titles and names of JavaScript come to nothing", async () => {
    const evil = {
      ...ckanPackage(site.base),
      title: `A\u202Etitle ${"x".repeat(5000)}`,
      id: "../../etc",
      name: "amble",
      resources: [
        { url: "javascript:alert(1)", format: "CSV" },
        { url: "file:///etc/passwd" },
        { url: "https://u:p@x.uk/a.csv" },
      ],
    };
    site.answer("/api/3/action/package_search", {
      success: true,
      result: {
        results: [
          evil,
          { ...evil, id: "fine" },
          { title: { toString: 1 }, id: "x" },
          [[]],
          JSON.parse('{"__proto__":{"title":"t"}}'),
        ],
      },
    });
    const found = await look("x");
    expect(found.length).toBe(1);
    const title = String(found.at(0)?.["title"]);
    expect(title).not.toContain("\u202E");
    expect(title.length).toBeLessThanOrEqual(300);
    const files = await filesWith(found.at(0) ?? "", {}, known, askPortals({}));
    expect(files.column("address")).toEqual(["https://x.uk/a.csv"]);
  });

  test("the ONS's answer can't send a question to another host", async () => {
    const answers = onsAnswers(`${site.base}/v1`);
    const item = answers["/v1/datasets/mid-year-pop-est"] as Record<string, unknown>;
    site.answer("/v1/datasets/mid-year-pop-est", {
      ...item,
      links: { latest_version: { href: "https://evil.uk/v1/x" } },
    });
    const address = `${site.base.replace("127.0.0.1", "localhost")}/datasets/mid-year-pop-est`;
    expect((await failure(openIt(address))).code).toBe("portal-answer");
  });

  test("whatever JSON a portal answers, search gives a table or an OpenDataError, for every portal", async () => {
    const ids = ["data.gov.uk", "ons", "hub", "360giving", "birmingham"];
    const keys = [
      "success",
      "result",
      "results",
      "items",
      "features",
      "properties",
      "title",
      "id",
      "links",
      "href",
      "resources",
      "url",
      "metas",
      "default",
      "publisher",
      "distribution",
      "name",
    ];
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom<unknown>(null, true, "x", "https://x.uk/a.csv", "javascript:1", "2024-13-45", -1, 1e300, ""),
        fc.array(tie("json"), { maxLength: 4 }),
        fc.dictionary(fc.constantFrom(...keys), tie("json"), { maxKeys: 6 }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(json, fc.constantFrom(...ids), async (answer, id) => {
        const ask = { json: () => Promise.resolve(answer) };
        const found = await searchWith("x", { in: id }, known, ask).catch((error: unknown) => {
          if (error instanceof OpenDataError) return undefined;
          throw error;
        });
        for (const row of found?.rows() ?? []) {
          expect(Object.values(row).every((cell) => cell === null || typeof cell === "string")).toBe(true);
        }
      }),
      { numRuns: 400, seed: 6 },
    );
  });
});

test("the portals that ship have names of their own, and their pages' addresses are found again", () => {
  expect(new Set(portals.map(({ id }) => id)).size).toBe(portals.length);
  const owner = (address: string): string | undefined => portals.find((one) => one.owns(new URL(address)))?.id;
  expect(owner("https://www.data.gov.uk/dataset/176ae264-2484-4afe-a297-d51798eb8228/libraries")).toBe("data.gov.uk");
  expect(owner("https://www.ons.gov.uk/datasets/cpih01")).toBe("ons");
  expect(owner("https://data.police.uk/docs/method/crime-street/")).toBe("police.uk");
  expect(owner("https://www.ons.gov.uk/economy")).toBeUndefined();
});
