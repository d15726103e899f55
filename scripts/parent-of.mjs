// Who started a process: from /proc where there is one, elsewhere from ps.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** Process id of the parent, or undefined where the system does not tell. */
export function parentOf(pid) {
  try {
    if (process.platform === "linux")
      return Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]);
    if (process.platform === "darwin")
      return Number(execFileSync("ps", ["-o", "ppid=", "-p", String(pid)], { encoding: "utf8" }));
    return undefined;
  } catch {
    // It ended between two looks.
    return undefined;
  }
}
