/** Lets few checks run at once, the others in the order they came, and nobody crowd out the rest. */
import { AppError } from "@data-surgery/contract";

export interface CheckQueue {
  /** Runs `task` when it is its turn. @throws AppError `checks.busy` when the queue or the person's part of it is full */
  run<T>(person: string, task: () => Promise<T>): Promise<T>;
  /** Resolves when nothing runs and nobody waits: for work that can wait. */
  quiet(): Promise<void>;
}

export interface CheckQueueLimits {
  readonly running: number;
  readonly waiting: number;
  /** Of one person, running and waiting together. */
  readonly perPerson: number;
}

export function createCheckQueue(limits: CheckQueueLimits): CheckQueue {
  const waiting: (() => void)[] = [];
  const ofPerson = new Map<string, number>();
  let running = 0;
  let listening: (() => void)[] = [];
  const begin = async (): Promise<void> => {
    if (running < limits.running) {
      running++;
      return;
    }
    // Whoever ends hands the place on, so `running` stays as it is.
    await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const end = (): void => {
    const next = waiting.shift();
    if (next === undefined) running--;
    else next();
    if (running > 0) return;
    for (const tell of listening) tell();
    listening = [];
  };
  return {
    quiet: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => listening.push(resolve))),
    run: async (person, task) => {
      const own = ofPerson.get(person) ?? 0;
      if (waiting.length >= limits.waiting || own >= limits.perPerson)
        throw new AppError("checks.busy", { seconds: 5 });
      ofPerson.set(person, own + 1);
      await begin();
      try {
        return await task();
      } finally {
        end();
        const left = (ofPerson.get(person) ?? 1) - 1;
        if (left === 0) ofPerson.delete(person);
        else ofPerson.set(person, left);
      }
    },
  };
}
