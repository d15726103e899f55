/**
 * npm run bench:data: how soon a file is read, judged and worked on, beside pandas (where PYTHON, or python3, has it) and danfojs (where
 * it is installed) in the same run, each in a process of its own. With --json the last line is one JSON object: milliseconds, and for
 * `peakMb` megabytes; with --quick the large file has 100,000 rows in place of a million. A chart is timed up to what is sent to the
 * page (the figure, the picture without a script, the numbers): what the page then needs to draw it, the browser tests see.
 */
import { chart, profile, readSource, tableOfSource } from "@data-surgery/opendata";
import { execFile } from "node:child_process";
import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { median, renderTable, type Row } from "./statistics.ts";

const run = promisify(execFile);
const quick = process.argv.includes("--quick");
const rows = quick ? 100_000 : 1_000_000;
const verbs = ["read", "filter", "group", "sort", "join", "write"] as const;

interface Turn {
  readonly took: Readonly<Record<string, number>>;
  readonly peakMb: number;
}

/** A file as councils publish them: some quoted commas, one amount in a hundred missing. The same each time. */
async function writeFileOf(path: string, many: number, heading: string, line: (at: number) => string): Promise<void> {
  const file = await open(path, "w");
  await file.write(`${heading}\n`);
  for (let at = 0; at < many; at += 10_000) {
    await file.write(Array.from({ length: Math.min(10_000, many - at) }, (_, step) => `${line(at + step)}\n`).join(""));
  }
  await file.close();
}

const largeLine = (at: number): string =>
  [
    at,
    `E0500${String(at % 1000).padStart(4, "0")}`,
    at % 50 === 0 ? `"Smith, Jones and Company ${at % 977}"` : `Community Group Number ${at % 977}`,
    `20${String(10 + (at % 15)).padStart(2, "0")}-${String(1 + (at % 12)).padStart(2, "0")}-${String(1 + (at % 28)).padStart(2, "0")}`,
    at % 100 === 0 ? "" : ((at * 7919) % 100_000) / 100,
    `A${String(at % 300).padStart(5, "0")}`,
    at % 7,
    `Payment for a service that was given ${at % 31}`,
  ].join(",");

const folder = await mkdtemp(join(tmpdir(), "bench-data-"));
try {
  const large = join(folder, "large.csv");
  const areas = join(folder, "areas.csv");
  await writeFileOf(large, rows, "id,area,payee,date,amount,code,kind,purpose", largeLine);
  await writeFileOf(areas, 1000, "area,people", (at) => `E0500${String(at).padStart(4, "0")},${5000 + at}`);
  const judged = join(folder, "judged.csv");
  await writeFileOf(
    judged,
    100_000,
    "id,area,payee,date,amount,code,kind,purpose,year,paid",
    (at) => `${largeLine(at)},${2000 + (at % 24)},${at % 3 === 0 ? "Yes" : "No"}`,
  );
  const small = join(folder, "small.csv");
  await writeFileOf(small, 5000, "id,area,payee,date,amount,code,kind,purpose", largeLine);

  const three = async (work: () => Promise<void>): Promise<number> => {
    const samples: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const started = performance.now();
      await work();
      samples.push(performance.now() - started);
    }
    return median(samples);
  };
  const readProfile = await three(async () => void profile(await readSource(judged)));
  const smallTable = await readSource(small);
  const profile5000 = await three(async () => void profile(smallTable));
  const points = tableOfSource(smallTable);
  const chart5000 = await three(async () => {
    const drawn = chart.scatter(points, { x: "kind", y: "amount", axis: "Pounds", title: "Payments by kind" });
    JSON.stringify(drawn[Symbol.for("Jupyter.display") as keyof typeof drawn]);
  });
  const importing = await three(async () => {
    await run(process.execPath, [
      "--conditions=packed",
      "--input-type=module",
      "-e",
      "import '@data-surgery/opendata'",
    ]);
  });
  const bare = await three(async () => void (await run(process.execPath, ["--input-type=module", "-e", ""])));

  const own = await turnOf(process.execPath, "bench/data-table.ts", large, areas);
  const pandas = await peerTurn(
    "pandas",
    process.env["PYTHON"] ?? "python3",
    "bench/peers/data_pandas.py",
    large,
    areas,
  );
  const danfojs = await peerTurn("danfojs", process.execPath, "bench/peers/data_danfojs.mjs", large, areas);
  report(own, { pandas, danfojs }, { readProfile, profile5000, chart5000, import: Math.max(0, importing - bare) });
} finally {
  await rm(folder, { recursive: true });
}

