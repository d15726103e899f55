/** A list found in JSON, with words for where: ` under “result.records”`. */
export interface FoundList {
  readonly list?: readonly unknown[];
  readonly where: string;
}

/** Keys under which services put their rows, and keys under which they describe them. */
const rowsKey = /^(?:records?|rows?|data|results?|items?|values?|features|observations?|entries|list)$/i;
const besideKey =
  /^(?:fields?|columns?|schema|headers?|meta(?:data)?|links?|params?|facets|errors?|warnings?|extras|tags|groups)$/i;

/** The list of rows in an answer: under a key that names rows before one that describes them, and of two the longer. */
export function findList(value: unknown): FoundList {
  return search(value, "", 0).found;
}

interface Candidate {
  readonly found: FoundList;
  /** 2 under a key for rows, 1 under any, 0 under one for descriptions, -1 where nothing was found. */
  readonly rank: number;
}

function search(value: unknown, where: string, depth: number): Candidate {
  if (Array.isArray(value)) {
    const rows = value.some((item) => typeof item === "object" && item !== null);
    return rows ? { found: { list: value, where }, rank: 1 } : { found: { where }, rank: -1 };
  }
  let best: Candidate = { found: { where }, rank: -1 };
  if (typeof value !== "object" || value === null || depth > 3) return best;
  for (const [key, inner] of Object.entries(value)) {
    const path = where === "" ? ` under “${key}”` : `${where.slice(0, -1)}.${key}”`;
    const { found, rank } = search(inner, path, depth + 1);
    if (rank < 0) continue;
    const ranked = besideKey.test(key) ? 0 : rowsKey.test(key) && Array.isArray(inner) ? 2 : rank;
    const longer = (found.list?.length ?? 0) > (best.found.list?.length ?? 0);
    if (ranked > best.rank || (ranked === best.rank && longer)) best = { found, rank: ranked };
  }
  return best;
}

/** Headings for rows that are bare lists: a list of as many names (or of objects with a name) elsewhere in the answer. */
export function namesBeside(value: unknown, width: number, depth = 0): string[] | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth > 3) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (
      Array.isArray(inner) &&
      inner.length === width &&
      /^(?:columns?|fields?|headers?|headings?|names?|cols)$/i.test(key)
    ) {
      const names = inner.map(nameOf);
      if (names.every((name) => name !== undefined)) return names;
    }
    const below = namesBeside(inner, width, depth + 1);
    if (below !== undefined) return below;
  }
  return undefined;
}

function nameOf(item: unknown): string | undefined {
  if (typeof item === "string") return item;
  if (typeof item !== "object" || item === null) return undefined;
  const { name, id, label, title } = item as Readonly<Record<string, unknown>>;
  return [name, id, label, title].find((one): one is string => typeof one === "string");
}
