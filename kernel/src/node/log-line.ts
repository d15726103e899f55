/** To whoever started the kernel: around `process.stderr`, which belongs to the cells. */
import { writeSync } from "node:fs";

export function logLine(text: string): void {
  try {
    writeSync(2, `surgery kernel: ${text}\n`);
  } catch {
    // Nobody reads it: a closed pipe must not end the kernel.
  }
}
