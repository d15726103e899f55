/** A figure and the range in which it lies, 19 times out of 20. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * A figure with its range in words: "12.4 (between 10.6 and 14.5)". It is rounded so as not to claim more than is known: to the first digit
 * of half the range, and one more where that digit is 1 or 2 (the rule of the Particle Data Group's Review, section 5.3, loosened).
 * @example uncertain({ value: 12.4321, low: 10.58, high: 14.52 })
 */
export function uncertain(estimate: Estimate, unit = ""): string {
  const { figure, range } = uncertainParts(estimate, unit);
  return figure + range;
}

/** The figure, and its range in brackets with a space before, so that words can stand between. The range is empty where it is not known. */
export function uncertainParts(estimate: Estimate, unit = ""): { readonly figure: string; readonly range: string } {
  const write = uncertainFormat(estimate, unit);
  // "hours" is said once, "£" and "%" stand with every figure.
  const writeEnd = /^[£$€¥%]?$/.test(unit) ? write : uncertainFormat(estimate);
  const { value, low, high } = estimate;
  const known = Number.isFinite(low) && Number.isFinite(high) && low !== high;
  return { figure: write(value), range: known ? ` (between ${writeEnd(low)} and ${writeEnd(high)})` : "" };
}

/** Writes numbers as exactly as such a range deserves. */
export function uncertainFormat({ value, low, high }: Estimate, unit = ""): (value: number) => string {
  const half = (high - low) / 2;
  const known = Number.isFinite(half) && half > 0;
  const size = known ? half : Math.abs(value);
  if (size === 0) return (given) => withUnit(plain(given, 0), unit);
  const power = Math.floor(Math.log10(size));
  const digit = Math.floor(size / 10 ** power + 1e-9);
  // Without a range three digits are enough; a whole number stays whole.
  const place = known ? power - (digit <= 2 ? 1 : 0) : Number.isInteger(value) ? 0 : power - 2;
  return (given) => withUnit(plain(given, place), unit);
}

/** What a difference of figures in this unit is in: of per cent it is percentage points, which are not per cent. */
export function differenceUnit(unit: string): string {
  return unit === "%" ? "percentage points" : unit;
}

/** A number with its unit: money stands before, anything else behind. */
export function withUnit(text: string, unit: string): string {
  if (unit === "") return text;
  if (/^[£$€¥]$/.test(unit)) return text.startsWith("−") ? `−${unit}${text.slice(1)}` : `${unit}${text}`;
  return unit === "%" ? `${text} %` : `${text} ${unit}`;
}

function plain(value: number, place: number): string {
  const step = 10 ** place;
  const rounded = place > 0 ? Math.round(value / step) * step : value;
  const decimals = Math.min(12, Math.max(0, -place));
  return rounded
    .toLocaleString("en-GB", { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    .replace(/^-(0(?:\.0+)?)$/, "$1")
    .replace("-", "−");
}
