/** The rooms' server, and a page, as processes of their own that can be killed and stopped. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";

const compiled = join(import.meta.dirname, "..", "..", "server", "dist", "rooms");

export interface RoomProcess extends AsyncDisposable {
  readonly child: ChildProcess;
  readonly port: number;
  /** As a power cut does it. */
  kill(): Promise<void>;
}

/** @param port 0 for a free one; @param wrap a command that the server is started through, such as `unshare` */
export async function startRoomProcess(
  folder: string,
  port: number = 0,
  wrap: readonly string[] = [],
): Promise<RoomProcess> {
  const command = [...wrap, process.execPath, join(compiled, "test-room-process.js"), folder, String(port)];
  const [program = "", ...rest] = command;
  const child = spawn(program, rest, { stdio: ["ignore", "pipe", "inherit"] });
  const lines = createInterface({ input: child.stdout });
  const [line] = (await Promise.race([
    once(lines, "line"),
    once(child, "exit").then(([code]) => {
      throw new Error(`The server ended with ${String(code)} before it was listening.`);
    }),
  ])) as [string];
  const kill = async (): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  };
  return { child, port: Number(line), kill, [Symbol.asyncDispose]: kill };
}

export interface PageProcess extends Disposable {
  readonly child: ChildProcess;
  /** Types one text at the end of the first cell. */
  type(text: string): void;
}

/** A page that is a process: it can be put to sleep as a closed laptop is. */
export async function startPageProcess(port: number, cookie: string, path: string): Promise<PageProcess> {
  const child = spawn(process.execPath, [join(compiled, "test-page-process.js"), String(port), cookie, path], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(createInterface({ input: child.stdout }), "line");
  return {
    child,
    type: (text) => void child.stdin.write(`${text}\n`),
    [Symbol.dispose]: () => void child.kill("SIGKILL"),
  };
}
