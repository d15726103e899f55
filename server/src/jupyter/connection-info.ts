/** Where a kernel's five sockets are, as the connection file says it (https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files). */
import { randomBytes } from "node:crypto";
import { createServer } from "node:net";
import { join } from "node:path";
import type { Kernelspec } from "./kernelspecs.js";

export interface ConnectionInfo {
  readonly transport: "tcp" | "ipc";
  /** For "ipc" the beginning of the sockets' paths. */
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly signature_scheme: "hmac-sha256";
  readonly key: string;
  readonly kernel_name: string;
  /** What stands between path and number where that is not Jupyter's "-". */
  readonly separator?: ":";
}

export function endpointOf({ transport, ip, separator }: ConnectionInfo, port: number): string {
  return transport === "ipc" ? `ipc://${ip}${separator ?? "-"}${port}` : `tcp://${ip}:${port}`;
}

/** sun_path of unix(7) holds 108 bytes with its end; macOS has 104. */
const longestSocketPath = 103;

/**
 * Sockets in the kernel's own folder where it can: nobody else may enter that, while every program of this computer could
 * listen at a port. @throws Error when the folder's path is too long for sockets
 */
export async function createConnection(spec: Kernelspec, run: string, hidesNetwork: boolean): Promise<ConnectionInfo> {
  const base = {
    signature_scheme: "hmac-sha256",
    key: randomBytes(32).toString("hex"),
    kernel_name: spec.name,
  } as const;
  const known = spec.sockets ?? (hidesNetwork ? "ipc" : "tcp");
  if (known === "tcp" || process.platform === "win32") {
    const [shell = 0, iopub = 0, stdin = 0, control = 0, hb = 0] = await freePorts(5);
    const ports = { shell_port: shell, iopub_port: iopub, stdin_port: stdin, control_port: control, hb_port: hb };
    return { transport: "tcp", ip: "127.0.0.1", ...ports, ...base };
  }
  const ip = join(run, "k");
  if (Buffer.byteLength(`${ip}-1`) > longestSocketPath) throw new Error(`the path ${run} is too long for sockets`);
  const ports = { shell_port: 1, iopub_port: 2, stdin_port: 3, control_port: 4, hb_port: 5 };
  return { transport: "ipc", ip, ...ports, ...base, ...(known === "ipc-colon" ? { separator: ":" as const } : {}) };
}

const given = new Set<number>();

/**
 * Ports below the range from which the system gives out its own: connecting to one of those before the kernel has bound it
 * can connect a socket to itself.
 */
async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  while (found.length < count) {
    const port = 20_000 + Math.floor(Math.random() * 12_000);
    if (given.has(port) || !(await isFree(port))) continue;
    given.add(port);
    setTimeout(() => given.delete(port), 60_000).unref();
    found.push(port);
  }
  return found;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
