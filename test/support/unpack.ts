/** Takes a zip apart with a program that is not ours, as whoever took it home would. */
import { execFile } from "node:child_process";
import { promisify } from "node:util";

const python =
  "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; z.extractall(sys.argv[2])";

/** @throws when the zip is damaged, or the computer has neither Python nor unzip */
export async function unpack(zip: string, into: string): Promise<void> {
  const run = promisify(execFile);
  try {
    await run("python3", ["-c", python, zip, into]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await run("unzip", ["-q", zip, "-d", into]);
  }
}
