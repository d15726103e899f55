/** Sign-ups, walk-ins and cards: a library with sixty people at one address never notices it. */
import { createSendingLimit, type SendingLimit } from "../identity/index.js";

export function createFormsLimit(clock: () => number): SendingLimit {
  return createSendingLimit({ windowMs: 10 * 60 * 1000, perNetwork: 150, overall: 1500, clock });
}
