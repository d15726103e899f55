/** Looks every hour for questions that have become due. Owned by whoever opened it. */
import type { FollowUps } from "./follow-ups.js";

const hour = 60 * 60 * 1000;

export function openFollowUpSweep(followUps: FollowUps, onError: (error: unknown) => void): AsyncDisposable {
  let running: Promise<void> = Promise.resolve();
  const look = (): void => {
    running = followUps.sweep().catch(onError);
  };
  const timer = setInterval(look, hour);
  timer.unref();
  look();
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
