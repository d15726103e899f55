import { demoEnvironment, openDemo, parseConfig, type DemoSize } from "@data-surgery/server";
import { InvalidArgumentError, type Command } from "commander";
import { serveUntilStopped, type ServeOptions } from "./serve.js";

interface DemoCommandOptions extends ServeOptions {
  readonly small?: boolean;
  readonly large?: boolean;
  readonly seed: number;
}

export function registerDemo(program: Command): void {
  program
    .command("demo")
    .description("run a workshop with an invented year of a city in it, to look at")
    .option("--small", "three venues and thirty dates, made in a moment")
    .option("--large", "five hundred dates and twenty thousand visits")
    .option("--seed <number>", "another number, another city", wholeNumber, 2026)
    .option("--port <number>", "port to listen on; 0 lets the system choose")
    .option("--lan", "let other computers in the room look")
    .option("--data <folder>", "where the invented records are kept (default: ./demo-data)")
    .option("--isolation <level>", "how kernels are kept apart: auto, full, partial, uids or trusted (default: auto)")
    .option("--json", "print one JSON line with url, trainerUrl, joinCode and organiserCode")
    .action(demo);
}

async function demo({ small, large, seed, json, ...options }: DemoCommandOptions): Promise<void> {
  const size: DemoSize = small === true ? "small" : large === true ? "large" : "lively";
  const config = parseConfig({ ...options, data: options.data ?? "demo-data", env: demoEnvironment(process.env) });
  if (json !== true) process.stderr.write("Making an invented city, if it is not there yet …\n");
  const { organiserCode } = await openDemo(config, { size, seed, now: Date.now() });
  await serveUntilStopped(config, { quiet: json === true }, (server) => {
    const { url, trainerUrl, joinCode } = server;
    if (json === true) process.stdout.write(`${JSON.stringify({ url, trainerUrl, joinCode, organiserCode })}\n`);
    else process.stdout.write(welcome(url, organiserCode, server.dataDir));
  });
}

function welcome(url: string, organiserCode: string, dataDir: string): string {
  return [
    "",
    "  A city that does not exist: all its people, places, figures and stories are invented.",
    "",
    "  For everybody",
    `    What is on      ${url}/surgeries`,
    `    Impact          ${url}/impact`,
    "",
    "  As its organiser",
    `    Come in first   ${url}/resume#${organiserCode}`,
    `    Organise        ${url}/surgeries/organise`,
    `    Report          ${url}/impact/report`,
    `    Board           ${url}/board`,
    "",
    `  Everything is kept in ${dataDir}`,
    "  For a fresh city, stop with Ctrl-C and delete that folder.",
    "",
  ].join("\n");
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("A whole number, please.");
  return Number(text);
}
