import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { chart } from "../charts/chart-verbs.js";
import { openPack } from "./open-pack.js";

const folder = mkdtempSync(join(tmpdir(), "pack-"));
const csv = "code,people\nAMB01,1200\nAMB02,\n";
const geojson = JSON.stringify({
  type: "FeatureCollection",
  features: [
    {
      type: "Feature",
      properties: { code: "AMB01", name: "Abbey" },
      geometry: {
        type: "Polygon",
        coordinates: [
          [
            [0, 52],
            [1, 52],
            [1, 53],
            [0, 52],
          ],
        ],
      },
    },
  ],
});

function part(file: string, text: string): { file: string; bytes: number; sha256: string } {
  return { file, bytes: Buffer.byteLength(text), sha256: createHash("sha256").update(text).digest("hex") };
}

function write(changes: Readonly<Record<string, unknown>> = {}, files: Readonly<Record<string, string>> = {}): void {
  const manifest = {
    format: "data-surgery-pack/1",
    id: "ambleford",
    title: "Ambleford wards (invented for teaching)",
    publisher: "Data Surgery",
    licence: { name: "CC0", url: "https://creativecommons.org/publicdomain/zero/1.0/" },
    attribution: ["Invented for teaching"],
    date: "2024",
    boundaries: [{ level: "ward", areas: 1, ...part("wards.geojson", files["wards.geojson"] ?? geojson) }],
    tables: [
      {
        name: "people",
        rows: 2,
        key: "code",
        columns: [
          { name: "code", type: "text", about: "Code" },
          { name: "people", type: "number", about: "People" },
        ],
        ...part("people.csv", csv),
      },
    ],
    ...changes,
  };
  writeFileSync(join(folder, "pack.json"), JSON.stringify(manifest));
  writeFileSync(join(folder, "people.csv"), csv);
  writeFileSync(join(folder, "wards.geojson"), files["wards.geojson"] ?? geojson);
}

beforeAll(() => write());
afterAll(() => rmSync(folder, { recursive: true }));

describe("the pack of London boroughs that ships", () => {
  test("has 33 closed outlines, each around the middle that its table gives, under the codes of the table", async () => {
    const london = await openPack("london-boroughs");
    const { features } = london.boundaries();
    const table = london.table();
    expect(features.map(({ code, name }) => [code, name])).toEqual(
      table.rows().map((row) => [row["code"], row["name"]]),
    );
    expect(new Set(table.column("code")).size).toBe(33);
    features.forEach(({ polygons }, at) => {
      for (const ring of polygons.flat()) expect(ring.at(-1)).toEqual(ring[0]);
      const points = polygons.flat(2);
      const { longitude, latitude } = table.at(at) as { longitude: number; latitude: number };
      expect(Math.min(...points.map(([x]) => x))).toBeLessThan(longitude);
      expect(Math.max(...points.map(([x]) => x))).toBeGreaterThan(longitude);
      expect(Math.min(...points.map(([, y]) => y))).toBeLessThan(latitude);
      expect(Math.max(...points.map(([, y]) => y))).toBeGreaterThan(latitude);
    });
  });

  test("is drawn by chart.map, by name and by code, with all that its licence asks for below", async () => {
    const london = await openPack("london-boroughs");
    const rows = [
      { borough: "Camden", rate: 2.5 },
      { borough: "E09000030", rate: 4 },
      { borough: "barking & dagenham", rate: 1 },
    ];
    const drawn = chart.map(rows, {
      area: "borough",
      value: "rate",
      boundaries: london.boundaries(),
      axis: "Grants per 1,000 people",
      title: "Tower Hamlets had the most",
      source: "Invented for teaching",
    });
    expect(drawn.svg.match(/<path d="M/g)).toHaveLength(33);
    expect(drawn.description).toContain("Tower Hamlets, 4.0, Camden, 2.5");
    expect(drawn.description).toContain("30 areas have no figure");
    expect(drawn.data.source).toBe(
      "Invented for teaching. Map: London boroughs, London Datastore, Open Government Licence v3.0 (" +
        "Contains National Statistics data © Crown copyright and database right 2015; " +
        "Contains Ordnance Survey data © Crown copyright and database right 2015), 2015",
    );
  });

  test("a slip in its name, in a level or in a table is told with what was meant", async () => {
    await expect(openPack("london boroughs")).rejects.toThrow(/Did you mean "london-boroughs"\?/);
    const london = await openPack("london-boroughs");
    expect(() => london.boundaries("boroughs")).toThrow(
      /does not have outlines called "boroughs"\. Did you mean "borough"/,
    );
    expect(() => london.table("wards")).toThrow(/does not have a table called "wards"\. It has: boroughs\./);
  });
});

describe("a pack in a folder", () => {
  test("opens by the path of the folder or of its pack.json; an empty cell is missing", async () => {
    write();
    for (const path of [folder, join(folder, "pack.json")]) {
      const pack = await openPack(path);
      expect(pack.table("people").rows()).toEqual([
        { code: "AMB01", people: 1200 },
        { code: "AMB02", people: null },
      ]);
      expect(pack.boundaries("ward").features[0]?.name).toBe("Abbey");
      expect(pack.table().about).toMatchObject({ publisher: "Data Surgery", licence: "CC0 (Invented for teaching)" });
    }
  });

  test("a file that was changed, by length or by one letter, is not used", async () => {
    for (const text of [`${csv}AMB03,5\n`, csv.replace("1200", "1300")]) {
      write();
      writeFileSync(join(folder, "people.csv"), text);
      const pack = await openPack(folder);
      expect(() => pack.table()).toThrow(/people\.csv is not the file that was packed/);
      expect(pack.boundaries().features).toHaveLength(1);
    }
  });

  test("a file that is missing is named", async () => {
    write();
    rmSync(join(folder, "people.csv"));
    const pack = await openPack(folder);
    expect(() => pack.table()).toThrow(/its file people\.csv is missing/);
  });

  test.each([
    [{ format: "data-surgery-pack/9" }, /its format is “data-surgery-pack\/9”/],
    [{ attribution: [] }, /“attribution” in pack\.json should be a list of texts/],
    [{ licence: { name: "CC0" } }, /“url” in “licence” in pack\.json should be a text/],
    [{ id: "../x" }, /small letters, digits and dashes/],
    [
      { boundaries: [{ level: "ward", areas: 1, ...part("../wards.geojson", geojson) }] },
      /not the name of a file beside/,
    ],
    [{ boundaries: [{ level: "ward", areas: 1, file: "w", bytes: 1, sha256: "0" }] }, /is not a SHA-256/],
    [{ tables: "none" }, /“tables” in pack\.json should be a list/],
  ])("a pack.json with %j is refused with what is wrong in it", async (changes, words) => {
    write(changes);
    await expect(openPack(folder)).rejects.toMatchObject({
      code: "broken-pack",
      message: expect.stringMatching(words) as string,
    });
  });

  test("outlines in eastings and northings, or fewer than promised, are refused in words", async () => {
    write({}, { "wards.geojson": geojson.replaceAll("52", "180000") });
    const metres = await openPack(folder);
    expect(() => metres.boundaries()).toThrow(/Abbey\) is not in longitude and latitude/);
    write({ boundaries: [{ level: "ward", areas: 2, ...part("wards.geojson", geojson) }] });
    const fewer = await openPack(folder);
    expect(() => fewer.boundaries()).toThrow(/its areas are 1, and pack\.json says 2/);
  });
});
