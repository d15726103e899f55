/** How a number was written beside its digits. Several can hold at once. */
export interface NumberReading {
  readonly value: number;
  /** Written as a whole number: no decimal point. */
  readonly whole: boolean;
  readonly currency: string | null;
  readonly thousands: boolean;
  readonly brackets: boolean;
  readonly percent: boolean;
  readonly exponent: boolean;
}

const plain = /^-?\d+(?:\.\d+)?$/;
const grouped = /^\d{1,3}(?:[,\u00A0\u202F ]\d{3})+(?:\.\d*)?$/;
const unit = /^(?:£|\$|€|GBP|EUR|USD|Â£)/i;

/** Whether a trimmed cell is a number without any dress: the fast way for most cells. */
export function isPlainNumber(trimmed: string): boolean {
  return plain.test(trimmed);
}

/**
 * The number that a trimmed cell shows, or undefined. Reads £1,234.50, (1,234), 12.5%, 1 234, -£5, £5-, 5CR, 1.2E+05.
 * Percentages keep their figure: 12.5% is 12.5.
 */
export function parseNumber(trimmed: string): NumberReading | undefined {
  const base = { currency: null, thousands: false, brackets: false, percent: false, exponent: false };
  if (plain.test(trimmed)) return { ...base, value: Number(trimmed), whole: !trimmed.includes(".") };
  if (trimmed.length > 40 || !/\d/.test(trimmed)) return undefined;
  let rest = trimmed.replace(/[\u2212\u2010-\u2013]/g, "-").trim();
  let negative = false;
  let brackets = false;
  let percent = false;
  let currency: string | null = null;
  // Each mark may stand once, in any order: -£5, £-5, (£5), £(5), £5-, 5.00CR.
  for (let round = 0; round < 4; round++) {
    const before = rest;
    if (/^\(.*\)$/.test(rest) && !brackets) {
      rest = rest.slice(1, -1).trim();
      brackets = true;
    }
    const sign = unit.exec(rest);
    if (sign !== null && currency === null) {
      currency = sign[0].toUpperCase().replace("Â£", "£");
      rest = rest.slice(sign[0].length).trim();
    }
    const after = /\s?(?:£|€|GBP|EUR)$/i.exec(rest);
    if (after !== null && currency === null) {
      currency = after[0].trim().toUpperCase();
      rest = rest.slice(0, -after[0].length);
    }
    if (rest.endsWith("%") && !percent) {
      rest = rest.slice(0, -1).trim();
      percent = true;
    }
    if (/^[-+]/.test(rest) && !negative) {
      negative = rest.startsWith("-");
      rest = rest.slice(1).trim();
    } else if (/\d\s?-$/.test(rest) && !negative) {
      negative = true;
      rest = rest.slice(0, -1).trim();
    } else if (/\d\s?CR$/i.test(rest) && !negative) {
      negative = true;
      rest = rest.replace(/\s?CR$/i, "");
    }
    if (rest === before) break;
  }
  const thousands = grouped.test(rest);
  const exponent = /^\d+(?:\.\d+)?E[-+]?\d{1,3}$/i.test(rest);
  if (!thousands && !exponent && !/^(?:\d+(?:\.\d*)?|\.\d+)$/.test(rest)) return undefined;
  const value = Number(rest.replace(/[,\u00A0\u202F ]/g, ""));
  if (!Number.isFinite(value)) return undefined;
  return {
    value: (negative || brackets) && value !== 0 ? -value : value,
    whole: !rest.includes(".") && !exponent,
    currency,
    thousands,
    brackets,
    percent,
    exponent,
  };
}

/** A number as it is written on the Continent, 1.234,56; asked for only where a whole column is. */
export function parseContinental(trimmed: string): number | undefined {
  const bare = trimmed.replace(/^[€£]\s?|\s?[€£]$/g, "");
  if (!/^-?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?$/.test(bare)) return undefined;
  return Number(bare.replaceAll(".", "").replace(",", "."));
}
