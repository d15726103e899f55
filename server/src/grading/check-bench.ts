/** All that a check runs on: processes for learner code, threads for test code. Some of each wait already started. */
import { availableParallelism } from "node:os";
import { TestThreads } from "./run-author-tests.js";
import type { Sandbox } from "../sandbox/index.js";
import { openRunnerPool, type RunnerPool } from "./runner-pool.js";

export interface CheckBench extends AsyncDisposable {
  readonly runners: RunnerPool;
  readonly tests: TestThreads;
  /** Starts what will wait; nobody waits for it here. */
  warm(): void;
}

export interface CheckBenchOptions {
  /** The built runner, `kernel/dist/node/runner.js`. */
  readonly runner: string;
  /** Flags for Node in front of it. */
  readonly runnerFlags?: readonly string[];
  /** Where learner code finds the packages that it imports. */
  readonly nodeModules: string;
  /** What a run may read beside its own folder. */
  readonly visible: readonly string[];
  /** The folder of installed packs. */
  readonly packs?: string;
  readonly sandbox: Sandbox;
  /** A process that could not start ahead of time. */
  readonly onError: (error: unknown) => void;
  /** Packages that processes load while they wait. Without it, what nearly every lesson imports. */
  readonly preload?: readonly string[];
  /** How many checks run at once: so many processes and threads wait already started, up to four. Without it, as
   * many as a server does.
   */
  readonly atOnce?: number;
}

const heapMb = 192;
/** What nearly every lesson imports. */
export const usualPreload: readonly string[] = ["@data-surgery/opendata"];
/**
 * How many checks a server runs at once: one a core, so that a room of sixty is served in turn and the pages stay quick. More
 * than eight would only take memory from the kernels.
 */
export const checksAtOnce: number = Math.min(8, Math.max(2, availableParallelism()));

/** One check takes one process, and another for each set of data that its tests try. */
const [fewest, most] = [2, 4];

export function openCheckBench(options: CheckBenchOptions): CheckBench {
  const {
    runner,
    runnerFlags,
    nodeModules,
    visible,
    packs,
    sandbox,
    onError,
    preload = usualPreload,
    atOnce = checksAtOnce,
  } = options;
  const tests = new TestThreads(Math.min(most, atOnce));
  const runners = openRunnerPool({
    spec: { script: runner, flags: runnerFlags, memoryMb: heapMb, preload, nodeModules, visible, packs },
    sandbox,
    waiting: Math.min(most, Math.max(fewest, atOnce)),
    onError,
  });
  return {
    runners,
    tests,
    warm: () => {
      runners.warm();
      tests.warm();
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([runners[Symbol.asyncDispose](), tests[Symbol.asyncDispose]()]);
    },
  };
}
