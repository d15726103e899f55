/** How a kernel's process ended: in short for whoever looks after the computer, and as a sentence for the person who worked in it. */

export interface KernelEnd {
  /** Such as `exit code 3: no licence`. */
  readonly how: string;
  /** Why, when that is known and the person can do something about it. */
  readonly reason?: string;
}

export interface EndSigns {
  /** Why the process could not be started. */
  readonly fault: string | undefined;
  readonly code: number | null;
  readonly signal: string | null;
  /** The end of what it wrote to standard error. */
  readonly complaint: string;
  /** Said by the sandbox that ended it. */
  readonly reason: string | undefined;
}

const outOfMemory =
  "This kernel needed more memory than it may have, so it ended. Work with a smaller part of the data, or look for a loop that keeps adding to a list.";

export function explainEnd({ fault, code, signal, complaint, reason }: EndSigns): KernelEnd {
  const lines = complaint.trim().split("\n");
  // Node tells the error first, then the way to it, then its own version.
  const last = lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1) ?? "";
  const status = signal === null ? `exit code ${code}` : `signal ${signal}`;
  // prlimit and bubblewrap say it in their own words.
  const missing =
    /(?:failed to execute|execvp) (\S+): No such file/.exec(complaint)?.[1] ?? (fault === "ENOENT" ? "it" : undefined);
  const how =
    missing === undefined
      ? (fault ?? (last === "" ? status : `${status}: ${last}`))
      : `there is no program ${missing} on this computer`;
  // What V8 says before it gives up, whatever the size of its heap.
  const known = reason ?? (/out of memory|Allocation failed/i.test(complaint) ? outOfMemory : undefined);
  return { how, ...(known === undefined ? {} : { reason: known }) };
}
