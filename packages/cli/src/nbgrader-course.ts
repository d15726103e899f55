/** An nbgrader course on disk: `source/<assignment>/<notebook>.ipynb`, with whatever else the assignment brings. */
import { lstat, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

export interface Assignment {
  readonly name: string;
  /** Name without `.ipynb` → the file's text. */
  readonly notebooks: ReadonlyMap<string, string>;
  /** Path below the assignment's folder → content of every other file. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

export class CourseError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "CourseError";
  }
}

/** What nbgrader itself leaves behind. */
const ignored = new Set([".ipynb_checkpoints", "__pycache__"]);

/** @throws CourseError when the folder holds no course */
export async function readCourse(folder: string): Promise<Assignment[]> {
  const source = join(folder, "source");
  const names = await namesIn(source);
  if (names === undefined) {
    throw new CourseError(
      `There is no folder “source” in ${folder}, so it is not an nbgrader course. Give the folder that holds source/.`,
    );
  }
  const assignments: Assignment[] = [];
  for (const name of names) {
    if (name.startsWith(".") || !(await lstat(join(source, name))).isDirectory()) continue;
    assignments.push(await readAssignment(source, name));
  }
  if (assignments.length === 0) throw new CourseError(`The folder ${source} holds no assignment.`);
  return assignments;
}

async function readAssignment(source: string, name: string): Promise<Assignment> {
  const notebooks = new Map<string, string>();
  const files = new Map<string, Uint8Array>();
  for (const [path, content] of await readFiles(join(source, name))) {
    const notebook = /^([^/]+)\.ipynb$/.exec(path)?.[1];
    if (notebook === undefined) files.set(path, content);
    else notebooks.set(notebook, textOf(content, join(source, name, path)));
  }
  return { name, notebooks, files };
}

function textOf(content: Uint8Array, path: string): string {
  try {
    // The mark of byte order stays: what is exported again has it too.
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    throw new CourseError(`${path} is not UTF-8 text. Save it again in Jupyter.`);
  }
}

/** Every file below a folder, by its path with `/`; links are left out, they may lead anywhere. */
export async function readFiles(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  const visit = async (below: string): Promise<void> => {
    for (const name of (await namesIn(join(folder, below))) ?? []) {
      const path = below === "" ? name : `${below}/${name}`;
      const stats = await lstat(join(folder, path));
      if (ignored.has(name) || name.endsWith(".pyc")) continue;
      if (stats.isDirectory()) await visit(path);
      else if (stats.isFile()) files.set(path, await readFile(join(folder, path)));
    }
  };
  await visit("");
  return files;
}

/** @returns the paths that were written */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string | Uint8Array>): Promise<string[]> {
  const written: string[] = [];
  for (const [path, content] of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    written.push(file);
  }
  return written;
}

/** Undefined where there is no such folder. */
export async function namesIn(folder: string): Promise<string[] | undefined> {
  try {
    return (await readdir(folder)).toSorted();
  } catch (error) {
    if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR")) {
      return undefined;
    }
    throw error;
  }
}
