/** How many messages one network may send: a reading group never notices, a program does. */
import { AppError } from "@data-surgery/contract";
import { networkOf } from "../identity/index.js";

const windowMs = 60 * 60 * 1000;
const perNetwork = 10;
const overall = 200;

export interface ReaderLimit {
  /** @throws AppError `http.too-many` */
  count(address: string): void;
}

export function createReaderLimit(clock: () => number): ReaderLimit {
  let sent: { readonly network: string; readonly at: number }[] = [];
  return {
    count: (address) => {
      const now = clock();
      sent = sent.filter(({ at }) => at > now - windowMs);
      const network = networkOf(address);
      const own = sent.filter((one) => one.network === network);
      if (own.length >= perNetwork || sent.length >= overall) {
        const oldest = (own.length >= perNetwork ? own : sent)[0]?.at ?? now;
        throw new AppError("http.too-many", { seconds: Math.max(1, Math.ceil((oldest + windowMs - now) / 1000)) });
      }
      sent.push({ network, at: now });
    },
  };
}
