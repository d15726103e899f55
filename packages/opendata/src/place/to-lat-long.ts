import { countOf } from "../say.js";
import { numbersOf } from "../numbers-of.js";
import { OpenDataError } from "../open-data-error.js";
import { cellOf, createRowMaker } from "../row.js";
import { Table, tableOf, type TableLike } from "../table/table.js";

export type Grid = "british" | "irish";

export interface GridColumns {
  /** The column of eastings, metres. */
  readonly easting: string;
  /** The column of northings, metres. */
  readonly northing: string;
  /** Which grid they are on. If you don't say, rows with a postcode or a code of Northern Ireland are on the Irish one, all others on the British. */
  readonly grid?: Grid;
}

/**
 * The British National Grid (OSGB36, EPSG:27700): its projection, and the seven figures with which the Ordnance Survey takes it to
 * WGS 84. They are right to about 5 metres: enough for a map of a town, not for whose garden it is.
 */
const nationalGrid =
  "+proj=tmerc +lat_0=49 +lon_0=-2 +k=0.9996012717 +x_0=400000 +y_0=-100000 +ellps=airy " +
  "+towgs84=446.448,-125.157,542.06,0.15,0.247,0.842,-20.489 +units=m +no_defs";

/**
 * The Irish Grid (TM65, EPSG:29902), on which Northern Ireland's places are given, and the seven figures of Ordnance Survey Ireland
 * and Land & Property Services to WGS 84 (EPSG:1641): right to about a metre.
 */
const irishGrid =
  "+proj=tmerc +lat_0=53.5 +lon_0=-8 +k=1.000035 +x_0=200000 +y_0=250000 +ellps=mod_airy " +
  "+towgs84=482.5,-130.6,564.6,-1.042,-0.214,-0.631,8.15 +units=m +no_defs";

/** A postcode of Belfast's area, or a nine-character code of a place in Northern Ireland. The same numbers are another place on each grid, so only words can tell. */
const ofNorthernIreland = /^(?:BT\d{1,2}\s*\d[A-Z]{2}|N(?:[01]\d|2[01]|92)\d{6})$/i;

/**
 * Two more columns, `latitude` and `longitude` (degrees, WGS 84, right to about 5 metres), from eastings and northings in metres: of the
 * British National Grid, or of the Irish Grid for rows that say they are in Northern Ireland (a postcode that begins with BT, a code
 * that begins with N). Rows without a place, or with one that is not on the grid (0, 0 too), have none; the step counts them.
 * @throws OpenDataError `not-on-grid` where no row has a place on the grid, `not-numbers`, `name-taken`, `no-such-column`
 * @example let places = await toLatLong(trees, { easting: "Easting", northing: "Northing" });
 */
export async function toLatLong(table: TableLike, { easting, northing, grid }: GridColumns): Promise<Table> {
  const whole = tableOf(table);
  const rows = whole.rows();
  numbersOf(rows, easting);
  numbersOf(rows, northing);
  const taken = ["latitude", "longitude"].find((name) => whole.columns.includes(name));
  if (taken !== undefined) {
    throw new OpenDataError(
      "name-taken",
      `The table has a column called "${taken}" already. Rename it first: .rename({ ${taken}: "${taken} as published" }).`,
    );
  }
  // Loaded with the first place: few notebooks need it.
  const { default: proj4 } = await import("proj4");
  const converters = { british: proj4(nationalGrid, "WGS84"), irish: proj4(irishGrid, "WGS84") };
  const columns = [...whole.columns, "latitude", "longitude"];
  const make = createRowMaker(columns, null);
  let [without, outside, irish] = [0, 0, 0];
  const placed = rows.map((row) => {
    const [east, north] = [cellOf(row, easting) ?? null, cellOf(row, northing) ?? null];
    const own = whole.columns.map((name) => cellOf(row, name));
    const on = grid ?? (own.some((cell) => isNorthernIrish(cell)) ? "irish" : "british");
    if (typeof east !== "number" || typeof north !== "number") without++;
    else if (!onGrid(on, east, north)) outside++;
    else {
      if (on === "irish") irish++;
      const [longitude = 0, latitude = 0] = converters[on].forward([east, north]);
      return make([...own, rounded(latitude), rounded(longitude)]);
    }
    return make([...own, null, null]);
  });
  if (rows.length > 0 && without + outside === rows.length) throw nothingPlaced(whole, easting, northing, outside);
  const irishWords =
    grid === "irish"
      ? "They are on the Irish Grid"
      : `${countOf(irish, "row is", "rows are")} in Northern Ireland, so on the Irish Grid`;
  const land = grid === "irish" ? "Ireland" : irish > 0 ? "Great Britain and Northern Ireland" : "Great Britain";
  const words = [
    `Worked out latitude and longitude from “${easting}” and “${northing}”`,
    ...(irish === 0 ? [] : [irishWords]),
    ...(without === 0 ? [] : [`${countOf(without, "row has", "rows have")} no place`]),
    ...(outside === 0 ? [] : [`${countOf(outside, "row lies", "rows lie")} outside ${land} and got none`]),
  ].join(". ");
  const step = { words, rowsBefore: rows.length, rowsAfter: rows.length };
  return new Table(placed, columns, { ...whole.about, steps: [...whole.about.steps, step] });
}

/** Land begins some kilometres in; so 0, 0 and degrees written as metres are told apart from places. */
function onGrid(grid: Grid, east: number, north: number): boolean {
  const [furthestEast, furthestNorth] = grid === "irish" ? [370_000, 470_000] : [700_000, 1_300_000];
  return east >= 1000 && east <= furthestEast && north >= 1000 && north <= furthestNorth;
}

function isNorthernIrish(cell: unknown): boolean {
  return typeof cell === "string" && cell.length < 12 && ofNorthernIreland.test(cell.trim());
}

/** Six decimals are a tenth of a metre. */
function rounded(degrees: number): number {
  return Number(degrees.toFixed(6));
}

function nothingPlaced(table: Table, easting: string, northing: string, outside: number): OpenDataError {
  const row = table
    .rows()
    .find((one) => typeof cellOf(one, easting) === "number" && typeof cellOf(one, northing) === "number");
  if (outside === 0 || row === undefined) {
    return new OpenDataError("not-on-grid", `No row has a number under both "${easting}" and "${northing}".`);
  }
  const [east, north] = [Number(cellOf(row, easting)), Number(cellOf(row, northing))];
  const degrees = Math.abs(east) <= 180 && Math.abs(north) <= 90 && (east !== 0 || north !== 0);
  const cause = degrees
    ? "These look like degrees already: rename the columns to longitude and latitude instead."
    : "Eastings in Great Britain are from 1,000 to 700,000 metres and northings from 1,000 to 1,300,000: choose the columns that hold them.";
  return new OpenDataError(
    "not-on-grid",
    `No row has a place in Great Britain: the first has ${east} under "${easting}" and ${north} under "${northing}". ${cause}`,
  );
}
