/**
 * Runners that wait already started, each in a private folder of its own, so that a check need not wait for a process to
 * start. A runner is used once.
 */
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { giveToOwner, type Sandbox } from "../sandbox/index.js";
import { startRunner, type RunnerProcess, type RunnerSpec } from "./runner-process.js";

/** A file that the run can read: path below its folder, and content. */
export type RunnerFiles = ReadonlyMap<string, Uint8Array | string>;

export interface Runner extends AsyncDisposable {
  readonly process: RunnerProcess;
}

export interface RunnerPool extends AsyncDisposable {
  /**
   * A fresh process whose folder holds these files. Its taker disposes it. One with another limit of memory than those that
   * wait is started for the purpose.
   */
  take(files: RunnerFiles, memoryMb?: number): Promise<Runner>;
  /** Starts those that will wait; nobody waits for them here. */
  warm(): void;
}

export interface RunnerPoolOptions {
  readonly spec: RunnerSpec;
  readonly sandbox: Sandbox;
  /** How many wait. */
  readonly waiting: number;
  readonly onError: (error: unknown) => void;
}

export function openRunnerPool(options: RunnerPoolOptions): RunnerPool {
  const waiting: Promise<WarmRunner>[] = [];
  let closing = false;
  const fill = (): void => {
    if (closing) return;
    while (waiting.length < options.waiting) {
      const starting = startWarm(options);
      starting.catch(options.onError);
      waiting.push(starting);
    }
  };
  const next = async (): Promise<WarmRunner> => {
    for (let ready = waiting.shift(); ready !== undefined; ready = waiting.shift()) {
      const runner = await ready.catch(() => undefined);
      if (runner?.process.alive === true) return runner;
      await runner?.[Symbol.asyncDispose]();
    }
    return startWarm(options);
  };
  return {
    take: async (files, memoryMb = options.spec.memoryMb) => {
      const isUsual = memoryMb === options.spec.memoryMb;
      const runner = isUsual ? await next() : await startWarm({ ...options, spec: { ...options.spec, memoryMb } });
      fill();
      try {
        await writeFiles(runner.folder, files);
        return runner;
      } catch (error) {
        await runner[Symbol.asyncDispose]();
        throw error;
      }
    },
    warm: fill,
    [Symbol.asyncDispose]: async () => {
      closing = true;
      const left = await Promise.allSettled(waiting.splice(0));
      for (const one of left) if (one.status === "fulfilled") await one.value[Symbol.asyncDispose]();
    },
  };
}

interface WarmRunner extends Runner {
  readonly folder: string;
}

async function startWarm({ spec, sandbox }: RunnerPoolOptions): Promise<WarmRunner> {
  const parent = await mkdtemp(join(tmpdir(), "surgery-check-"));
  const folder = join(parent, "work");
  let process: RunnerProcess;
  try {
    await mkdir(folder, { mode: 0o700 });
    await symlink(spec.nodeModules, join(parent, "node_modules"), "junction");
    process = await startRunner(spec, { folder, area: parent }, sandbox);
  } catch (error) {
    await removeFolder(parent);
    throw error;
  }
  return {
    folder,
    process,
    [Symbol.asyncDispose]: async () => {
      await process[Symbol.asyncDispose]();
      await removeFolder(parent);
    },
  };
}

/** What learner code made there goes too; links are removed, never followed. */
function removeFolder(folder: string): Promise<void> {
  return rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
}

async function writeFiles(folder: string, files: RunnerFiles): Promise<void> {
  for (const [path, content] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  await giveToOwner(folder);
}
