import fc from "fast-check";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { OpenDataError } from "../open-data-error.js";
import { joinPlace } from "../place/join-place.js";
import { openPack } from "../place/open-pack.js";
import { readShard, shardText } from "../place/postcode-shard.js";
import { testZip, type TestEntry } from "../read/test-zip.js";
import { buildPack, checkPack, installPack, listPacks, parseRecipe, readRecipe, shippedRecipes } from "./index.js";
import { fits } from "./name-pattern.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "packs-"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});
const at = (...path: string[]): string => join(folder, ...path);

/** In the layout of the directory of May 2025 (its own headings, the columns that matter); invented postcodes of Birmingham and Belfast. */
const directory = [
  "pcd7,pcd8,pcds,dointr,doterm,usrtypind,east1m,north1m,gridind,oa21cd,cty25cd,ced25cd,lad25cd,wd25cd,lsoa21cd,lat,long",
  '"B4 7YG","B4  7YG","B4 7YG","199501","","0","407000","287000","1","E00175596","E11000005","E99999999","E08000025","E05011151","E01033620",52.48,-1.89',
  '"B4 7YH","B4  7YH","B4 7YH","199501","","0","407000","287000","1","E00175596","E11000005","E99999999","E08000025","E05011151","E01033620",52.48,-1.89',
  '"B4 9ZZ","B4  9ZZ","B4 9ZZ","198001","199606","0","407000","287000","1","E00175596","E11000005","E99999999","E08000025","E05011151","E01033620",52.48,-1.89',
  '"BT1 5GS","BT1 5GS","BT1 5GS","198001","","0","333800","374000","1","N00000001","N99999999","N99999999","N09000003","N08000001","N20000001",54.6,-5.9',
  '"SW1A1AA","SW1A1AA","SW1A 1AA","198001","","0","529090","179645","1","E00023938","E13000001","E99999999","E09000033","E05013806","E01004736",51.5,-0.14',
  "",
].join("\r\n");

const square = (x: number): unknown => ({
  type: "Polygon",
  coordinates: [
    [
      [x, 52],
      [x + 1, 52],
      [x + 1, 53.1234567],
      [x, 52],
    ],
  ],
});
const feature = (properties: unknown, x: number): unknown => ({ type: "Feature", properties, geometry: square(x) });
const collection = (...features: unknown[]): string => JSON.stringify({ type: "FeatureCollection", features });
const changes = [
  "GEOGCD,GEOGNM,GEOGNMW,OPER_DATE,GEOGCD_P,GEOGNM_P,ENTITYCD,YEAR",
  // Land given up long before it ended does not count.
  "E07000028,Carlisle,,01/04/1991 00:00:00,E07000026,Allerdale,E07,1991",
  "E06000063,Cumberland,,01/04/2023 00:00:00,E07000026,Allerdale,E06,2023",
  "E06000063,Cumberland,,01/04/2023 00:00:00,E07000028,Carlisle,E06,2023",
  "E06000061,North Northamptonshire,,01/04/2021 00:00:00,E07000999,Invented,E06,2021",
  "E06000062,West Northamptonshire,,01/04/2021 00:00:00,E07000999,Invented,E06,2021",
  "E05000001,A ward,,01/04/2021 00:00:00,E05000000,Another,E05,2021",
  "",
].join("\n");

async function failure(work: () => unknown): Promise<OpenDataError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof OpenDataError) return error;
    throw error;
  }
  throw new Error("nothing went wrong");
}

async function build(name: string, where: readonly (readonly [string, string[]])[] = [], date = "May 2025") {
  return buildPack({ recipe: readRecipe(name), from: [at("official")], out: at("made"), date, where: new Map(where) });
}

