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

/** One kernel's sockets from both sides. */
export interface Connection {
  /** What the server dials. */
  readonly server: ConnectionInfo;
  /** What the kernel is told. */
  readonly kernel: ConnectionInfo;
  /** True when something inside must carry bytes between the two (tcp-relay.ts). */
  readonly relayed: boolean;
}

/** sun_path of unix(7) holds 108 bytes with its end; macOS has 104. */
const longestSocketPath = 103;

/**
 * Sockets in the kernel's own folder where it can: nobody else may enter that, while every program of this computer could
 * listen at a port. @throws Error when the folder's path is too long for sockets
 */
export async function createConnection(spec: Kernelspec, run: string, hidesNetwork: boolean): Promise<Connection> {
  const key = randomBytes(32).toString("hex");
  const base = { signature_scheme: "hmac-sha256", key, kernel_name: spec.name } as const;
  const known = spec.sockets ?? (hidesNetwork ? "ipc" : "tcp");
  const ip = join(run, "k");
  if ((known === "tcp" && !hidesNetwork) || process.platform === "win32") {
    const tcp = { transport: "tcp", ip: "127.0.0.1", ...numbered(await freePorts(5)), ...base } as const;
    return { server: tcp, kernel: tcp, relayed: false };
  }
  // On a network of its own every port is free; as parts of a name numbers need only differ.
  const ports = numbered([20_001, 20_002, 20_003, 20_004, 20_005]);
  if (Buffer.byteLength(`${ip}-${ports.hb_port}`) > longestSocketPath)
    throw new Error(`the path ${run} is too long for sockets`);
  const separator = known === "ipc-colon" ? { separator: ":" as const } : {};
  const ipc = { transport: "ipc", ip, ...ports, ...base, ...separator } as const;
  if (known !== "tcp") return { server: ipc, kernel: ipc, relayed: false };
  return { server: ipc, kernel: { transport: "tcp", ip: "127.0.0.1", ...ports, ...base }, relayed: true };
}

type Ports = Pick<ConnectionInfo, "shell_port" | "iopub_port" | "stdin_port" | "control_port" | "hb_port">;

function numbered([shell = 0, iopub = 0, stdin = 0, control = 0, hb = 0]: readonly number[]): Ports {
  return { shell_port: shell, iopub_port: iopub, stdin_port: stdin, control_port: control, hb_port: hb };
}

export function portsOf(info: ConnectionInfo): number[] {
  return [info.shell_port, info.iopub_port, info.stdin_port, info.control_port, info.hb_port];
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
