import type { Command } from "commander";
import { writeFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";

interface NotebookOptions {
  readonly out: string;
  readonly oneRow?: string;
  readonly question?: string;
}

export function registerNotebook(program: Command): void {
  program
    .command("notebook")
    .description("make a notebook that begins to work with a data file")
    .argument("<file>", "a CSV, Excel, JSON or GeoJSON file")
    .requiredOption("--out <notebook>", "the notebook to make, for instance spending.ipynb")
    .option("--one-row <word>", "what one row is called, for instance grant")
    .option("--question <words>", "what the group wants to know")
    .action(makeNotebook);
}

async function makeNotebook(file: string, options: NotebookOptions): Promise<void> {
  const { OpenDataError, profile, readSource, starterNotebook } = await import("@data-surgery/opendata");
  const source = await readSource(file);
  const path = relative(dirname(resolve(options.out)), resolve(file)).replaceAll("\\", "/");
  const { oneRow, question } = options;
  const notebook = starterNotebook(source, profile(source), [], {
    path,
    ...(oneRow === undefined ? {} : { oneRow }),
    ...(question === undefined ? {} : { question }),
  });
  // Never onto a notebook that is there: somebody may have worked in it.
  await writeFile(options.out, `${JSON.stringify(notebook, null, 1)}\n`, { flag: "wx" }).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT")
      throw new OpenDataError(
        "file-not-found",
        `There is no folder called ${dirname(options.out)} to put the notebook in. Make it first, or choose another place with --out.`,
      );
    if (code !== "EEXIST") throw error;
    throw new OpenDataError(
      "file-exists",
      `There is a notebook called ${options.out} already. Choose another name with --out.`,
    );
  });
  process.stdout.write(`${options.out} is made. Open it and run its cells from the top.\n`);
}
