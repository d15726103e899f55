/** The ladder: how strongly what people run is kept apart from this computer and from each other. What each level promises is probed, never assumed. */

/** From the strongest to none. */
export const isolationLevels = ["full", "partial", "uids", "trusted"] as const;

/**
 * `full`: bubblewrap with namespaces of its own for everything. `partial`: the same without a /proc of its own, for containers
 * that refuse one. `uids`: a system user for each person, for a server that is root where namespaces are refused.
 * `trusted`: an ordinary process of the server's user.
 */
export type IsolationLevel = (typeof isolationLevels)[number];

export interface Isolation {
  readonly level: IsolationLevel;
  /** Said at start and on the trainer's page. */
  readonly text: string;
  /** What could be done for a stronger level; absent at the strongest. */
  readonly advice?: string;
}

export const isolationTexts: Readonly<Record<IsolationLevel, string>> = {
  full: "Kernels are closed off: what people run sees its notebook’s folder, and of the network only the open-data sites on the list.",
  partial:
    "Kernels are closed off: what people run sees its notebook’s folder, and of the network only the open-data sites on the list. It has no /proc, so a few programs may not work in it.",
  uids: "Each person’s kernels run as a system user of their own: they can’t read other people’s folders, but they do reach the network and whatever every user of this computer may read. Let in only people you know.",
  trusted:
    "Kernels run in trusted mode: what people run can reach this computer’s files and network. Let in only people you know.",
};

/** A level that somebody insisted on, or all levels, can't be had. The message says why and what to do. */
export class IsolationError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "IsolationError";
  }
}
