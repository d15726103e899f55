/** What somebody may do with the kernel of a notebook, as its owner decides it; asked beside the path policy, for every message and call. */
import type { Visitor } from "@data-surgery/contract";

export interface KernelRights {
  /** Hear what it says, and ask what a name means. */
  readonly look: boolean;
  /** Have it run something. */
  readonly run: boolean;
  /** Interrupt it, restart it, end it or give it to another notebook. */
  readonly stop: boolean;
}

/** @param path of the notebook that the kernel belongs to */
export type KernelRightsAt = (visitor: Visitor, path: string) => KernelRights;
