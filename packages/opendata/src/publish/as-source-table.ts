import { censusOfCodes, rememberCensus } from "../read/census.js";
import { plainReading } from "../read/plain-reading.js";
import type { SourceTable } from "../read/source-table.js";
import type { PublishedTable } from "./published-table.js";

/** As the profile's checks want a table: cells by row, with the census of each column already made. */
export function asSourceTable(table: PublishedTable): SourceTable {
  const columns = table.columns.map(({ name, kind, codes, texts }, at) => {
    const raw = Array.from(codes, (code) => texts[code] ?? "");
    rememberCensus(raw, censusOfCodes(codes, texts));
    const missing = raw.reduce((sum, cell) => sum + (cell === "" ? 1 : 0), 0);
    return { name, heading: name, at, type: kind, raw, values: raw, missing };
  });
  return {
    source: { name: table.name, size: 0, readAt: "" },
    reading: { ...plainReading, format: "csv", encoding: "utf-8" },
    records: [],
    layout: { headerRows: [1], leftOut: new Map(), width: columns.length, reason: "" },
    settings: { types: {}, dateOrders: {}, names: {}, leftOutColumns: [] },
    columns,
    rowNumbers: Array.from({ length: table.length }, (_, place) => place + 2),
    leftOut: [],
    choices: [],
  };
}
