/**
 * Who may do what. Every HTTP route and socket names one access level; a test compares all of them with a reviewed table.
 * `public`: anybody. `member`: anybody who joined. `trainer`: trainers and organisers.
 * Whether a member may touch one certain file, document or kernel is decided by the path policy (`mayTouchPath`).
 */
export type Role = "learner" | "surgeon" | "trainer" | "organiser";
export type Access = "public" | "member" | "trainer";

/** Somebody with a valid session, as the server's other rooms see them. */
export interface Visitor {
  readonly personId: string;
  /** What they asked to be called. Personal data. */
  readonly name: string;
  readonly role: Role;
  readonly workshopId: string;
  /** Folder of their own below `people/`, made of [a-z0-9-] only. */
  readonly home: string;
  /** Colour for cursor and name, `#rrggbb`, dark enough for white text. */
  readonly color: string;
  /** Places of others where they were asked in, for one evening. */
  readonly guestIn?: readonly GuestPlace[];
}

/** A folder, or one notebook, of somebody who asked another in by a code. What they may do there follows from their role in the notebook. */
export interface GuestPlace {
  /** From the contents root. */
  readonly place: string;
  /** The notebook that they work on together. */
  readonly documentId: string;
}

export function roleAllows(role: Role, access: Access): boolean {
  if (access === "trainer") return role === "trainer" || role === "organiser";
  return true;
}

/**
 * The one rule of whose file is whose. `path` is relative to the contents root, without a leading slash.
 *
 * `people/<home>/**` belongs to one person; a trainer may open and change it too, and a guest what they were asked into.
 * `shared/**` is for everybody who joined.
 * The folders above these may be listed (the lister filters what is inside). All else is for trainers.
 */
export function mayTouchPath(visitor: Visitor, path: string, intent: "read" | "write"): boolean {
  if (roleAllows(visitor.role, "trainer")) return true;
  const [top, second] = path.split("/");
  if (path === "" || path === "people") return intent === "read";
  if (top === "people") return second === visitor.home || guestPlaceAt(visitor, path) !== undefined;
  return top === "shared";
}

/** Where somebody was asked in that holds this path. */
export function guestPlaceAt({ guestIn = [] }: Visitor, path: string): GuestPlace | undefined {
  return guestIn.find(({ place }) => path === place || path.startsWith(`${place}/`));
}

/**
 * What somebody is to a document before anybody gave them anything. `owner`: it is theirs, or (for what is nobody's own) they
 * run the workshop. `member`: it is everybody's. `helper`: it is somebody else's, so they ask first. `stranger`: not for them.
 */
export type Standing = "owner" | "member" | "helper" | "stranger";

export function standingAt(visitor: Visitor, path: string): Standing {
  if (!mayTouchPath(visitor, path, "read")) return "stranger";
  const [top, second] = path.split("/");
  if (top === "people") return second === visitor.home ? "owner" : "helper";
  return roleAllows(visitor.role, "trainer") ? "owner" : "member";
}
