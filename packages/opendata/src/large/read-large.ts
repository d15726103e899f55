import type { ReadOptions } from "../read/read-options.js";
import type { LargeTable } from "./large-table.js";

/**
 * Reads a CSV file that is too large for `read` (above 128 MB, up to 1 GB) by the same rules. Its rows stay on disk; filter it, put it
 * into groups or ask it in SQL, and you have an ordinary table.
 * @example let big = await readLarge("data/all-payments.csv");
 * @example let byYear = await big.groupBy("year").summarise({ payments: count(), total: sum("amount") });
 */
export async function readLarge(path: string, options: ReadOptions = {}): Promise<LargeTable> {
  const { openLarge } = await import("./open-large.js");
  return openLarge(path, options);
}
