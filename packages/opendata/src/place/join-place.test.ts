import { describe, expect, test } from "vitest";
import { chart } from "../charts/chart-verbs.js";
import { tableOf } from "../table/table.js";
import { joinPlace } from "./join-place.js";
import { openPack } from "./open-pack.js";
import { parseManifest } from "./pack-manifest.js";
import { Pack } from "./pack.js";

/** Invented for teaching: two wards of one name, and one whose name is another's code. */
function ambleford(key: string | undefined): Pack {
  const csv = "code,ward\nAMB01,Abbey\nAMB02,Abbey\nAMB03,Castle\nAMB04,AMB03\n";
  const manifest = {
    format: "data-surgery-pack/1",
    id: "ambleford",
    title: "Ambleford (invented)",
    publisher: "Data Surgery",
    licence: { name: "CC0", url: "https://creativecommons.org/publicdomain/zero/1.0/" },
    attribution: ["Invented for teaching"],
    date: "2024",
    boundaries: [],
    tables: [
      {
        name: "wards",
        file: "wards.csv",
        bytes: csv.length,
        sha256: "0".repeat(64),
        rows: 4,
        key,
        label: "ward",
        columns: [
          { name: "code", type: "text", about: "Code" },
          { name: "ward", type: "text", about: "Name" },
        ],
      },
    ],
  };
  return new Pack(parseManifest(JSON.stringify(manifest), "ambleford"), () => csv);
}

describe("what a pack knows of the places in a column", () => {
  const grants = tableOf(
    [
      { borough: "Barking & Dagenham", code: "G1", rate: 1 },
      { borough: " camden", code: "G2", rate: 2 },
      { borough: "E09000033", code: "G3", rate: 3 },
      { borough: "Leeds", code: "G4", rate: 4 },
      { borough: null, code: "G5", rate: 5 },
    ],
    "grants.csv",
  );

  test("stands beside each row, found by code or name; rows stay as they were and what was not found is told", async () => {
    const pack = await openPack("london-boroughs");
    const joined = joinPlace(grants, { on: "borough", pack, bring: ["code", "name"] });
    expect(joined.columns).toEqual(["borough", "code", "rate", "code (2)", "name"]);
    expect(joined.column("code")).toEqual(["G1", "G2", "G3", "G4", "G5"]);
    expect(joined.column("code (2)")).toEqual(["E09000002", "E09000007", "E09000033", null, null]);
    expect(joined.column("name")).toEqual(["Barking and Dagenham", "Camden", "Westminster", null, null]);
    expect(joined.about.name).toBe("grants.csv");
    expect(joined.about.steps.at(-1)).toEqual({
      words:
        "Brought code, name from “London boroughs” by “borough”. 1 row names no place. 1 row was not found there: Leeds",
      rowsBefore: 5,
      rowsAfter: 5,
    });
  });

  test("is all that it knows unless columns are named, and a map is drawn by the codes", async () => {
    const pack = await openPack("london-boroughs");
    const joined = joinPlace([{ borough: "Hackney", rate: 2 }], { on: "borough", pack });
    expect(joined.columns).toEqual(["borough", "rate", "code", "name", "longitude", "latitude"]);
    const drawn = chart.map(joined, {
      area: "code",
      value: "rate",
      boundaries: pack.boundaries(),
      axis: "Grants per 1,000 people",
      title: "Hackney",
      source: "Invented for teaching",
    });
    expect(drawn.description).toContain("Hackney, 2");
  });

  test("a name that two places have is nobody's, and a code goes before a name", () => {
    const rows = [{ ward: "Abbey" }, { ward: "AMB03" }, { ward: "AMB02" }];
    const joined = joinPlace(rows, { on: "ward", pack: ambleford("code"), bring: ["code"] });
    expect(joined.column("code")).toEqual([null, "AMB03", "AMB02"]);
    expect(joined.about.steps.at(-1)?.words).toContain("1 row was not found there: Abbey");
  });

  test("a pack without codes is joined by names", () => {
    const joined = joinPlace([{ ward: "CASTLE" }], { on: "ward", pack: ambleford(undefined), bring: ["code"] });
    expect(joined.column("code")).toEqual(["AMB03"]);
  });

  test("slips in either table's columns, and places of elsewhere, are told with what there is", async () => {
    const pack = await openPack("london-boroughs");
    expect(() => joinPlace(grants, { on: "boroughs", pack })).toThrow(/Did you mean "borough"\?/);
    expect(() => joinPlace(grants, { on: "borough", pack, bring: ["codes"] })).toThrow(/Did you mean "code"\?/);
    expect(() => joinPlace(grants, { on: "code", pack })).toThrow(
      /Nothing under "code" is a place in “London boroughs”\. That column has G1, G2, .*the pack has City of London/,
    );
    expect(joinPlace(grants.slice(0, 0), { on: "borough", pack }).length).toBe(0);
  });
});