beforeEach(() => {
  mkdirSync(at("official"));
  writeFileSync(
    at("official", "ONSPD_MAY_2025_UK.zip"),
    testZip([
      { name: "Documents/User Guide.txt", text: "read me" },
      { name: "Data/multi_csv/ONSPD_MAY_2025_UK_B.csv", text: "x" },
      { name: "Data/ONSPD_MAY_2025_UK.csv", text: directory },
    ]),
  );
  writeFileSync(
    at("official", "Local_Authority_Districts_May_2025_Boundaries_UK_BUC_1.geojson"),
    collection(
      feature({ FID: 1, LAD25CD: "E06000063", LAD25NM: "Cumberland", LAT: 54 }, -3),
      feature({ FID: 2, LAD25CD: "E08000025", LAD25NM: "Birmingham", LAT: 52 }, -2),
    ),
  );
  writeFileSync(at("official", "Code_History_Database.zip"), testZip([{ name: "Changes.csv", text: changes }]));
  writeFileSync(
    at("official", "Wards_May_2025_Boundaries_UK_BSC.geojson"),
    collection(
      feature({ WD25CD: "E05011151", WD25NM: "Ladywood", WD25NMW: " " }, -2),
      feature({ WD25CD: "E05013806", WD25NM: "St James's", WD25NMW: " " }, 0),
    ),
  );
  writeFileSync(
    at("official", "WD25_LAD25_UK_LU.csv"),
    "\uFEFFWD25CD,WD25NM,LAD25CD,LAD25NM\nE05011151,Ladywood,E08000025,Birmingham\nE05013806,St James's,E09000033,Westminster\n",
  );
});

