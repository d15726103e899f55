/** Who may do what with which document, whether its room is open or not: asked by every door that leads to it (SPEC RO21). */
import {
  AppError,
  guestPlaceAt,
  mayTouchPath,
  roleAllows,
  roleReaches,
  standingAt,
  type RoomRole,
  type Visitor,
} from "@data-surgery/contract";
import type { DocumentLog, DocumentRecord } from "./document-log.js";
import type { PeopleKeeper } from "./people-keeper.js";
import type { PeopleStore } from "./people-store.js";
import { openPeople, roleOf } from "./room-people.js";

/** What one has to be allowed for something, and how that is said to who is not. */
export interface Needs {
  readonly role: RoomRole;
  /** As in "In this notebook you may not …". */
  readonly wanted: string;
}

/** The people of a room that is open, and where its document is now. */
export interface OpenPeople {
  readonly keeper: PeopleKeeper;
  readonly path: () => string;
}

export interface RoomRightsOptions {
  readonly log: DocumentLog;
  readonly people: PeopleStore;
  /** By document. */
  readonly open: ReadonlyMap<string, OpenPeople>;
}

export class RoomRights {
  readonly #options: RoomRightsOptions;

  constructor(options: RoomRightsOptions) {
    this.#options = options;
  }

  /**
   * The document, for somebody who may do this with it: its history and its stored outputs are as closed as itself (SPEC RO21).
   * @throws AppError `rooms.not-found`, `identity.not-allowed`, `rooms.ask-first`, `rooms.role-needed`
   */
  async documentFor(documentId: string, visitor: Visitor, needs: Needs): Promise<DocumentRecord> {
    const record = await this.#options.log.find(documentId);
    if (record === undefined || record.path === null) throw new AppError("rooms.not-found");
    if (!mayTouchPath(visitor, record.path, "read")) throw new AppError("identity.not-allowed");
    const role = await this.#roleIn(record.id, record.path, visitor);
    if (role === undefined) throw new AppError("rooms.ask-first");
    if (!roleReaches(role, needs.role)) throw new AppError("rooms.role-needed", { wanted: needs.wanted });
    return record;
  }

  /** What somebody may do with what is at this path; undefined: not even look. A file without a history is as the path policy says. */
  async roleAt(visitor: Visitor, path: string): Promise<RoomRole | undefined> {
    const standing = standingAt(visitor, path);
    if (standing !== "helper") return standing === "stranger" ? undefined : "run";
    const record = await this.#options.log.findByPath(path);
    const isGuest = !roleAllows(visitor.role, "trainer");
    if (isGuest && record?.type !== "notebook") return this.#guestRoleAtFile(visitor, path);
    if (record === undefined) return path.endsWith(".ipynb") ? undefined : "run";
    return this.#roleIn(record.id, path, visitor);
  }

  /** A guest may with what lies beside the notebook that they were asked into as much as with that. */
  async #guestRoleAtFile(visitor: Visitor, path: string): Promise<RoomRole | undefined> {
    // The folder above all homes is nobody's: whoever lists it is shown their own.
    if (path === "people") return "observe";
    const guest = path.endsWith(".ipynb") ? undefined : guestPlaceAt(visitor, path);
    const document = guest === undefined ? undefined : await this.#options.log.find(guest.documentId);
    return document?.path == null ? undefined : this.#roleIn(document.id, document.path, visitor);
  }

  async #roleIn(documentId: string, path: string, visitor: Visitor): Promise<RoomRole | undefined> {
    const keeper = this.#options.open.get(documentId)?.keeper;
    if (keeper !== undefined) return keeper.roleOf(visitor);
    const standing = standingAt(visitor, path);
    if (standing !== "helper") return standing === "stranger" ? undefined : "run";
    const { people } = await this.#options.people.load(documentId);
    return roleOf(openPeople(people), visitor.personId, standing);
  }

  /**
   * What somebody may do with the kernel of this path now: at once, for every message. Who helps may hear it and run something while the
   * room is open; a kernel that was left behind they may end.
   */
  kernelRightsAt(visitor: Visitor, path: string): { look: boolean; run: boolean; stop: boolean } {
    if (!mayTouchPath(visitor, path, "write")) return { look: false, run: false, stop: false };
    for (const { keeper, path: at } of this.#options.open.values()) {
      if (at() !== path) continue;
      const role = keeper.roleOf(visitor);
      const run = roleReaches(role, "run");
      return { look: role !== undefined, run, stop: run };
    }
    const standing = standingAt(visitor, path);
    // A guest came for one notebook, and does nothing beside it.
    if (standing === "helper" && !roleAllows(visitor.role, "trainer")) return { look: false, run: false, stop: false };
    const isOpenToThem = standing !== "helper" || !path.endsWith(".ipynb");
    return { look: isOpenToThem, run: isOpenToThem, stop: true };
  }
}
