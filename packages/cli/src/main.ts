/** `surgery`: every command of the project in one place. Each command is one file that registers itself. */
import { AppError } from "@data-surgery/contract";
import {
  BrokenLessonError,
  ConfigError,
  DataFolderError,
  IsolationError,
  PortTakenError,
  ResultFileError,
} from "@data-surgery/server";
import { Command } from "commander";
import { registerBadge } from "./commands/badge.js";
import { registerCheck } from "./commands/check.js";
import { registerCkan } from "./commands/ckan.js";
import { registerDemo } from "./commands/demo.js";
import { registerGrade } from "./commands/grade.js";
import { registerDiff } from "./commands/diff.js";
import { registerEvidence } from "./commands/evidence.js";
import { registerExport } from "./commands/export.js";
import { registerImport } from "./commands/import.js";
import { registerKernel } from "./commands/kernel.js";
import { registerNotebook } from "./commands/notebook.js";
import { registerPack } from "./commands/pack.js";
import { registerPerson } from "./commands/person.js";
import { registerProfile } from "./commands/profile.js";
import { registerPublish } from "./commands/publish.js";
import { registerRegrade } from "./commands/regrade.js";
import { registerRelease } from "./commands/release.js";
import { registerServe } from "./commands/serve.js";
import { registerTrainerLink } from "./commands/trainer-link.js";
import { CourseError } from "./nbgrader-course.js";

/** Exit codes: 0 done, 1 it failed or something checked is not right, 2 the command was not understood. */
export async function main(argv: readonly string[]): Promise<void> {
  const program = new Command("surgery")
    .description("Data Surgery: learn open data with somebody beside you.")
    .showHelpAfterError("(surgery --help lists the commands)")
    .exitOverride((error) => {
      process.exit(error.exitCode === 0 ? 0 : 2);
    });
  registerServe(program);
  registerDemo(program);
  registerTrainerLink(program);
  registerCheck(program);
  registerRelease(program);
  registerRegrade(program);
  registerGrade(program);
  registerImport(program);
  registerExport(program);
  registerKernel(program);
  registerNotebook(program);
  registerPerson(program);
  registerProfile(program);
  registerPublish(program);
  registerDiff(program);
  registerEvidence(program);
  registerCkan(program);
  registerPack(program);
  registerBadge(program);
  try {
    await program.parseAsync([...argv]);
  } catch (error) {
    process.stderr.write(`${await messageFor(error)}\n`);
    process.exitCode = 1;
  }
}

/** What a person can act on is said plainly; anything else is a bug, so its stack helps whoever mends it. */
async function messageFor(error: unknown): Promise<string> {
  const { OpenDataError } = await import("@data-surgery/opendata");
  const known = [
    AppError,
    BrokenLessonError,
    ConfigError,
    CourseError,
    DataFolderError,
    IsolationError,
    OpenDataError,
    PortTakenError,
    ResultFileError,
  ];
  if (error instanceof Error && known.some((kind) => error instanceof kind)) return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