describe("a pack is made from the official files", () => {
  test("postcodes from the directory's zip as it comes: living ones, sharded by area, found as people write them", async () => {
    const manifest = await build("uk-postcodes");
    expect(manifest.attribution).toContain("Contains Royal Mail data © Royal Mail copyright and database right 2025");
    expect(manifest.lookups[0]?.shards.map(({ area, rows }) => [area, rows])).toEqual([
      ["B", 2],
      ["SW", 1],
    ]);
    expect(checkPack(at("made"))).toMatchObject({ files: 3, strangers: [] });
    const pack = await openPack(at("made"));
    const rows = ["b47yg", " B4  7YH", "sw1a 1aa", "B4 9ZZ", "BT1 5GS", null].map((postcode) => ({ postcode }));
    const joined = joinPlace(rows, { on: "postcode", pack, bring: ["ward", "local_authority"] });
    expect(joined.column("ward")).toEqual(["E05011151", "E05011151", "E05013806", null, null, null]);
    expect(joined.column("local_authority")).toEqual(["E08000025", "E08000025", "E09000033", null, null, null]);
    expect((await failure(() => joinPlace([{ place: "Abbey" }], { on: "place", pack }))).message).toMatch(
      /That column has Abbey; the pack has postcodes of B and postcodes of SW/,
    );
    expect(joined.about.steps.at(-1)?.words).toBe(
      "Brought ward, local_authority from “Postcodes of Great Britain: ward, small area, local authority” by “postcode”. 1 row names no place. 2 rows were not found there: B4 9ZZ and BT1 5GS",
    );
  });

  test("one city's wards: chosen by the look-up, outlines and note with them", async () => {
    const manifest = await build("uk-wards", [["local_authority", ["E08000025"]]]);
    expect(manifest.note).toMatch(/Only a part: local_authority E08000025\.$/);
    const pack = await openPack(at("made"));
    expect(pack.table().column("name")).toEqual(["Ladywood"]);
    expect(pack.boundaries("ward").features.map(({ code }) => code)).toEqual(["E05011151"]);
    expect(pack.boundaries().features[0]?.polygons[0]?.[0]?.[2]).toEqual([-1, 53.12346]);
    expect((await failure(() => build("uk-wards"))).code).toBe("pack-there");
    rmSync(at("made"), { recursive: true });
    expect((await failure(() => build("uk-wards", [["city", ["x"]]]))).message).toContain(
      "It can be by: code, name, local_authority",
    );
    expect((await failure(() => build("uk-wards", [["code", ["x"]]]))).message).toContain("Nothing is left");
    expect(readdirSync(folder)).toEqual(["official"]);
  });

  test("small areas by the long names that the portal gives to downloads, beside the files for wards", async () => {
    const lookup = "LSOA21CD,LSOA21NM,WD25CD,WD25NM,LAD25CD,LAD25NM\n";
    writeFileSync(
      at("official", "LSOA_(2021)_to_Electoral_Ward_(2025)_to_LAD_(2025)_Best_Fit_Lookup_in_EW.csv"),
      `${lookup}E01033620,Birmingham 138A,E05011151,Ladywood,E08000025,Birmingham\n`,
    );
    writeFileSync(
      at("official", "Lower_layer_Super_Output_Areas_December_2021_Boundaries_EW_BSC_V4_1.geojson"),
      collection(feature({ LSOA21CD: "E01033620", LSOA21NM: "Birmingham 138A" }, -2)),
    );
    const manifest = await build("small-areas");
    expect(manifest.tables[0]).toMatchObject({ place: "lsoa", rows: 1 });
    rmSync(at("made"), { recursive: true });
    expect((await build("uk-wards")).tables[0]?.rows).toBe(2);
  });

  test("codes that were replaced lead to those of today, ones that were divided to none, and both are told", async () => {
    await build("local-authorities");
    const pack = await openPack(at("made"));
    const rows = ["E08000025", "E07000026", "E07000028", "E07000999", "E09000001"].map((code) => ({ code }));
    const joined = joinPlace(rows, { on: "code", pack, bring: ["name"] });
    expect(joined.column("name")).toEqual(["Birmingham", "Cumberland", "Cumberland", null, null]);
    expect(joined.about.steps.at(-1)?.words).toMatch(
      /2 rows have a code that was replaced: E07000026 is now E06000063 and E07000028 is now E06000063\. 1 row has a code whose area was divided among several, so they got none: E07000999\. 1 row was not found there: E09000001$/,
    );
  });

  test("what is missing is said with where it is downloaded, and a renamed column with what there is", async () => {
    rmSync(at("official", "Code_History_Database.zip"));
    expect((await failure(() => build("local-authorities"))).message).toMatch(
      /^To make this pack, download “Code History Database \(CHD\), the zip with Changes\.csv” \(a file called Changes\.csv\) from https:\/\/geoportal/,
    );
    writeFileSync(
      at("official", "ONSPD_MAY_2025_UK.zip"),
      testZip([{ name: "ONSPD_MAY_2025_UK.csv", text: "pcds,doterm,borough\nB4 7YG,,x\n" }]),
    );
    expect((await failure(() => build("uk-postcodes"))).message).toContain(
      "no column called wd*cd or osward or ward. It has: pcds, doterm, borough",
    );
    expect((await failure(() => build("uk-postcodes", [], "the newest"))).message).toContain("has no year");
    expect(readdirSync(folder)).toEqual(["official"]);
  });

  test("every recipe that ships holds together, and has a licence and what it asks for", () => {
    expect(shippedRecipes()).toEqual(["local-authorities", "small-areas", "uk-postcodes", "uk-wards"]);
    for (const name of shippedRecipes()) {
      const recipe = readRecipe(name);
      expect(recipe.id).toBe(name);
      expect(recipe.licence.url).toMatch(/^https:/);
      expect(recipe.attribution.length).toBeGreaterThan(1);
    }
    expect(() => parseRecipe('{"format":"data-surgery-recipe/1","id":"../x"}', "x")).toThrow(/its id/);
    expect(() => readRecipe("no-such")).toThrow(/no file called no-such/);
  });
});

