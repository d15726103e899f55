/**
 * danfojs-node's turn of `npm run bench:data`: the same verbs on the same file. Prints one JSON line. Its sort compares every row with
 * every other; beyond 200,000 rows it is left out, because a million did not end within eight minutes.
 */
import { resourceUsage } from "node:process";

const [large, areas] = process.argv.slice(2);
const took = {};

async function timed(what, work) {
  const started = performance.now();
  const result = await work();
  took[what] = performance.now() - started;
  return result;
}

const { default: danfo } = await timed("import", () => import("danfojs-node"));
const table = await timed("read", () => danfo.readCSV(large));
const other = await danfo.readCSV(areas);
await timed("filter", () => table.query(table["amount"].gt(560)));
await timed("group", () =>
  table
    .groupby(["area"])
    .col(["amount"])
    .agg({ amount: ["count", "sum", "mean"] }),
);
if (table.shape[0] <= 200_000) await timed("sort", () => table.sortValues("amount", { ascending: false }));
await timed("join", () => danfo.merge({ left: table, right: other, on: ["area"], how: "left" }));
await timed("write", () => danfo.toCSV(table, { download: false }));
process.stdout.write(`${JSON.stringify({ took, peakMb: resourceUsage().maxRSS / 1024 })}\n`);
