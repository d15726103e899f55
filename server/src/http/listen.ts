/** Binding to a port, and the names under which this machine is then reached. */
import type { Server } from "node:http";
import { hostname, networkInterfaces } from "node:os";

export interface ListenOptions {
  readonly bind: string;
  readonly port: number;
  /** False: when the port is taken, the next ones are tried. */
  readonly portFixed: boolean;
}

export class PortTakenError extends Error {
  constructor(port: number) {
    super(
      `Port ${port} is in use by another program. Stop that one, or choose another port: npm start -- --port ${port + 1}`,
    );
    this.name = "PortTakenError";
  }
}

/** Resolves to the port in use. @throws PortTakenError */
export async function listen(server: Server, options: ListenOptions): Promise<number> {
  const tries = options.portFixed ? 1 : 20;
  for (let offset = 0; offset < tries; offset++) {
    const port = options.port === 0 ? 0 : options.port + offset;
    if (await tryListen(server, options.bind, port)) {
      const address = server.address();
      return typeof address === "object" && address !== null ? address.port : port;
    }
  }
  throw new PortTakenError(options.port);
}

function tryListen(server: Server, bind: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException): void => {
      server.off("listening", onListening);
      if (error.code === "EADDRINUSE") resolve(false);
      else reject(error);
    };
    const onListening = (): void => {
      server.off("error", onError);
      resolve(true);
    };
    server.once("error", onError);
    server.once("listening", onListening);
    server.listen(port, bind);
  });
}

/** IPv4 addresses that other machines in the room can reach; Wi-Fi and cable before virtual ones. */
export function roomAddresses(): string[] {
  const found: { name: string; address: string }[] = [];
  for (const [name, entries] of Object.entries(networkInterfaces())) {
    for (const entry of entries ?? []) {
      if (!entry.internal && entry.family === "IPv4") found.push({ name, address: entry.address });
    }
  }
  const isVirtual = (name: string): number => Number(/^(docker|veth|br-|virbr|vmnet|vbox|tun|tap|utun)/i.test(name));
  return found.toSorted((a, b) => isVirtual(a.name) - isVirtual(b.name)).map((entry) => entry.address);
}

/** Every `host:port` that this server answers to. */
export function ownHosts(bind: string, port: number, publicUrl: URL | undefined): string[] {
  const names = ["127.0.0.1", "localhost", "[::1]"];
  if (bind === "0.0.0.0") names.push(...roomAddresses(), hostname().toLowerCase(), `${hostname().toLowerCase()}.local`);
  const hosts = names.map((name) => (port === 80 ? name : `${name}:${port}`));
  if (publicUrl !== undefined) hosts.push(publicUrl.host);
  return hosts;
}
