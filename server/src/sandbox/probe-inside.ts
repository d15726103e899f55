/**
 * Runs inside a job and says what it can do there, as one line of JSON: how `openSandbox` finds out what a level really holds
 * on this computer. Arguments: a port of this computer's loopback, the server's process id, and files that must stay hidden.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createConnection } from "node:net";

/** What a job could do. */
export interface Reach {
  readonly wroteOwn: boolean;
  readonly foundPackages: boolean;
  readonly readHidden: boolean;
  readonly wroteSystem: boolean;
  readonly reachedNetwork: boolean;
  readonly signalledServer: boolean;
  readonly madeNamespace: boolean;
  readonly uid: number;
  /** Undefined where there is no /proc. */
  readonly capabilities?: string;
  readonly noNewPrivileges?: boolean;
  /** Names of environment variables. */
  readonly environment: readonly string[];
}

const [port = "", server = "", ...hidden] = process.argv.slice(2);

function succeeds(action: () => unknown): boolean {
  try {
    action();
    return true;
  } catch {
    return false;
  }
}

function reaches(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: "127.0.0.1", port: Number(port) });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}

const status = existsSync("/proc/self/status") ? readFileSync("/proc/self/status", "utf8") : undefined;
const reach: Reach = {
  wroteOwn: succeeds(() => writeFileSync("probe.txt", "x")),
  foundPackages: succeeds(() => createRequire(`${process.cwd()}/notebook.js`).resolve("zod")),
  readHidden: hidden.some((file) => succeeds(() => readFileSync(file))),
  wroteSystem: succeeds(() => accessSync("/usr/bin", constants.W_OK)),
  reachedNetwork: await reaches(),
  signalledServer: succeeds(() => process.kill(Number(server), 0)),
  madeNamespace: spawnSync("unshare", ["-U", "true"]).status === 0,
  uid: process.getuid?.() ?? -1,
  ...(status === undefined ? {} : { capabilities: /^CapEff:\s*(\w+)$/m.exec(status)?.[1] ?? "" }),
  ...(status === undefined ? {} : { noNewPrivileges: /^NoNewPrivs:\s*1$/m.test(status) }),
  environment: Object.keys(process.env),
};
process.stdout.write(`${JSON.stringify(reach)}\n`);
