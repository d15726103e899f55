/**
 * Kernels that wait already started, each closed off in one folder: what a sandbox shows can't be changed later, so a kernel
 * can't wait for a folder that is not known yet. Few wait, for the folders that were worked in last.
 */
import type { Kernelspec } from "./kernelspecs.js";

export interface WaitingKernel {
  readonly alive: boolean;
  /** Gives it its sockets. Once. */
  becomeKernel(): void;
  destroy(): Promise<void>;
}

export interface KernelPoolOptions<Each extends WaitingKernel> {
  readonly most: number;
  readonly start: (spec: Kernelspec, cwd: string) => Promise<Each>;
  readonly onError: (error: unknown) => void;
}

/** After a start the computer has better things to do for a moment, in milliseconds. */
const laterMeans = 1500;

export class KernelPool<Each extends WaitingKernel> implements AsyncDisposable {
  readonly #options: KernelPoolOptions<Each>;
  /** The folder that was wanted last stands last. */
  readonly #waiting = new Map<string, Promise<Each>>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #closing = false;

  constructor(options: KernelPoolOptions<Each>) {
    this.#options = options;
  }

  /** One that waits for this folder, now at work; undefined when there is none. */
  async take(spec: Kernelspec, cwd: string): Promise<Each | undefined> {
    const key = keyOf(spec, cwd);
    const starting = this.#waiting.get(key);
    if (starting === undefined) return undefined;
    this.#waiting.delete(key);
    const ready = await starting.catch(() => undefined);
    if (ready === undefined) return undefined;
    if (!ready.alive) {
      await ready.destroy();
      return undefined;
    }
    ready.becomeKernel();
    return ready;
  }

  /** Starts one for this folder, unless one waits; the folder that nobody wanted for longest gives up its own. */
  expect(spec: Kernelspec, cwd: string): void {
    const { most, start, onError } = this.#options;
    const key = keyOf(spec, cwd);
    if (this.#closing || most === 0) return;
    const known = this.#waiting.get(key);
    this.#waiting.delete(key);
    const starting = known ?? start(spec, cwd);
    if (known === undefined) starting.catch(onError);
    this.#waiting.set(key, starting);
    for (const [oldest, one] of this.#waiting) {
      if (this.#waiting.size <= most) break;
      this.#waiting.delete(oldest);
      void this.#end(one);
    }
  }

  expectLater(spec: Kernelspec, cwd: string): void {
    const key = keyOf(spec, cwd);
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      this.expect(spec, cwd);
    }, laterMeans);
    timer.unref();
    this.#timers.set(key, timer);
  }

  async #end(starting: Promise<Each>): Promise<void> {
    const ready = await starting.catch(() => undefined);
    try {
      await ready?.destroy();
    } catch (error) {
      this.#options.onError(error);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closing = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    const left = [...this.#waiting.values()];
    this.#waiting.clear();
    await Promise.all(left.map((one) => this.#end(one)));
  }
}

const keyOf = (spec: Kernelspec, cwd: string): string => `${spec.name}\0${cwd}`;
