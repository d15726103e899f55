/** A bucket of checks a person: fast for somebody who is learning, slow for a program that guesses. */
import { AppError } from "@data-surgery/contract";

export interface CheckThrottle {
  /** @throws AppError `http.too-many` */
  take(person: string): void;
}

export interface ThrottleOptions {
  /** How many at once after a pause. */
  readonly burst: number;
  /** One more after so many milliseconds. */
  readonly every: number;
  readonly clock: () => number;
}

/** More people than this at once are forgotten in the order they came: they start with a full bucket again. */
const mostPeople = 10_000;

export function createCheckThrottle({ burst, every, clock }: ThrottleOptions): CheckThrottle {
  /** When each person's bucket was, or will be, full. */
  const fullAt = new Map<string, number>();
  return {
    take: (person) => {
      const now = clock();
      const next = Math.max(fullAt.get(person) ?? 0, now) + every;
      const over = next - now - burst * every;
      if (over > 0) throw new AppError("http.too-many", { seconds: Math.ceil(over / 1000) });
      fullAt.delete(person);
      fullAt.set(person, next);
      const [oldest] = fullAt.keys();
      if (fullAt.size > mostPeople && oldest !== undefined) fullAt.delete(oldest);
    },
  };
}
