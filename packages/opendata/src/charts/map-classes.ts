import { quantile } from "../quantile.js";

/** Areas of one colour: from the least to the greatest value that is in it. */
export interface MapClass {
  readonly from: number;
  readonly to: number;
  readonly many: number;
}

/**
 * Sorts values into classes: as many areas in each (`equal counts`), or each as wide as the others (`equal steps`). A class in which
 * nothing would be is left out, and equal values are never parted.
 */
export function mapClasses(values: readonly number[], wanted: number, by: "equal counts" | "equal steps"): MapClass[] {
  const ordered = values.toSorted((a, b) => a - b);
  const [low, high] = [ordered[0] ?? 0, ordered.at(-1) ?? 0];
  const edges = Array.from({ length: wanted - 1 }, (_, at) => {
    const share = (at + 1) / wanted;
    return by === "equal counts" ? quantile(ordered, share) : low + (high - low) * share;
  });
  const groups = Map.groupBy(ordered, (value) => edges.filter((edge) => value > edge).length);
  return [...groups.values()].map((group) => ({ from: group[0] ?? low, to: group.at(-1) ?? high, many: group.length }));
}

/** Which class a value is in. */
export function classOf(value: number, classes: readonly MapClass[]): number {
  return classes.findIndex(({ to }) => value <= to);
}
