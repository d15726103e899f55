/** A TCP line that misbehaves on request, between real pages and a real server: half open, cut, or slow and uneven as bad Wi-Fi is. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import type { Random } from "./random.js";

export interface FaultProxy extends Disposable {
  readonly port: number;
  /** Nothing arrives any more, in either direction, and nobody is told: the cable is out, the sockets stay open. */
  hold(): void;
  /** Ends a hold: what waited arrives. */
  release(): void;
  /** Resets every line and refuses new ones until `restore`. */
  cut(): void;
  restore(): void;
  /** Each piece takes `delay` ± `jitter` ms from now on; the order stays, as TCP keeps it. */
  slow(wait: { readonly delay: number; readonly jitter: number; readonly random: Random }): void;
}

interface Piping {
  readonly sockets: readonly [Socket, Socket];
}

export async function openFaultProxy(target: number): Promise<FaultProxy> {
  const lines = new Set<Piping>();
  let isCut = false;
  let held: PromiseWithResolvers<void> | undefined;
  let pause = (): number => 0;

  const forward = async (from: Socket, to: Socket): Promise<void> => {
    try {
      for await (const piece of from as AsyncIterable<Buffer>) {
        const wait = pause();
        if (wait > 0) await delay(wait);
        if (held !== undefined) await held.promise;
        if (to.destroyed) return;
        if (!to.write(piece)) await once(to, "drain");
      }
      if (held !== undefined) await held.promise;
      to.end();
    } catch {
      // A reset on one side is a reset on the other, unless nobody may hear of it.
      if (held !== undefined) await held.promise;
      to.destroy();
    }
  };

  const server = createServer((page) => {
    if (isCut) {
      page.destroy();
      return;
    }
    const upstream = connect(target, "127.0.0.1");
    const line: Piping = { sockets: [page, upstream] };
    lines.add(line);
    for (const socket of line.sockets) {
      socket.on("error", () => undefined);
      socket.setNoDelay(true);
    }
    void Promise.all([forward(page, upstream), forward(upstream, page)]).finally(() => lines.delete(line));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");

  const reset = (): void => {
    for (const { sockets } of lines) for (const socket of sockets) socket.destroy();
  };
  const release = (): void => {
    held?.resolve();
    held = undefined;
  };
  return {
    port: (server.address() as AddressInfo).port,
    hold: () => (held ??= Promise.withResolvers()),
    release,
    cut: () => {
      isCut = true;
      reset();
    },
    restore: () => {
      isCut = false;
    },
    slow: ({ delay: middle, jitter, random }) => {
      pause = () => Math.max(0, middle + (random.next() * 2 - 1) * jitter);
    },
    [Symbol.dispose]: () => {
      release();
      reset();
      server.close();
    },
  };
}
