/** Tim Berners-Lee's five stars (5stardata.info), and what to do for the next one. */
import { gssPattern } from "../read/code-shapes.js";
import type { DataSetRecord } from "./data-set-record.js";
import type { PublishedTable } from "./published-table.js";

export interface Openness {
  readonly stars: 3 | 4 | 5;
  readonly why: readonly string[];
  readonly next: readonly string[];
}

/** What is published here is online under an open licence, structured, and in an open format: three stars. Identifiers and links earn the rest. */
export function opennessOf(tables: readonly PublishedTable[], record: DataSetRecord): Openness {
  const why = [
    "★ It is online under an open licence.",
    "★ It is a table that programs can read.",
    "★ It is in an open format: CSV.",
  ];
  const next: string[] = [];
  const identifiers = tables.flatMap((table) =>
    table.columns.filter(({ texts }) => isIdentifier(texts)).map(({ name }) => name),
  );
  const keyed = record.tables.some(({ key }) => key !== undefined && key.length > 0);
  if (identifiers.length > 0 && keyed) {
    why.push(`★ Things have identifiers that others use too: ${identifiers.slice(0, 3).join(", ")}.`);
    const linked = tables.some((table) =>
      table.columns.some(({ texts }) => texts.some((text) => /^https?:\/\//.test(text))),
    );
    if (linked) why.push("★ It links to other data.");
    else
      next.push(
        "For the fifth star, add a column of web addresses that lead to more about each thing, for instance its page in a register.",
      );
    return { stars: linked ? 5 : 4, why, next };
  }
  if (identifiers.length === 0)
    next.push(
      "For the fourth star, add a column of codes that others use too: the nine signs of a ward or council, a charity number, an organisation id such as GB-CHC-1234567.",
    );
  if (!keyed) next.push("For the fourth star, say in the record which columns tell one row from another (“key”).");
  return { stars: 3, why, next };
}

function isIdentifier(texts: readonly string[]): boolean {
  const held = texts.filter((text) => text !== "");
  if (held.length === 0) return false;
  const fits = (test: (text: string) => boolean): boolean => held.filter(test).length >= held.length * 0.9;
  return (
    fits((text) => gssPattern.test(text)) ||
    fits((text) => /^[A-Z]{2}-[A-Z]{2,6}-[\w-]+$/.test(text)) ||
    fits((text) => /^https?:\/\/\S+$/.test(text))
  );
}
