/** Who has which answer open, so that two readers don't read the same one. A courtesy, not a lock: it is lost at a restart. */
import type { Visitor } from "@data-surgery/contract";

export interface Claims {
  note(attemptId: string, reader: Visitor): void;
  forget(attemptId: string): void;
  /** The name of another reader who has had it open in the last minutes. */
  otherAt(attemptId: string, readerId: string): string | undefined;
}

/** Milliseconds after which somebody has gone for a coffee. */
const lasting = 5 * 60_000;

export function createClaims(clock: () => number): Claims {
  const held = new Map<string, { readonly readerId: string; readonly name: string; readonly at: number }>();
  return {
    note: (attemptId, { personId, name }) => {
      // Going on to another answer lets go of the one before.
      for (const [other, { readerId, at }] of held)
        if (readerId === personId || clock() - at > lasting) held.delete(other);
      held.set(attemptId, { readerId: personId, name, at: clock() });
    },
    forget: (attemptId) => void held.delete(attemptId),
    otherAt: (attemptId, readerId) => {
      const holder = held.get(attemptId);
      if (holder === undefined || holder.readerId === readerId || clock() - holder.at > lasting) return undefined;
      return holder.name;
    },
  };
}
