import { createTrainerLinkOffline, parseConfig } from "@data-surgery/server";
import type { Command } from "commander";

export function registerTrainerLink(program: Command): void {
  program
    .command("trainer-link")
    .description("make a new one-time link for a trainer")
    .option("--data <folder>", "the data folder of the workshop (default: ./data)")
    .option("--url <url>", "address of the running server", "http://127.0.0.1:8800")
    .option("--json", "print one JSON line with trainerUrl")
    .action(async (options: { readonly data?: string; readonly url: string; readonly json?: boolean }) => {
      const config = parseConfig({ data: options.data, env: process.env });
      const trainerUrl = await createTrainerLinkOffline(config, options.url);
      process.stdout.write(options.json === true ? `${JSON.stringify({ trainerUrl })}\n` : `${trainerUrl}\n`);
    });
}
