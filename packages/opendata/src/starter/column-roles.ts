import type { ColumnProfile } from "../profile/column-profile.js";
import type { Profile } from "../profile/profile.js";

/** Which columns of a table a first chart can be made of. Null where it has none of the kind. */
export interface ColumnRoles {
  /** Dates that lie apart. */
  readonly date: ColumnProfile | null;
  /** A column of whole years. */
  readonly year: ColumnProfile | null;
  /** A few different values, each of several rows. */
  readonly category: ColumnProfile | null;
  readonly money: ColumnProfile | null;
  /** A number that is neither money nor year nor code nor place. */
  readonly number: ColumnProfile | null;
  /** What tells one row from another, in words. */
  readonly label: ColumnProfile | null;
  /** A postcode or the code of an area. */
  readonly place: ColumnProfile | null;
}

const numberTypes: ReadonlySet<string> = new Set(["integer", "number", "currency"]);
const placeMeaning = /postcode|ward|LSOA|MSOA|local authority|area code|parish|county|region|zone/;
/** They tell where or who, and are no amount of anything. */
const noAmount = /year|latitude|longitude|easting|northing|code|number \(UPRN\)|identifier|percentage/;

export function columnRoles({ columns, rows }: Profile, barred: ReadonlySet<string> = new Set()): ColumnRoles {
  const open = columns.filter((column) => !barred.has(column.name) && column.missing < rows && column.distinct > 0);
  const find = (fits: (column: ColumnProfile) => boolean): ColumnProfile | null => open.find(fits) ?? null;
  const isNumber = ({ type }: ColumnProfile): boolean => numberTypes.has(type);
  const isMoney = (column: ColumnProfile): boolean =>
    isNumber(column) && (column.type === "currency" || column.meaning === "money");
  return {
    date: find((column) => (column.type === "date" || column.type === "datetime") && column.distinct > 1),
    year: find((column) => isNumber(column) && column.meaning === "year" && column.distinct > 1),
    category: bestCategory(open, rows),
    money: find(isMoney),
    number: find(
      (column) => isNumber(column) && !isMoney(column) && column.distinct > 2 && !noAmount.test(column.meaning ?? ""),
    ),
    label: find(
      ({ type, distinct, missing, meaning }) =>
        type === "text" && missing === 0 && distinct >= rows * 0.9 && meaning !== "free text" && meaning !== "e-mail",
    ),
    place: find(({ type, meaning }) => type === "postcode" || placeMeaning.test(meaning ?? "")),
  };
}

/** The column that parts the rows into groups that are few enough to compare and large enough to mean something. */
function bestCategory(columns: readonly ColumnProfile[], rows: number): ColumnProfile | null {
  const fitting = columns.filter(
    ({ type, distinct, missing, meaning }) =>
      (type === "text" || type === "code" || type === "boolean") &&
      distinct >= 2 &&
      distinct <= Math.max(12, rows * 0.3) &&
      missing < rows * 0.5 &&
      meaning !== "e-mail" &&
      meaning !== "telephone" &&
      meaning !== "free text" &&
      meaning !== "web address",
  );
  const worth = ({ distinct, type, meaning }: ColumnProfile): number =>
    (distinct <= 15 ? 3 : distinct <= 40 ? 2 : 1) +
    (type === "text" ? 1 : 0) +
    (meaning === "ward" || meaning === "category" ? 1 : 0) +
    (distinct > 2 ? 0.5 : 0);
  return fitting.toSorted((one, other) => worth(other) - worth(one))[0] ?? null;
}
