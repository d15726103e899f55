/** How far a long command is and how long it will take yet: one line that is drawn anew on a terminal, few lines elsewhere. */

export interface ProgressBar {
  /** @param isKnown it was there already, so that it says nothing about the pace */
  step(isKnown: boolean): void;
  close(): void;
}

export interface BarTarget {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const width = 24;

/** @param clock milliseconds */
export function openProgressBar(
  target: BarTarget,
  total: number,
  clock: () => number = () => performance.now(),
): ProgressBar {
  const started = clock();
  let done = 0;
  let known = 0;
  let drawnTenth = 0;
  let lastLength = 0;
  const text = (): string => {
    const worked = done - known;
    const seconds = (clock() - started) / 1000;
    const left = worked === 0 ? "" : ` · ${timeLeft(((total - done) * seconds) / worked)}`;
    return `${done} of ${total}${left}`;
  };
  const draw = (): void => {
    if (target.isTTY === true) {
      const full = Math.round((width * done) / total);
      const line = `[${"#".repeat(full)}${"-".repeat(width - full)}] ${text()}`;
      target.write(`\r${line.padEnd(lastLength)}`);
      lastLength = line.length;
      return;
    }
    const tenth = Math.floor((10 * done) / total);
    if (tenth > drawnTenth) target.write(`${text()}\n`);
    drawnTenth = tenth;
  };
  return {
    step: (isKnown) => {
      done++;
      if (isKnown) known++;
      draw();
    },
    close: () => {
      if (target.isTTY === true && done > 0) target.write("\n");
    },
  };
}

function timeLeft(seconds: number): string {
  if (seconds < 1) return "nearly done";
  if (seconds < 90) return `about ${Math.round(seconds)} s left`;
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min left`;
  return `about ${Math.round(seconds / 3600)} h left`;
}
