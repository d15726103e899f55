/** npm run bench:kernel: our kernel beside tslab and Deno, alternating in one run. --json ends with one JSON line; --quick takes fewer rounds. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { startKernel, type Contender, type KernelUnderTest } from "./kernel-client.ts";
import { median, percentile } from "./statistics.ts";

const root = join(import.meta.dirname, "..");
const flags = new Set(process.argv.slice(2));
const rounds = flags.has("--quick") ? 3 : 10;
const main = join(root, "kernel", "dist", "node", "main.js");
const denoFolder = process.env["SURGERY_DENO"] ?? "";

const surgery: Contender = { name: "surgery", command: (file) => [process.execPath, main, file] };
/** The peers have no checker, so memory is compared without ours. */
const unchecked: Contender = { name: "surgery", command: (file) => [process.execPath, main, file, "--types=off"] };
const tslab: Contender = {
  name: "tslab",
  command: (file) => [process.execPath, join(root, "node_modules/tslab/bin/tslab"), "kernel", "--config-path", file],
};
const deno: Contender = { name: "deno", command: (file) => [denoFolder, "jupyter", "--kernel", "--conn", file] };
const contenders = [surgery, tslab, ...(existsSync(denoFolder) ? [deno] : [])];

type Samples = Map<Contender["name"], number[]>;
const measures = new Map<string, Samples>();

function note(measure: string, name: Contender["name"], value: number): void {
  const samples = measures.get(measure) ?? new Map<Contender["name"], number[]>();
  measures.set(measure, samples);
  samples.set(name, [...(samples.get(name) ?? []), value]);
}

/** A declaration of each kind, told apart by number; the same text that the published comparison used. */
const declarations = (n: number): string =>
  `interface P${n} { x: number; y: string }\nfunction mk${n}(x: number): P${n} { return { x, y: String(x) } }\nconst p${n}: P${n} = mk${n}(${n});\np${n}.x + p${n}.y.length`;

async function coldStarts(): Promise<void> {
  for (let round = 0; round <= rounds; round++) {
    // Every other round backwards, so that nobody is always the one after the slow one. The first round warms the disk's cache.
    for (const contender of round % 2 === 0 ? contenders : contenders.toReversed()) {
      const started = performance.now();
      await using kernel = await startKernel(contender);
      await kernel.execute("1");
      if (round === 0) continue;
      note("launchToInfoMs", contender.name, kernel.infoMs);
      note("firstResultMs", contender.name, performance.now() - started);
    }
  }
}

async function fromThePool(): Promise<void> {
  for (let round = 0; round <= rounds; round++) {
    const child = spawn(process.execPath, [main, "--wait"], { stdio: ["pipe", "ignore", "inherit"], detached: true });
    await delay(600);
    await using kernel = await startKernel(surgery, {
      child,
      handOver: (connection, cwd) => {
        child.stdin.end(`${JSON.stringify({ connection, cwd, env: {} })}\n`);
      },
    });
    if (round > 0) note("poolMs", "surgery", kernel.infoMs);
  }
}

async function warm(): Promise<void> {
  const kernels: [Contender["name"], KernelUnderTest][] = [];
  try {
    for (const contender of contenders) {
      const kernel = await startKernel(contender);
      kernels.push([contender.name, kernel]);
      await kernel.execute("1");
    }
    await using alone = await startKernel(unchecked);
    await alone.execute("1");
    await delay(1500);
    for (const [name, kernel] of kernels)
      note(name === "surgery" ? "memoryWithTypesMb" : "idleMemoryMb", name, await kernel.memoryMb());
    note("idleMemoryMb", "surgery", await alone.memoryMb());
    for (let round = 0; round < rounds * 10; round++)
      for (const [name, kernel] of kernels) note("trivialMs", name, (await kernel.execute("1 + 1")).replyMs);
    const cells = flags.has("--quick") ? 40 : 200;
    for (let cell = 0; cell < cells; cell++) {
      for (const [name, kernel] of kernels) {
        const { replyMs } = await kernel.execute(declarations(cell));
        note(cell < cells - 20 ? "declarationMs" : "declarationLastMs", name, replyMs);
      }
    }
    for (let round = 0; round < rounds * 2; round++)
      for (const [name, kernel] of kernels) note("completionMs", name, await kernel.complete("p5."));
  } finally {
    for (const [, kernel] of kernels) await kernel[Symbol.asyncDispose]();
  }
}

async function floods(): Promise<void> {
  for (let round = 0; round < Math.min(rounds, 4); round++) {
    for (const contender of contenders) {
      await using kernel = await startKernel(contender);
      await kernel.execute("1");
      const ran = await kernel.execute("for (let i = 0; i < 10000; i++) console.log('line ' + i)");
      const lines = ran.messages.map(({ content: { text } }) => (typeof text === "string" ? text : "")).join("");
      note("lines10kMs", contender.name, Number.isNaN(ran.idleMs) ? ran.replyMs : ran.idleMs);
      note("lines10kArrived", contender.name, lines.split("line ").length - 1);
    }
  }
}

const targets: Readonly<Record<string, number>> = {
  launchToInfoMs: 90,
  firstResultMs: 150,
  poolMs: 25,
  trivialMs: 5,
  declarationMs: 8,
  declarationLastMs: 8,
  completionMs: 10,
  lines10kMs: 100,
  idleMemoryMb: 80,
};

function row(measure: string, samples: Samples): string {
  const of = (name: Contender["name"]): number => median(samples.get(name) ?? []);
  const ours = of("surgery");
  const text = (value: number): string =>
    Number.isNaN(value) ? "–" : value >= 100 ? value.toFixed(0) : value.toFixed(1);
  const beside = (["tslab", "deno"] as const).map((name) => {
    const theirs = of(name);
    return Number.isNaN(theirs)
      ? `${name} –`.padEnd(24)
      : `${name} ${text(theirs)} (${text(theirs / ours)} ×)`.padEnd(24);
  });
  const target = targets[measure];
  const mark = target === undefined ? "" : `≤ ${target} ${ours <= target ? "✓" : "✗"}`;
  const p95 = percentile(samples.get("surgery") ?? [], 95);
  return `${measure.padEnd(20)}${text(ours).padStart(8)}  p95 ${text(p95).padStart(6)}  ${mark.padEnd(10)}${beside.join("")}`;
}

process.stderr.write("Measuring three kernels; this takes some minutes.\n");
await coldStarts();
await fromThePool();
await warm();
await floods();
process.stdout.write(`${[...measures].map(([measure, samples]) => row(measure, samples)).join("\n")}\n`);
if (contenders.length < 3)
  process.stdout.write("Deno was not there to be measured (npm run bench:kernel fetches it when it may).\n");
if (flags.has("--json")) {
  const json = Object.fromEntries(
    [...measures].map(([measure, samples]) => [
      measure,
      Object.fromEntries(
        (["surgery", "tslab", "deno"] as const).map((name) => {
          const value = median(samples.get(name) ?? []);
          return [name, Number.isNaN(value) ? null : Math.round(value * 10) / 10];
        }),
      ),
    ]),
  );
  process.stdout.write(`${JSON.stringify(json)}\n`);
}
