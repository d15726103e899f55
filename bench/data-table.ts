/**
 * One engine's turn of `npm run bench:data`, in a process of its own so that its memory can be told: reads the large file through
 * our toolkit and takes it through the verbs. Prints one JSON line: milliseconds by verb, and the peak of resident memory.
 */
import { count, mean, read, sum } from "@data-surgery/opendata";
import { resourceUsage } from "node:process";

const [large, areas] = process.argv.slice(2);
if (large === undefined || areas === undefined) throw new Error("Give the large file and the file of areas.");
const took: Record<string, number> = {};

async function timed<Result>(what: string, work: () => Result | Promise<Result>): Promise<Result> {
  const started = performance.now();
  const result = await work();
  took[what] = performance.now() - started;
  return result;
}

const table = await timed("read", () => read(large));
const other = await read(areas);
const kept = await timed("filter", () => table.filter((row) => row["amount"] > 560));
await timed("group", () =>
  table.groupBy("area").summarise({ rows: count(), total: sum("amount"), mean: mean("amount") }),
);
await timed("sort", () => table.sortBy("amount", "highest first"));
await timed("join", () => table.join(other, { on: "area" }));
await timed("write", () => table.toCsv());
if (kept.length === 0 || kept.length === table.length) throw new Error("The filter measured nothing.");
process.stdout.write(`${JSON.stringify({ took, peakMb: resourceUsage().maxRSS / 1024 })}\n`);
