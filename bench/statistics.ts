/** Percentile by nearest rank of unsorted samples; NaN when there are none. */
export function percentile(samples: readonly number[], rank: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((rank / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (samples: readonly number[]): number => percentile(samples, 50);

/** One row of the table that people read. */
export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** The figure that we hold ourselves to; the value should not be above it. */
  readonly target?: number;
  readonly note?: string;
}

export function renderTable(rows: readonly Row[]): string {
  const text = (value: number): string => (value >= 100 ? value.toFixed(0) : value.toFixed(1));
  const lines = rows.map(({ what, value, unit, target, note }) => [
    what,
    `${text(value)} ${unit}`,
    target === undefined ? "" : `≤ ${text(target)} ${value <= target ? "✓" : "✗"}`,
    note ?? "",
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((entry, column) =>
          column === 1 ? entry.padStart(widths[column] ?? 0) : entry.padEnd(widths[column] ?? 0),
        )
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
