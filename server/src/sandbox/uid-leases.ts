/**
 * System users lent to areas while something runs there, when the server is root: what runs is then not root, and can't read
 * what belongs to somebody else. Nothing of an area is given away while a process of it lives; afterwards its top folder is
 * root's alone again, so that the next holder of the number finds it closed.
 */
import { chmod, lchown, lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { sendSignal } from "./process-life.js";
import { processesOf } from "./process-tree.js";
import { claimUid, type UidClaim } from "./uid-claim.js";

export interface UidLease extends AsyncDisposable {
  readonly uid: number;
}

/** Numbers that neither distributions nor systemd give out (https://systemd.io/UIDS-GIDS/). */
const firstUid = 60_600;
const lastUid = 61_100;

interface Holder {
  /** Known once it is ready. */
  claim?: UidClaim;
  ready: Promise<void>;
  jobs: number;
}

export class UidLeases {
  readonly #holders = new Map<string, Holder>();
  readonly #first: number;
  readonly #last: number;
  #next: number;
  readonly #closing = new Map<string, Promise<void>>();

  constructor(first: number = firstUid, last: number = lastUid) {
    this.#first = first;
    this.#last = last;
    this.#next = first;
  }

  /** The area now belongs to the user of the lease, until every lease on it is given back. */
  async take(area: string): Promise<UidLease> {
    await this.#closing.get(area);
    const holder = this.#holders.get(area) ?? this.#begin(area);
    holder.jobs++;
    try {
      await holder.ready;
    } catch (error) {
      await this.#giveBack(area, holder);
      throw error;
    }
    let given = false;
    return {
      uid: holder.claim?.uid ?? 0,
      [Symbol.asyncDispose]: async () => {
        if (given) return;
        given = true;
        await this.#giveBack(area, holder);
      },
    };
  }

  #begin(area: string): Holder {
    const holder: Holder = { jobs: 0, ready: Promise.resolve() };
    holder.ready = this.#claim().then((claim) => {
      holder.claim = claim;
      return hand(area, claim.uid);
    });
    this.#holders.set(area, holder);
    return holder;
  }

  /** The number that was given back last comes up last: what its holder left may still be counted against it. */
  async #claim(): Promise<UidClaim> {
    for (let tries = this.#first; tries <= this.#last; tries++) {
      const uid = this.#next;
      this.#next = uid === this.#last ? this.#first : uid + 1;
      const claim = await claimUid(uid);
      if (claim === undefined) continue;
      // A server that was killed may have left some, and they would see the folder that is lent next.
      await endAll(uid);
      return claim;
    }
    throw new Error("more kernels run at once than there are users to run them as");
  }

  async #giveBack(area: string, holder: Holder): Promise<void> {
    if (--holder.jobs > 0) return;
    this.#holders.delete(area);
    const { claim } = holder;
    if (claim === undefined) return;
    const closing = endAll(claim.uid).then(() => takeBack(area));
    this.#closing.set(area, closing);
    try {
      await closing;
      await claim[Symbol.asyncDispose]();
    } finally {
      this.#closing.delete(area);
    }
  }
}

async function hand(area: string, uid: number): Promise<void> {
  await chownTree(area, uid);
  await chmod(area, 0o700);
}

/** Links are given away themselves, never followed. */
export async function chownTree(path: string, uid: number): Promise<void> {
  await lchown(path, uid, uid);
  const entries = await readdir(path, { withFileTypes: true });
  await Promise.all(
    entries.map((entry) => {
      const below = join(path, entry.name);
      return entry.isDirectory() ? chownTree(below, uid) : lchown(below, uid, uid);
    }),
  );
}

/**
 * For what the server put into a folder that is lent: a job there could not read it otherwise. Only before anybody's code ran in
 * the folder.
 */
export async function giveToOwner(folder: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const { uid } = await lstat(folder);
  if (uid !== 0) await chownTree(folder, uid);
}

async function takeBack(area: string): Promise<void> {
  try {
    if (!(await lstat(area)).isDirectory()) return;
    await lchown(area, 0, 0);
  } catch (error) {
    // Removed meanwhile, as the folder of a check is.
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
}

/** What left its process group is found by its user. A fork bomb is stopped first, so that it can't outrun the count. */
async function endAll(uid: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const left = processesOf(uid);
    if (left.length === 0) return;
    for (const signal of ["SIGSTOP", "SIGKILL"] as const) for (const pid of left) sendSignal(pid, signal);
    await delay(10);
  }
}