describe("a pack is installed", () => {
  beforeEach(() => build("local-authorities"));
  const zipOfMade = (
    more: readonly TestEntry[] = [],
    change: (entry: TestEntry) => TestEntry = (entry) => entry,
  ): string => {
    const files = readdirSync(at("made")).map((name) =>
      change({ name: `local-authorities/${name}`, bytes: readFileSync(at("made", name)) }),
    );
    writeFileSync(at("pack.zip"), testZip([...files, ...more]));
    return at("pack.zip");
  };

  test("from a folder, then from a zip in its place; others may read it, and joinPlace finds it by what a column has", async () => {
    const { about } = await installPack(at("made"), at("data", "packs"));
    expect(about.id).toBe("local-authorities");
    expect((await failure(() => installPack(at("made"), at("data", "packs")))).message).toContain("--replace");
    await installPack(zipOfMade([{ name: "__MACOSX/._pack.json", text: "x" }]), at("data", "packs"), true);
    expect(readdirSync(at("data", "packs"))).toEqual(["local-authorities"]);
    expect(statSync(at("data", "packs", "local-authorities", "changes.csv")).mode & 0o777).toBe(0o644);
    expect(listPacks(at("data", "packs")).map(({ name, fault }) => [name, fault])).toEqual([
      ["local-authorities", undefined],
    ]);
    vi.stubEnv("SURGERY_PACKS", at("data", "packs"));
    const joined = await joinPlace([{ la: "E07000026" }, { la: "E08000025" }], { on: "la", bring: ["name"] });
    expect(joined.column("name")).toEqual(["Cumberland", "Birmingham"]);
    // Boroughs of London are in the pack that ships: the pack that knows the most is taken.
    expect((await joinPlace([{ la: "E09000007" }], { on: "la" })).column("name")).toEqual(["Camden"]);
    expect((await failure(async () => joinPlace([{ p: "B4 7YG" }], { on: "p" }))).message).toContain(
      "no pack on this computer knows them",
    );
    expect((await failure(async () => joinPlace([{ p: "Abbey" }], { on: "p" }))).message).toContain("Name one");
  });

  test.each<[string, (make: typeof zipOfMade) => string, RegExp]>([
    [
      "a name that climbs",
      (make) => make([{ name: "local-authorities/../../evil.csv", text: "x" }]),
      /leads out of its folder/,
    ],
    ["an absolute name", (make) => make([{ name: "/etc/passwd", text: "x" }]), /leads out of its folder/],
    [
      "a name with a backslash",
      (make) => make([{ name: "local-authorities\\..\\x", text: "x" }]),
      /leads out of its folder/,
    ],
    [
      "a link",
      (make) => make([{ name: "local-authorities/link.csv", text: "/etc/passwd", mode: 0o120777 }]),
      /leads elsewhere/,
    ],
    ["a file twice", (make) => make([{ name: "local-authorities/Changes.csv", text: "x" }]), /is in it twice/],
    ["a second pack.json", (make) => make([{ name: "other/pack.json", text: "{}" }]), /several pack\.json/],
    [
      "a file that says it is small",
      (make) =>
        make([], (entry) =>
          entry.name.endsWith("changes.csv") ? { ...entry, bytes: Buffer.alloc(100_000_000), saidBytes: 100 } : entry,
        ),
      /larger than it says/,
    ],
    [
      "another file under its checksum",
      (make) =>
        make([], (entry) => (entry.name.endsWith("changes.csv") ? { name: entry.name, text: "old,new\n" } : entry)),
      /is not the file that was packed/,
    ],
    [
      "a damaged file",
      (make) => make([], (entry) => (entry.name.endsWith("changes.csv") ? { ...entry, saidCrc: 7 } : entry)),
      /is damaged/,
    ],
    [
      "more files than a pack has",
      (make) => make(Array.from({ length: 1001 }, (_, n) => ({ name: `x/${n}`, text: "" }))),
      /more than 1,000 files/,
    ],
  ])("not from a zip with %s; then nothing is left", async (_title, make, words) => {
    expect((await failure(() => installPack(make(zipOfMade), at("packs")))).message).toMatch(words);
    expect(readdirSync(at("packs"))).toEqual([]);
    expect(readdirSync(folder).toSorted()).toEqual(["made", "official", "pack.zip", "packs"]);
  });

  test("not from a folder with links, nor from what is no zip", async () => {
    rmSync(at("made", "changes.csv"));
    symlinkSync(at("official", "WD25_LAD25_UK_LU.csv"), at("made", "changes.csv"));
    expect((await failure(() => installPack(at("made"), at("packs")))).message).toContain("leads elsewhere");
    writeFileSync(at("no.zip"), "PK but no zip");
    expect((await failure(() => installPack(at("no.zip"), at("packs")))).code).toBe("broken-zip");
    expect((await failure(() => installPack(at("nowhere"), at("packs")))).code).toBe("file-not-found");
  });

  test("not from a zip cut or changed anywhere: an OpenDataError, and what was installed stays", async () => {
    const whole = readFileSync(zipOfMade());
    await installPack(at("made"), at("packs"));
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (place, value, cut) => {
        const bytes = Buffer.from(cut ? whole.subarray(0, place) : whole);
        if (!cut) bytes[place] = value;
        writeFileSync(at("odd.zip"), bytes);
        await installPack(at("odd.zip"), at("packs"), true).catch((error: unknown) => {
          if (!(error instanceof OpenDataError)) throw error;
        });
        expect(checkPack(at("packs", "local-authorities")).about.id).toBe("local-authorities");
      }),
      { numRuns: 150, seed: 11 },
    );
  });
});

