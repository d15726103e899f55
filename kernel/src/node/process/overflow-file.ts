/** The full text of a cell that wrote too much, in the notebook's folder, where its owner can open it. */
import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { OverflowFile } from "../../core/realm/realm-host.js";

const { Buffer: Buffers } = globalThis;

const mostBytes = 64 * 1024 * 1024;
const piece = 64 * 1024;

/** Undefined where nothing can be written, or where somebody else's file has the name. */
export function openOverflowFile(folder: string, count: number): OverflowFile | undefined {
  const name = `output-of-cell-${count}.txt`;
  const head = `Everything that cell ${count} wrote:\n\n`;
  const file = open(join(folder, name), head);
  if (file === undefined) return undefined;
  let waiting = head;
  let bytes = 0;
  let isOpen = true;
  const flush = (): void => {
    if (!isOpen) return;
    try {
      bytes += writeSync(file, waiting);
    } catch {
      // A full disk: what is there stays.
      isOpen = false;
    }
    waiting = "";
    if (bytes > mostBytes) {
      writeSync(file, `\nThe cell wrote more than ${mostBytes / 1024 / 1024} MB. The rest is not kept.\n`);
      isOpen = false;
    }
  };
  return {
    name,
    write: (text) => {
      if (!isOpen) return;
      waiting += text;
      if (waiting.length >= piece) flush();
    },
    close: () => {
      flush();
      isOpen = false;
      closeSync(file);
    },
  };
}

function open(path: string, head: string): number | undefined {
  try {
    return openSync(path, "wx");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) return undefined;
  }
  try {
    const file = openSync(path, "r");
    const start = Buffers.alloc(Buffers.byteLength(head));
    readSync(file, start);
    closeSync(file);
    // Ours from an earlier run.
    return start.toString() === head ? openSync(path, "w") : undefined;
  } catch {
    return undefined;
  }
}
