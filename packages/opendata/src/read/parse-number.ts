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

const multiples: Readonly<Record<string, number>> = {
  k: 1e3,
  thousand: 1e3,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  bn: 1e9,
  billion: 1e9,
};
const multiple = /(?<=\d)\s?(k|thousand|mn?|million|bn|billion)$/i;

/** Whether a trimmed cell is a number without any dress: the fast way for most cells. */
export function isPlainNumber(trimmed: string): boolean {
  return plain.test(trimmed);
}

/**
 * The number that a trimmed cell shows, or undefined. Reads £1,234.50, (1,234), 12.5%, 1 234, -£5, £5-, 5CR, 1.2E+05.
 * Percentages keep their figure: 12.5% is 12.5.
 * £1.2m and £300k are read where a sign for money stands before them; £000 is a unit in a heading, no number.
 */
export function parseNumber(trimmed: string): NumberReading | undefined {
  const base = { currency: null, thousands: false, brackets: false, percent: false, exponent: false };
  if (plain.test(trimmed)) return { ...base, value: Number(trimmed), whole: !trimmed.includes(".") };
  if (trimmed.length > 40 || !/\d/.test(trimmed)) return undefined;
  let rest = trimmed.replace(/[\u2212\u2010-\u2013]/g, "-").trim();
  let negative = false;
  let brackets = false;
  let percent = false;
  let times = 1;
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
      if (/^0{2,}s?$/.test(rest)) return undefined;
    }
    const factor = currency === null ? null : multiple.exec(rest);
    if (factor !== null && times === 1) {
      times = multiples[factor[1]?.toLowerCase() ?? ""] ?? 1;
      rest = rest.slice(0, factor.index);
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
  const digits = rest.replace(/[,\u00A0\u202F ]/g, "");
  // Through the text, because 1.1 times a million is 1100000.0000000002.
  const value =
    times === 1
      ? Number(digits)
      : Number(`${digits.endsWith(".") ? digits.slice(0, -1) : digits}e${Math.log10(times)}`);
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
