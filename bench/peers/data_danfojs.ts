/**
 * danfojs' turn of `npm run bench:data`: the same verbs on the same file, where danfojs-node is installed. Prints one JSON line. Its
 * types ask for packages that it does not bring, so what is used of it is written down here.
 */
import { resourceUsage } from "node:process";

interface Series {
  gt(than: number): unknown;
}

interface DataFrame {
  readonly shape: readonly [number, number];
  column(name: string): Series;
  query(condition: unknown): DataFrame;
  groupby(names: readonly string[]): { agg(figures: Record<string, readonly string[]>): DataFrame };
  sortValues(name: string, options: { readonly ascending: boolean }): DataFrame;
}

interface Danfo {
  readCSV(path: string, options?: object): Promise<DataFrame>;
  merge(options: { left: DataFrame; right: DataFrame; on: readonly string[]; how: string }): DataFrame;
  toCSV(frame: DataFrame): string;
}

const [large, areas] = process.argv.slice(2);
if (large === undefined || areas === undefined) throw new Error("Give the large file and the file of areas.");
const name: string = "danfojs-node";
const found = (await import(name).catch(() => {
  process.stderr.write("not installed\n");
  process.exit(1);
})) as Danfo & { readonly default?: Danfo };
const danfo = found.default ?? found;
const took: Record<string, number> = {};

async function timed<Result>(what: string, work: () => Result | Promise<Result>): Promise<Result> {
  const started = performance.now();
  const result = await work();
  took[what] = performance.now() - started;
  return result;
}

const table = await timed("read", () => danfo.readCSV(large));
const other = await danfo.readCSV(areas);
const kept = await timed("filter", () => table.query(table.column("amount").gt(560)));
await timed("group", () => table.groupby(["area"]).agg({ amount: ["count", "sum", "mean"] }));
await timed("sort", () => table.sortValues("amount", { ascending: false }));
await timed("join", () => danfo.merge({ left: table, right: other, on: ["area"], how: "left" }));
await timed("write", () => danfo.toCSV(table));
if (kept.shape[0] === 0 || kept.shape[0] === table.shape[0]) throw new Error("The filter measured nothing.");
process.stdout.write(`${JSON.stringify({ took, peakMb: resourceUsage().maxRSS / 1024 })}\n`);
