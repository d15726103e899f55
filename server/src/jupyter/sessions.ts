/** A session ties a notebook to its kernel. One a path: opening a notebook twice finds the same kernel. */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type { Kernel } from "./kernel.js";
import type { Kernels } from "./kernels.js";

export interface Session {
  readonly id: string;
  path: string;
  name: string;
  type: string;
  kernelId: string;
}

export interface Sessions {
  /** The session of this path, started if there is none. */
  open(request: {
    readonly path: string;
    readonly name: string;
    readonly type: string;
    readonly kernelName: string | undefined;
  }): Promise<Session>;
  get(id: string): Session;
  findByPath(path: string): Session | undefined;
  findByKernel(kernelId: string): Session | undefined;
  list(): readonly Session[];
  changeKernel(id: string, kernelName: string): Promise<Session>;
  /** Also ends its kernel. */
  close(id: string): Promise<void>;
  /** The file was renamed. */
  follow(path: string, to: string): void;
}

export function createSessions(kernels: Kernels): Sessions {
  return new KernelSessions(kernels);
}

class KernelSessions implements Sessions {
  readonly #kernels: Kernels;
  readonly #byPath = new Map<string, Promise<Session>>();
  readonly #byId = new Map<string, Session>();

  constructor(kernels: Kernels) {
    this.#kernels = kernels;
  }

  async open(request: { path: string; name: string; type: string; kernelName: string | undefined }): Promise<Session> {
    const known = this.#byPath.get(request.path);
    const existing = await known;
    if (existing !== undefined && this.#isAlive(existing)) return existing;
    // Two pages that open at the same moment share this promise and so the kernel.
    const again = this.#byPath.get(request.path);
    if (again !== undefined && again !== known) return again;
    const starting = this.#start(request);
    this.#byPath.set(request.path, starting);
    if (existing !== undefined) {
      this.#byId.delete(existing.id);
      await this.#endKernel(existing.kernelId);
    }
    try {
      return await starting;
    } catch (error) {
      if (this.#byPath.get(request.path) === starting) this.#byPath.delete(request.path);
      throw error;
    }
  }

  async #start(request: {
    path: string;
    name: string;
    type: string;
    kernelName: string | undefined;
  }): Promise<Session> {
    const kernel = await this.#kernels.start(request.kernelName, request.path);
    const session = {
      id: randomUUID(),
      path: request.path,
      name: request.name,
      type: request.type,
      kernelId: kernel.id,
    };
    this.#byId.set(session.id, session);
    return session;
  }

  #isAlive(session: Session): boolean {
    const kernel = this.#kernels.list().find((known) => known.id === session.kernelId);
    return kernel !== undefined && kernel.state !== "dead";
  }

  #forget(session: Session): void {
    this.#byId.delete(session.id);
    this.#byPath.delete(session.path);
  }

  get(id: string): Session {
    const session = this.#byId.get(id);
    if (session === undefined) throw new AppError("sessions.not-found");
    return session;
  }

  findByPath(path: string): Session | undefined {
    return this.list().find((session) => session.path === path);
  }

  findByKernel(kernelId: string): Session | undefined {
    return this.list().find((session) => session.kernelId === kernelId);
  }

  /** Sessions whose kernel was culled are gone with it. */
  list(): readonly Session[] {
    const alive = new Set(this.#kernels.list().map((kernel) => kernel.id));
    for (const session of this.#byId.values()) if (!alive.has(session.kernelId)) this.#forget(session);
    return [...this.#byId.values()];
  }

  async changeKernel(id: string, kernelName: string): Promise<Session> {
    const session = this.get(id);
    const kernel: Kernel = await this.#kernels.start(kernelName, session.path);
    const old = session.kernelId;
    session.kernelId = kernel.id;
    await this.#endKernel(old);
    return session;
  }

  async close(id: string): Promise<void> {
    const session = this.get(id);
    this.#forget(session);
    await this.#endKernel(session.kernelId);
  }

  /** It may have been culled meanwhile. */
  async #endKernel(id: string): Promise<void> {
    if (this.#kernels.list().some((kernel) => kernel.id === id)) await this.#kernels.shutdown(id);
  }

  follow(path: string, to: string): void {
    // Through `list`, so that a session whose kernel was culled meanwhile is gone and not in the way.
    for (const session of this.list()) {
      if (session.path !== path && !session.path.startsWith(`${path}/`)) continue;
      const moved = to + session.path.slice(path.length);
      this.#byPath.delete(session.path);
      session.path = moved;
      session.name = moved.slice(moved.lastIndexOf("/") + 1);
      this.#byPath.set(moved, Promise.resolve(session));
      this.#kernels.get(session.kernelId).path = moved;
    }
  }
}
