import { readBadge, verifyBadge, type BadgeVerdict } from "@data-surgery/server";
import type { Command } from "commander";
import { readFile } from "node:fs/promises";

interface VerifyOptions {
  readonly issuer?: string;
  readonly json?: boolean;
}

export function registerBadge(program: Command): void {
  program
    .command("badge")
    .description("badges that learners take away")
    .command("verify")
    .description("tell whether a badge is as its issuer signed it; needs no network")
    .argument("<file>", "the badge: SVG, PNG, JSON or JWT")
    .option("--issuer <did>", "the issuer that it should be from, such as did:key:z6Mk…")
    .option("--json", "print one JSON line")
    .action(verify);
}

async function verify(file: string, { issuer, json }: VerifyOptions, command: Command): Promise<void> {
  const jwt = readBadge(await read(file, command));
  const verdict: BadgeVerdict =
    jwt === undefined
      ? { type: "not-a-badge", words: "There is no badge in this file." }
      : await verifyBadge(jwt, { issuer });
  process.stdout.write(json === true ? `${JSON.stringify(verdict)}\n` : `${verdictText(verdict)}\n`);
  if (verdict.type !== "valid") process.exitCode = 1;
}

async function read(file: string, command: Command): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    return command.error(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`, {
      exitCode: 1,
    });
  }
}

const marks: Readonly<Record<BadgeVerdict["type"], string>> = {
  valid: "✓ valid",
  "other-issuer": "✗ other issuer",
  expired: "✗ outside its time",
  changed: "✗ changed",
  "not-a-badge": "✗ not a badge",
  "unknown-issuer": "✗ can't be checked",
};

function verdictText(verdict: BadgeVerdict): string {
  const first = `${marks[verdict.type]}: ${verdict.words}`;
  if (!("credential" in verdict)) return first;
  const { credentialSubject, validFrom, evidence = [] } = verdict.credential;
  return [
    first,
    `  ${credentialSubject.achievement.name}, given on ${validFrom.slice(0, 10)}`,
    `  ${credentialSubject.achievement.description}`,
    ...evidence.map(({ name }) => `  shows: ${name ?? "evidence without a name"}`),
  ].join("\n");
}