/** A turn in a fresh process, so that the peak of its memory is its own. */
async function turnOf(program: string, ...args: readonly string[]): Promise<Turn> {
  return JSON.parse((await run(program, args)).stdout) as Turn;
}

async function peerTurn(peer: string, program: string, ...args: readonly string[]): Promise<Turn | undefined> {
  try {
    return await turnOf(program, ...args);
  } catch (error) {
    const lines = (error instanceof Error ? error.message : String(error)).trim().split("\n");
    // The last line that names an error; below it Node says its version.
    const said = lines.slice(1).findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? "";
    process.stderr.write(`${peer} was not measured: ${said.trim()}\n`);
    if (peer === "pandas") process.stderr.write("Set PYTHON to a Python that has it.\n");
    return undefined;
  }
}

interface Peers {
  readonly pandas: Turn | undefined;
  readonly danfojs: Turn | undefined;
}

function report(own: Turn, { pandas, danfojs }: Peers, alone: Readonly<Record<string, number>>): void {
  const working = (turn: Turn): number => verbs.slice(1).reduce((sum, verb) => sum + (turn.took[verb] ?? 0), 0);
  const beside = (value: number, peer: number | undefined, other: number | undefined): string =>
    [
      peer === undefined ? "" : `pandas ${peer.toFixed(0)}, ours × ${(value / peer).toFixed(1)}`,
      other === undefined ? "" : `danfojs ${other.toFixed(0)}`,
    ]
      .filter(Boolean)
      .join("; ");
  const size = `${rows.toLocaleString("en-GB")} rows`;
  const table: Row[] = [
    { what: "read and profile, 100,000 × 10", value: alone["readProfile"] ?? 0, unit: "ms", target: 2000 },
    { what: "profile, 5,000 rows", value: alone["profile5000"] ?? 0, unit: "ms", target: 300 },
    { what: "chart of 5,000 points, made", value: alone["chart5000"] ?? 0, unit: "ms", target: 300 },
    { what: "import of the toolkit", value: alone["import"] ?? 0, unit: "ms", target: 150 },
    ...verbs.map((verb) => {
      const value = own.took[verb] ?? 0;
      return {
        what: `${verb}, ${size}`,
        value,
        unit: "ms",
        note: beside(value, pandas?.took[verb], danfojs?.took[verb]),
      };
    }),
    {
      what: `filter to write together, ${size}`,
      value: working(own),
      unit: "ms",
      ...(pandas === undefined
        ? {}
        : { target: working(pandas) * 1.5, note: beside(working(own), working(pandas), danfojs && working(danfojs)) }),
    },
    {
      what: `peak memory, ${size}`,
      value: own.peakMb,
      unit: "MB",
      ...(pandas === undefined
        ? {}
        : { target: pandas.peakMb * 2, note: beside(own.peakMb, pandas.peakMb, danfojs?.peakMb) }),
    },
  ];
  process.stdout.write(`\n${renderTable(table)}\n`);
  if (!process.argv.includes("--json")) return;
  const measure = (surgery: number, peer?: number, other?: number): object => ({
    surgery,
    pandas: peer ?? null,
    danfojs: other ?? null,
  });
  const json = {
    ...Object.fromEntries(Object.entries(alone).map(([name, value]) => [name, measure(value)])),
    ...Object.fromEntries(
      verbs.map((verb) => [verb, measure(own.took[verb] ?? 0, pandas?.took[verb], danfojs?.took[verb])]),
    ),
    work: measure(working(own), pandas && working(pandas), danfojs && working(danfojs)),
    peakMb: measure(own.peakMb, pandas?.peakMb, danfojs?.peakMb),
  };
  process.stdout.write(`${JSON.stringify(json)}\n`);
}