describe("a shard of postcodes", () => {
  test("gives back each postcode's cells, whatever they hold", () => {
    const cell = fc.string({ maxLength: 8 }).map((text) => text.replaceAll(/[\t\r\n]/g, " "));
    const postcode = fc.stringMatching(/^B[1-9][0-9]?[0-9][A-Z]{2}$/);
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(postcode, cell, cell), { selector: ([code]) => code, minLength: 1 }),
        (rows) => {
          const given = rows.map(([code, a, b]) => ({ postcode: code, cells: [a, b] }));
          const shard = readShard(shardText(["one", "two"], "B", given), ["one", "two"], "B");
          expect(shard.size).toBe(rows.length);
          for (const { postcode: code, cells } of given) expect(shard.find(code)).toEqual(cells);
        },
      ),
      { seed: 3, numRuns: 200 },
    );
    expect(() => readShard("0\na\tb\n", ["a"], "B")).toThrow(/its columns/);
    expect(() => readShard("1\na\nx\n11AA 7\n", ["a"], "B")).toThrow(/leads to no row/);
  });

  test("a national directory is a few bytes a postcode", () => {
    const rows = Array.from({ length: 40_000 }, (_, n) => ({
      postcode: `B${1 + Math.floor(n / 2000)}${Math.floor(n / 400) % 10}${String.fromCharCode(65 + (Math.floor(n / 20) % 20))}${String.fromCharCode(65 + (n % 20))}`,
      cells: [`E0501${1000 + Math.floor(n / 500)}`, `E0100${1000 + Math.floor(n / 60)}`, "E08000025"],
    }));
    const text = shardText(["ward", "lsoa", "local_authority"], "B", rows);
    expect(text.length / rows.length).toBeLessThan(12);
  });
});

test("names fit patterns without regular expressions", () => {
  const cases: readonly (readonly [string, string, boolean])[] = [
    ["LAD24CD", "lad*cd", true],
    ["LAD24NM", "lad*cd", false],
    ["Changes.csv", "changes.csv", true],
    ["aXbXc", "a*b*c", true],
    ["ac", "a*b*c", false],
    ["aba", "ab*ba", false],
    ["x", "*", true],
    ["", "", true],
  ];
  for (const [name, pattern, expected] of cases)
    expect([name, pattern, fits(name, pattern)]).toEqual([name, pattern, expected]);
});
