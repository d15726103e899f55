/** All kernels of this server: started for a notebook, found by id, culled when idle, ended with the server. */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { makeFolder, parentPath } from "./content-path.js";
import { executeOn, type ExecuteHandlers, type ExecuteReply, type ExecuteRequest } from "./execute.js";
import { Kernel } from "./kernel.js";
import type { KernelLauncher } from "./kernel-launcher.js";
import type { Kernelspecs } from "./kernelspecs.js";

export interface KernelsOptions {
  readonly specs: Kernelspecs;
  readonly launcher: KernelLauncher;
  /** Contents root: a kernel works in its notebook's folder. */
  readonly root: string;
  /** End kernels that nobody used for this long, in milliseconds. */
  readonly idleTimeout: number;
  readonly startTimeout: number;
  /** How often to look for idle ones, in milliseconds. */
  readonly cullEvery?: number;
  /** Most kernels at once, all people together. */
  readonly most: number;
}

export interface Kernels extends AsyncDisposable {
  readonly specs: Kernelspecs;
  readonly isolation: KernelLauncher["isolation"];
  start(name: string | undefined, path: string): Promise<Kernel>;
  get(id: string): Kernel;
  list(): readonly Kernel[];
  shutdown(id: string): Promise<void>;
  execute(id: string, request: ExecuteRequest, handlers: ExecuteHandlers): Promise<ExecuteReply>;
}

export function openKernels(options: KernelsOptions): Kernels {
  return new RunningKernels(options);
}

const defaultCullEvery = 30_000;

class RunningKernels implements Kernels {
  readonly specs: Kernelspecs;
  readonly #options: KernelsOptions;
  readonly #kernels = new Map<string, Kernel>();
  readonly #culling: NodeJS.Timeout;

  constructor(options: KernelsOptions) {
    this.#options = options;
    this.specs = options.specs;
    this.#culling = setInterval(() => this.#cull(Date.now()), options.cullEvery ?? defaultCullEvery);
    this.#culling.unref();
  }

  get isolation(): KernelLauncher["isolation"] {
    return this.#options.launcher.isolation;
  }

  async start(name: string | undefined, path: string): Promise<Kernel> {
    const wanted = name === undefined || name === "" ? this.specs.defaultName : name;
    const spec = this.specs.find(wanted);
    if (this.specs.list().length === 0) throw new AppError("kernels.none");
    if (spec === undefined) {
      const available = this.specs.list().map((known) => known.name);
      throw new AppError("kernels.no-such-spec", { name: wanted, available: available.join(", ") });
    }
    if (this.#kernels.size >= this.#options.most) this.#makeRoom();
    await makeFolder(this.#options.root, parentPath(path));
    const cwd = dirname(join(this.#options.root, path));
    const kernel = new Kernel({
      id: randomUUID(),
      spec,
      launcher: this.#options.launcher,
      cwd,
      path,
      startTimeout: this.#options.startTimeout,
    });
    this.#kernels.set(kernel.id, kernel);
    kernel.start();
    return kernel;
  }

  /** The one that was left alone longest makes way; when all are in use nobody is thrown out. */
  #makeRoom(): void {
    const [oldest] = [...this.#kernels.values()]
      .filter((kernel) => kernel.state !== "busy" && kernel.listeners === 0)
      .toSorted((a, b) => a.lastActivity - b.lastActivity);
    if (oldest === undefined) throw new AppError("http.too-many", { seconds: 30 });
    this.#end(oldest);
  }

  get(id: string): Kernel {
    const kernel = this.#kernels.get(id);
    if (kernel === undefined) throw new AppError("kernels.not-found");
    return kernel;
  }

  list(): readonly Kernel[] {
    return [...this.#kernels.values()];
  }

  async shutdown(id: string): Promise<void> {
    const kernel = this.get(id);
    this.#kernels.delete(id);
    await kernel.shutdown();
  }

  async execute(id: string, request: ExecuteRequest, handlers: ExecuteHandlers): Promise<ExecuteReply> {
    return executeOn(this.get(id), request, handlers);
  }

  #cull(now: number): void {
    for (const kernel of this.#kernels.values()) {
      const unused = kernel.state !== "busy" && now - kernel.lastActivity > this.#options.idleTimeout;
      if (unused) this.#end(kernel);
    }
  }

  #end(kernel: Kernel): void {
    this.#kernels.delete(kernel.id);
    // Its process group is killed; waiting for that is nobody's business here.
    void kernel.shutdown();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#culling);
    const all = [...this.#kernels.values()];
    this.#kernels.clear();
    await Promise.all(all.map((kernel) => kernel.shutdown()));
    await this.#options.launcher[Symbol.asyncDispose]();
  }
}
