/**
 * What cells write, gathered: one message for everything within 20 ms, also while a synchronous loop writes, in the order in
 * which it was written. A cell that writes more than a notebook can bear is cut, with its full text in a file.
 */
import type { OverflowFile, RealmHost, Run } from "./realm-host.js";

// Cells can give these names to values of their own; ours must not change with them.
const { WeakMap } = globalThis;

export type StreamName = "stdout" | "stderr";

export interface Outputs {
  write(run: Run | undefined, name: StreamName, text: string): void;
  /** Before anything else is said of a run, so that the order is kept. */
  flush(): void;
  /** False when the run has shown more than it may; said once. */
  mayDisplay(run: Run, size: number): boolean;
  /** The run has ended: its text need not be kept any longer. */
  settle(run: Run): void;
}

const gatherFor = 20;
/** Letters in one message. */
const mostGathered = 64 * 1024;
/** Letters of text in one cell. */
const mostText = 1_000_000;
const mostDisplayed = 20_000_000;
const mostDisplays = 5000;

interface Written {
  /** What was sent so far, until it is known that no file is needed. */
  kept: string[];
  letters: number;
  overflow: OverflowFile | undefined;
  isCut: boolean;
  displays: number;
  displayed: number;
  isFull: boolean;
}

export function createOutputs(host: Pick<RealmHost, "clock" | "after" | "send" | "openOverflow">): Outputs {
  const written = new WeakMap<Run, Written>();
  let gathered: { run: number; name: StreamName; text: string } | undefined;
  let since = 0;
  let isPlanned = false;

  const flush = (): void => {
    if (gathered === undefined) return;
    const { run, name, text } = gathered;
    gathered = undefined;
    host.send({ type: "stream", run, name, text: text.toWellFormed() });
  };

  const gather = (run: number, name: StreamName, text: string): void => {
    if (gathered !== undefined && (gathered.run !== run || gathered.name !== name)) flush();
    if (gathered === undefined) {
      gathered = { run, name, text };
      since = host.clock();
      plan();
    } else gathered.text += text;
    if (gathered.text.length >= mostGathered || host.clock() - since >= gatherFor) flush();
  };

  const plan = (): void => {
    if (isPlanned) return;
    isPlanned = true;
    host.after(gatherFor, () => {
      isPlanned = false;
      flush();
    });
  };

  const of = (run: Run): Written => {
    let found = written.get(run);
    if (found === undefined) {
      found = { kept: [], letters: 0, overflow: undefined, isCut: false, displays: 0, displayed: 0, isFull: false };
      written.set(run, found);
    }
    return found;
  };

  const cut = (run: Run, state: Written, name: StreamName, text: string): void => {
    const room = mostText - (state.letters - text.length);
    gather(run.id, name, text.slice(0, room));
    state.isCut = true;
    state.overflow = host.openOverflow(run);
    for (const piece of state.kept) state.overflow?.write(piece);
    state.overflow?.write(text);
    state.kept = [];
    const rest =
      state.overflow === undefined ? "The rest is not kept: print less." : `All of it is in “${state.overflow.name}”.`;
    gather(run.id, "stderr", `\nThis cell has written more than a notebook can show. ${rest}\n`);
    // Nothing more may come, and a loop that never ends lets no timer tell it.
    flush();
  };

  const append = (run: Run, name: StreamName, text: string): void => {
    const state = of(run);
    state.letters += text.length;
    if (state.isCut) state.overflow?.write(text);
    else if (state.letters > mostText) cut(run, state, name, text);
    else {
      if (!run.isEnded) state.kept[state.kept.length] = text;
      gather(run.id, name, text);
    }
  };

  return {
    write: (run, name, text) => {
      if (text === "") return;
      if (run === undefined) gather(0, name, text);
      else append(run, name, text);
    },
    flush,
    mayDisplay: (run, size) => {
      const state = of(run);
      state.displays++;
      state.displayed += size;
      const isFull = state.displays > mostDisplays || state.displayed > mostDisplayed;
      if (isFull && !state.isFull)
        append(run, "stderr", "\nThis cell has shown more than a notebook can hold. The rest is left out.\n");
      state.isFull = isFull;
      return !isFull;
    },
    settle: (run) => {
      flush();
      const state = written.get(run);
      if (state === undefined) return;
      state.kept = [];
      state.overflow?.close();
    },
  };
}
