import { composeServer, parseConfig, type RunningServer, type ServerConfig } from "@data-surgery/server";
import type { Command } from "commander";
import { setFlagsFromString } from "node:v8";
import { renderUnicodeCompact } from "uqr";

export interface ServeOptions {
  readonly port?: string;
  readonly lan?: boolean;
  readonly data?: string;
  readonly publicUrl?: string;
  readonly isolation?: string;
  readonly json?: boolean;
}

export function registerServe(program: Command): void {
  program
    .command("serve")
    .description("run the workshop on this computer")
    .option("--port <number>", "port to listen on; 0 lets the system choose")
    .option("--lan", "let other computers in the room join")
    .option("--data <folder>", "where everything is kept (default: ./data)")
    .option("--public-url <url>", "address under which a proxy in front is reached")
    .option("--isolation <level>", "how kernels are kept apart: auto, full, partial, uids or trusted (default: auto)")
    .option("--json", "print one JSON line with url, trainerUrl and joinCode")
    .action(serve);
}

async function serve(options: ServeOptions): Promise<void> {
  const config = parseConfig({ ...options, env: process.env });
  const json = options.json === true;
  await serveUntilStopped(config, { quiet: json }, (server) => {
    if (json) printJson(server);
    else printWelcome(server, options.lan === true);
  });
}

/** @param say tells where the server is, once it listens. Quiet: nothing is said when it stops. */
export async function serveUntilStopped(
  config: ServerConfig,
  { quiet }: { readonly quiet: boolean },
  say: (server: RunningServer) => void,
): Promise<void> {
  const server = await composeServer(config);
  // Now memory may grow with the work (see bin/surgery.js); 2 is what V8 has by itself.
  setFlagsFromString("--semi-space-growth-factor=2");
  for (const broken of server.brokenLessons) process.stderr.write(`A lesson can't be used: ${broken}\n`);
  say(server);
  await stopSignal();
  if (!quiet) process.stderr.write("\nStopping: saving notebooks and ending kernels …\n");
  await server.close();
  // Whatever an add-on still holds must not keep a stopped workshop alive.
  process.exit(0);
}

function printJson(server: RunningServer): void {
  const { url, trainerUrl, joinCode } = server;
  process.stdout.write(`${JSON.stringify({ url, trainerUrl, joinCode })}\n`);
}

function printWelcome(server: RunningServer, lan: boolean): void {
  const lines = [
    "",
    "  Data Surgery is running.",
    "",
    `  Learners open     ${server.url}`,
    `  and type          ${server.joinCode}`,
    "",
    indent(renderUnicodeCompact(server.joinUrl, { border: 1 })),
    "",
    `  Trainer, once     ${server.trainerUrl}`,
    "",
    lan
      ? "  Everybody in this network can reach this address."
      : "  Only this computer can reach it. For the whole room: npm start -- --lan",
    `  ${server.isolation}`,
    `  Everything is kept in ${server.dataDir}`,
    "  Stop with Ctrl-C.",
    "",
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}

function indent(block: string): string {
  return block
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
}

/** Ctrl-C, a polite kill, a closed terminal, or the end of the process that started us. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.once(signal, () => {
        resolve();
      });
    }
    process.once("disconnect", () => {
      resolve();
    });
  });
}
