/** Tables with nothing wrong in them, by seed: what a careful clerk would publish. All of it is invented. */
import type { Random } from "./random.js";

export interface DrawnTable {
  header: string[];
  rows: string[][];
}

const wards = ["Ash Hill", "Elm Park", "Oak Grove", "Birch Lane", "Rowan East", "Café Quarter", "Holly Bank"];
const services = ["Libraries", "Parks", "Roads, paths and bridges", "Schools", "Waste"];

interface ColumnOf {
  readonly heading: string;
  readonly cell: (draw: Random, row: number) => string;
}

const two = (number: number): string => String(number).padStart(2, "0");

/** Of these some stand in every table, because damages need them; the others come and go. */
const always: readonly ColumnOf[] = [
  { heading: "Ref", cell: (_, row) => `R${1000 + row * 7}` },
  { heading: "Ward", cell: (draw) => draw.pick(wards) ?? "" },
  { heading: "People", cell: (draw) => String(10 + draw.below(900)) },
  { heading: "Amount", cell: (draw) => `${50 + draw.below(900)}.${two(1 + draw.below(99))}` },
  // Days above 12 in every second row settle which number is the day.
  {
    heading: "Paid date",
    cell: (draw, row) =>
      `${two(row % 2 === 0 ? 13 + draw.below(15) : 1 + draw.below(12))}/${two(1 + draw.below(12))}/2023`,
  },
];
const sometimes: readonly ColumnOf[] = [
  { heading: "Service", cell: (draw) => draw.pick(services) ?? "" },
  { heading: "Open", cell: (draw) => (draw.chance(0.5) ? "Yes" : "No") },
  { heading: "Postcode", cell: (draw) => `M${1 + draw.below(30)} ${1 + draw.below(9)}AB` },
  { heading: "Share", cell: (draw) => `${draw.below(100)}.${1 + draw.below(9)}` },
  { heading: "Budget year", cell: (draw) => String(2015 + draw.below(9)) },
  { heading: "Decided", cell: (draw) => `2022-${two(1 + draw.below(12))}-${two(1 + draw.below(28))}` },
  { heading: "Remark", cell: (draw, row) => (draw.chance(0.6) ? `Visit number ${row} of the season` : "") },
];

export function drawTable(draw: Random): DrawnTable {
  const columns = [...always, ...sometimes.filter(() => draw.chance(0.4))];
  const rows = Array.from({ length: 24 + draw.below(30) }, (_, row) => columns.map(({ cell }) => cell(draw, row)));
  return { header: columns.map(({ heading }) => heading), rows };
}

/** The table as CSV; `raw` cells stand as they are, without the quotation marks that they would need. */
export function csvOf({ header, rows }: DrawnTable): string {
  return `${[header, ...rows].map((row) => row.map(quoted).join(",")).join("\n")}\n`;
}

/** A cell that begins with this is written as it is. */
export const RAW = "\u0001";

function quoted(cell: string): string {
  if (cell.startsWith(RAW)) return cell.slice(1);
  return /[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
