import { censusOf } from "../read/census.js";
import { emailPattern, gssKind, headingWords, phonePattern, promisesCodes, urlPattern } from "../read/code-shapes.js";
import type { SourceColumn } from "../read/source-table.js";
import { axisOf } from "./checks/place-checks.js";

/** What a column most likely means, in a word or two, or null. A guess from heading and values, for people to confirm. */
export function columnMeaning(column: SourceColumn): string | null {
  const { trimmed } = censusOf(column.raw);
  const sample = trimmed.filter((value) => value !== "").slice(0, 200);
  if (sample.length === 0) return null;
  const most = (fits: (value: string) => boolean): boolean => sample.filter(fits).length >= sample.length * 0.8;
  const words = headingWords(column.heading);
  const says = (pattern: RegExp): boolean => words.some((word) => pattern.test(word));
  switch (column.type) {
    case "date":
      return "date";
    case "datetime":
      return "date and time";
    case "time":
      return "time of day";
    case "postcode":
      return "postcode";
    case "boolean":
      return "yes or no";
    case "currency":
      return "money";
    case "empty":
      return null;
    case "integer":
    case "number":
      return numberMeaning(column, says, sample);
    case "code":
    case "text":
      break;
  }
  const areas = sample.map(gssKind).filter((kind) => kind !== undefined);
  if (areas.length >= sample.length * 0.8) {
    const kinds = [...new Set(areas)];
    return kinds.length === 1 ? `${kinds[0] ?? "area"} code` : "area code";
  }
  if (most((value) => emailPattern.test(value))) return "e-mail";
  if (most((value) => urlPattern.test(value))) return "web address";
  if (most((value) => phonePattern.test(value))) return "telephone";
  if (most((value) => /^[A-Z]{2}-[A-Z]{2,6}-[\w-]+$/.test(value))) return "organisation id";
  if (most((value) => /^\d{4}[-/]\d{2,4}$/.test(value))) return "financial year";
  if (says(/^charity$/) && most((value) => /^\d{5,8}(?:-\d+)?$/.test(value))) return "charity number";
  if (says(/^company$/) && most((value) => /^[A-Z0-9]{8}$/i.test(value))) return "company number";
  if (says(/^uprn$/)) return "property number (UPRN)";
  if (says(/^address$/)) return "address";
  if (says(/^wards?$/)) return promisesCodes(column.heading) ? "ward code" : "ward";
  if (
    says(/^(?:supplier|recipient|payee|vendor|beneficiary|organisation|organization|charity|company)$/) &&
    column.type === "text"
  )
    return "name of an organisation";
  if (says(/^names?$|^surname$|^forename$/)) return "name";
  if (column.type === "code") return "code";
  const different = trimmed.length;
  if (column.raw.length >= 20 && different <= Math.max(12, column.raw.length * 0.05)) return "category";
  return sample.reduce((sum, value) => sum + value.length, 0) / sample.length > 60 ? "free text" : null;
}

function numberMeaning(
  column: SourceColumn,
  says: (pattern: RegExp) => boolean,
  sample: readonly string[],
): string | null {
  const axis = axisOf(column);
  if (axis !== undefined) return axis;
  if (says(/^years?$/) || sample.every((value) => /^(?:19|20)\d\d$/.test(value))) return "year";
  if (sample.some((value) => value.endsWith("%")) || says(/^(?:percent|percentage|pct|%)$/)) return "percentage";
  if (says(/^(?:amount|cost|price|payment|spend|budget|salary|income|£|gbp|value|fee|grant|awarded)$/)) return "money";
  if (says(/^(?:count|number|population|people|residents|total)$/)) return "count";
  return says(/^rate$/) ? "rate" : null;
}
