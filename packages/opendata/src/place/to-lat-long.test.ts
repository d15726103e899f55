import { describe, expect, test } from "vitest";
import { tableOf } from "../table/table.js";
import { toLatLong } from "./to-lat-long.js";

const columns = { easting: "easting", northing: "northing" };

/** Metres between two places that lie near each other: a degree of latitude is about 111,200 metres. */
function metresApart(
  one: { latitude: number; longitude: number },
  other: { latitude: number; longitude: number },
): number {
  const squeeze = Math.cos((one.latitude * Math.PI) / 180);
  return Math.hypot(one.latitude - other.latitude, (one.longitude - other.longitude) * squeeze) * 111_200;
}

describe("eastings and northings to latitude and longitude", () => {
  test("the Ordnance Survey's worked example, Caister water tower, is met within the 5 metres that the method has", async () => {
    // Transformations and OSGM15 user guide, Annexe A: OSGB36 651409.804, 313177.450 is ETRS89 52.658007833, 1.716073973.
    const table = await toLatLong([{ easting: 651409.804, northing: 313177.45 }], columns);
    const found = table.at(0) as { latitude: number; longitude: number };
    const published = { latitude: 52.658007833, longitude: 1.716073973 };
    expect(metresApart(found, published)).toBeLessThan(5);
    // The same place in degrees of OSGB36 (52° 39′ 27.2531″, 1° 43′ 4.5177″), as if the datum did not matter, is far off.
    const onOldDatum = { latitude: 52 + 39 / 60 + 27.2531 / 3600, longitude: 1 + 43 / 60 + 4.5177 / 3600 };
    expect(metresApart(onOldDatum, published)).toBeGreaterThan(100);
  });

  test("other columns stay, rows without a place have none, and the step counts them", async () => {
    const rows = [
      { name: "a", easting: 530_000, northing: 180_000 },
      { name: "b", easting: null, northing: 180_000 },
      { name: "c", easting: 0, northing: 0 },
    ];
    const table = await toLatLong(tableOf(rows), columns);
    expect(table.columns).toEqual(["name", "easting", "northing", "latitude", "longitude"]);
    expect(table.column("latitude").map((cell) => cell === null)).toEqual([false, true, true]);
    expect(table.column("longitude").slice(1)).toEqual([null, null]);
    expect(table.about.steps.at(-1)).toEqual({
      words:
        "Worked out latitude and longitude from “easting” and “northing”. 1 row has no place. 1 row lies outside Great Britain and got none",
      rowsBefore: 3,
      rowsAfter: 3,
    });
  });

  test("degrees, wrong columns, words and a name that is taken are refused with what to do", async () => {
    await expect(toLatLong([{ easting: -0.1, northing: 51.5 }], columns)).rejects.toThrow(/look like degrees already/);
    await expect(toLatLong([{ easting: 0, northing: 0 }], columns)).rejects.toThrow(/from 1,000 to 700,000 metres/);
    await expect(toLatLong([{ easting: null, northing: 5 }], columns)).rejects.toThrow(
      /No row has a number under both/,
    );
    await expect(toLatLong([{ easting: "TQ", northing: 5 }], columns)).rejects.toMatchObject({ code: "not-numbers" });
    await expect(toLatLong([{ eastings: 1, northing: 5 }], columns)).rejects.toThrow(/Did you mean "eastings"\?/);
    await expect(toLatLong([{ easting: 1, northing: 5, latitude: 1 }], columns)).rejects.toThrow(
      /\.rename\(\{ latitude/,
    );
  });

  test("rows that say they are in Northern Ireland are on the Irish Grid, the others on the British, and it is told", async () => {
    // The Spire of Dublin, whose place is known on the Irish Grid (O 15904 34671) and in degrees; the postcodes are invented.
    const spire = { easting: 315_904, northing: 234_671 };
    const rows = [
      { postcode: "BT1 5GS", ward: "", ...spire },
      { postcode: "", ward: "N08000101", ...spire },
      { postcode: "B4 7YG", ward: "E05011151", ...spire },
      { postcode: "BT1 5GS", ward: "", easting: 400_000, northing: 1_000_000 },
    ];
    const table = await toLatLong(tableOf(rows), columns);
    for (const at of [0, 1]) {
      expect(Math.abs(Number(table.column("latitude")[at]) - 53.3498)).toBeLessThan(0.0002);
      expect(Math.abs(Number(table.column("longitude")[at]) + 6.26025)).toBeLessThan(0.0002);
    }
    expect(Number(table.column("longitude")[2])).toBeGreaterThan(-4);
    expect(table.column("latitude")[3]).toBeNull();
    expect(table.about.steps.at(-1)?.words).toMatch(
      /\. 2 rows are in Northern Ireland, so on the Irish Grid\. 1 row lies outside Great Britain and Northern Ireland and got none$/,
    );
    const told = await toLatLong([spire], { ...columns, grid: "irish" });
    expect(told.column("latitude")[0]).toBe(table.column("latitude")[0]);
  });

  test("an empty table stays one", async () => {
    expect((await toLatLong(tableOf([]), columns)).length).toBe(0);
  });
});
