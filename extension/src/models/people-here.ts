/** Who has a document open, from its awareness states. No DOM. */
export interface PersonHere {
  readonly key: string;
  readonly name: string;
  readonly initials: string;
  /** `#rrggbb` */
  readonly color: string;
}

const plainColor = "#4a5a64";

/** One mark a person, however many pages they have open; oneself left out. */
export function peopleHere(
  states: ReadonlyMap<number, Readonly<Record<string, unknown>>>,
  ownClient: number,
): PersonHere[] {
  const self = readUser(states.get(ownClient));
  const found = new Map<string, PersonHere>();
  for (const [client, state] of states) {
    const user = readUser(state);
    if (client !== ownClient && user !== undefined && user.key !== self?.key) found.set(user.key, user);
  }
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

function readUser(state: Readonly<Record<string, unknown>> | undefined): PersonHere | undefined {
  const user = state?.["user"];
  if (typeof user !== "object" || user === null) return undefined;
  const { username, display_name: name, initials, color } = user as Record<string, unknown>;
  if (typeof username !== "string" || typeof name !== "string") return undefined;
  const safeColor = typeof color === "string" && /^#[0-9a-f]{6}$/i.test(color) ? color : plainColor;
  return { key: username, name, initials: typeof initials === "string" ? initials.slice(0, 3) : "", color: safeColor };
}
