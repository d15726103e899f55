import type { TableNumberStyle } from "@data-surgery/contract";

/** Writes the numbers of one column or axis alike. */
export type NumberFormat = (value: number) => string;

/**
 * How numbers that stand together are written: with as many decimals as they need but never more than two, so that
 * 4.530000000000001 reads 4.53. Whole numbers that all look like years have no thousands comma.
 */
export function numberStyle(values: readonly number[]): TableNumberStyle {
  const years = values.length > 0 && values.every((value) => Number.isInteger(value) && value >= 1500 && value <= 2199);
  return { decimals: Math.max(0, ...values.slice(0, 10_000).map(decimalsNeeded)), grouping: !years };
}

/** One British format for all the numbers that stand together. */
export function createNumberFormat(values: readonly number[]): NumberFormat {
  const { decimals, grouping } = numberStyle(values);
  const format = new Intl.NumberFormat("en-GB", {
    useGrouping: grouping,
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  // A value that rounds to nothing must not read "-0".
  return (value) =>
    format
      .format(value)
      .replace(/^-(0(?:\.0+)?)$/, "$1")
      .replace("-", "−");
}

function decimalsNeeded(value: number): number {
  const rounded = Math.abs(value).toFixed(2);
  if (rounded.endsWith(".00")) return 0;
  return rounded.endsWith("0") ? 1 : 2;
}
