/** How many forms one network may send, and all together: a room full of people never notices, a program does. */
import { AppError } from "@data-surgery/contract";
import { networkOf } from "./network-of.js";

export interface SendingLimitOptions {
  readonly windowMs: number;
  /** In one window. */
  readonly perNetwork: number;
  readonly overall: number;
  readonly clock: () => number;
}

export interface SendingLimit {
  /** @throws AppError `http.too-many` */
  count(address: string): void;
}

export function createSendingLimit({ windowMs, perNetwork, overall, clock }: SendingLimitOptions): SendingLimit {
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
