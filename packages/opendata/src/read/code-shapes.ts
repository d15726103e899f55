/** Shapes of codes that people in Britain meet in open data. They tell form only, not whether the code exists. */
export const postcodePattern: RegExp = /^(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2})$/i;
/** The same inside a longer text. */
export const postcodeWithin: RegExp = /\b[A-Z]{1,2}\d[A-Z\d]? {0,2}\d[A-Z]{2}\b/i;
export const gssPattern: RegExp = /^[EWSNKJLM]\d{8}$/;
/** Begins only where a name can begin: tried from each letter of a long word anew, a cell of 200 kB took 40 seconds. */
export const emailPattern: RegExp = /(?<![\w.%+'-])[\w.%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/;
export const urlPattern: RegExp = /^(?:https?:\/\/|www\.)\S+$/i;
/** British telephone numbers, however they are spaced. */
export const phonePattern: RegExp = /^(?:\+44\s?\(?0?\)?|\(?0)(?:[\s()-]*\d){9,10}(?:\s*(?:ext|x)\.?\s*\d+)?$/i;

/** What a code of the Office for National Statistics stands for, by its first three signs. */
const gssKinds: Readonly<Record<string, string>> = {
  E00: "census output area",
  W00: "census output area",
  S00: "census output area",
  E01: "LSOA (small census area)",
  W01: "LSOA (small census area)",
  S01: "data zone (small census area)",
  E02: "MSOA (census area)",
  W02: "MSOA (census area)",
  S02: "intermediate zone (census area)",
  E04: "parish",
  W04: "community",
  E05: "ward",
  W05: "ward",
  S13: "ward",
  N08: "ward",
  E06: "local authority",
  E07: "local authority",
  E08: "local authority",
  E09: "local authority",
  W06: "local authority",
  S12: "local authority",
  N09: "local authority",
  E10: "county",
  E11: "county",
  E12: "region",
  E13: "region",
  E14: "constituency",
  W07: "constituency",
  S14: "constituency",
  N06: "constituency",
  E92: "country",
  W92: "country",
  S92: "country",
  N92: "country",
  K02: "country",
  K03: "country",
  K04: "country",
};

/** What kind of area a GSS code names, or undefined for a kind that we don't know. */
export function gssKind(code: string): string | undefined {
  return gssPattern.test(code) ? gssKinds[code.slice(0, 3)] : undefined;
}

/** The words of a heading in lower case: `ParentCode`, `parent_code` and `Parent Code` are alike. */
export function headingWords(heading: string): string[] {
  return heading
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^\p{L}\d£%]+/u)
    .filter((word) => word !== "");
}

const codeWords = new Set([
  "id",
  "ids",
  "code",
  "codes",
  "ref",
  "refs",
  "reference",
  "identifier",
  "urn",
  "uprn",
  "usrn",
  "uid",
  "uuid",
  "guid",
  "key",
  "phone",
  "tel",
  "telephone",
  "mobile",
  "fax",
  "isbn",
  "snac",
  "gss",
  "ons",
  "toid",
  "ukprn",
  "laestab",
  "estab",
  "postcode",
  "barcode",
  "sku",
  "account",
  "cif",
  "vat",
]);
/** These promise codes wherever they stand in the heading; the others only at its end (`Key`, not `Key stage`). */
const strongWords = new Set([
  "id",
  "ids",
  "code",
  "codes",
  "identifier",
  "reference",
  "uprn",
  "usrn",
  "urn",
  "toid",
  "ukprn",
  "guid",
  "uuid",
]);
const countWords = new Set([
  "number",
  "no",
  "num",
  "count",
  "total",
  "sum",
  "amount",
  "value",
  "average",
  "mean",
  "rate",
  "percentage",
  "percent",
  "population",
]);

/** Whether a heading promises codes: `Supplier ID`, `Ward code`, `Charity Number`; but not `Number of wards`. */
export function promisesCodes(heading: string): boolean {
  const words = headingWords(heading);
  const last = words.at(-1) ?? "";
  if (
    countWords.has(words[0] ?? "") ||
    /^(?:people|persons?|households?|pupils?|residents?|children)$/.test(words[0] ?? "")
  )
    return false;
  // `Is it funded? (Yes/No)` asks; it promises no numbers.
  if (last === "no" && (words.at(-2) === "yes" || words.at(-2) === "or" || words.at(-2) === "y")) return false;
  // `BS-6879`, `ISO3166-1`: a standard gives its name to the codes that it lists.
  if (words.length > 1 && /^(?:bs|iso|nuts|sic)\d*$/.test(words[0] ?? "") && /\d/.test(last)) return true;
  if (
    codeWords.has(last) ||
    /^(?:object|f|row|record|unique|ref)id$|^(?:ref|reg)no$/.test(last) ||
    words.some((word) => strongWords.has(word))
  )
    return !words.includes("count");
  return words.length > 1 && (last === "number" || last === "no" || last === "num" || last === "nr");
}

const dateWords = new Set([
  "date",
  "dates",
  "dated",
  "dob",
  "when",
  "day",
  "deadline",
  "timestamp",
  "datetime",
  "expires",
  "expiry",
  "birth",
]);

/** Whether a heading promises dates. */
export function promisesDates(heading: string): boolean {
  const words = headingWords(heading);
  return words.some((word) => dateWords.has(word) || /^date|date$/.test(word)) && !words.includes("update");
}
