/** Where a kernel listens: the connection file of Jupyter, or the same object handed over by a pool. */
import { readFileSync } from "node:fs";

export interface Connection {
  readonly transport: "tcp" | "ipc";
  readonly ip: string;
  readonly shell_port: number;
  readonly iopub_port: number;
  readonly stdin_port: number;
  readonly control_port: number;
  readonly hb_port: number;
  readonly signature_scheme: string;
  readonly key: string;
}

export type Port = "shell_port" | "iopub_port" | "stdin_port" | "control_port" | "hb_port";

const ports: readonly Port[] = ["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"];

/** Says in one sentence what is wrong, for the log of whoever started the kernel. */
export class ConnectionError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ConnectionError";
  }
}

/** @throws ConnectionError */
export function readConnectionFile(path: string): Connection {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new ConnectionError(`The connection file “${path}” can't be read.`, { cause: error });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ConnectionError(`The connection file “${path}” is not JSON.`, { cause: error });
  }
  return parseConnection(value);
}

/** @throws ConnectionError */
export function parseConnection(value: unknown): Connection {
  if (typeof value !== "object" || value === null) throw new ConnectionError("The connection is not an object.");
  const fields = value as Readonly<Record<string, unknown>>;
  const text = (name: string, otherwise: string): string => {
    const found = fields[name] ?? otherwise;
    if (typeof found !== "string") throw new ConnectionError(`The connection's ${name} is not a text.`);
    return found;
  };
  for (const name of ports) {
    const port = fields[name];
    if (typeof port !== "number" || !Number.isInteger(port) || port < 0 || port > 65_535)
      throw new ConnectionError(`The connection's ${name} is not a port number.`);
  }
  const transport = text("transport", "tcp");
  if (transport !== "tcp" && transport !== "ipc")
    throw new ConnectionError(`The connection's transport “${transport}” is not known: tcp or ipc.`);
  const scheme = text("signature_scheme", "hmac-sha256");
  if (scheme !== "hmac-sha256")
    throw new ConnectionError(`The connection's signature scheme “${scheme}” is not known: hmac-sha256.`);
  return {
    ...(fields as Readonly<Record<Port, number>>),
    transport,
    ip: text("ip", "127.0.0.1"),
    signature_scheme: scheme,
    key: text("key", ""),
  };
}

export function endpoint(connection: Connection, port: Port): string {
  const { transport, ip } = connection;
  return transport === "ipc" ? `ipc://${ip}-${connection[port]}` : `tcp://${ip}:${connection[port]}`;
}
