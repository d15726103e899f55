/**
 * Who is here: joining by a code from the board, coming back by a resume code, trainers by a one-time link.
 * Personal data is a name somebody chose and nothing else: no e-mail, no network address.
 */
import { AppError, roleAllows, type Role, type Visitor } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import type { Store } from "../store/index.js";
import { createCode, formatCode, parseCode } from "./code.js";
import { createFailureLimit } from "./failure-limit.js";
import { createHomeName } from "./home-name.js";
import { personColor } from "./person-color.js";
import { parsePersonName } from "./person-name.js";
import { createPersonStore, type Person, type PersonStore } from "./person-store.js";
import { hashSecret } from "./secret.js";
import { createSessionCookie, type SessionCookie } from "./session-cookie.js";
import { createSessionStore, type SessionRecord } from "./session-store.js";
import { createShortMemory } from "./short-memory.js";
import type { IdentityTables } from "./tables.js";
import { createTrainerLinks, type TrainerLinks } from "./trainer-links.js";

/** Characters in a resume code. Longer than a join code: it is good for a month, and its hash must not be guessable from a stolen store. */
export const resumeCodeLength = 12;

/** The part of the workshops that this domain needs. */
export interface WorkshopDoor {
  /** The workshop that this code opens now; compares in constant time. */
  findOpenByCode(joinCode: string): Promise<{ readonly id: string } | undefined>;
}

export interface IdentityOptions {
  readonly store: Store;
  readonly workshops: WorkshopDoor;
  /** A few letters and digits that are this server's own, kept across restarts; part of the cookie's name. */
  readonly instance: string;
  /** True when people reach the server under https. */
  readonly secure: boolean;
  readonly clock?: () => number;
}

/** Somebody who has just come in. `cookie` is the Set-Cookie header. */
export interface Entry {
  readonly visitor: Visitor;
  readonly cookie: string;
}

/** Where a request to come in is from. */
export interface Caller {
  readonly address: string;
  /** A session that the browser still holds ends when a new one begins. */
  readonly cookieHeader: string | undefined;
}

export interface JoinAttempt {
  readonly code: string;
  readonly name: string;
  /** Id of the form that was sent: sent twice (a double click), it lets the same person in. */
  readonly form?: string | undefined;
}

/** What a person may ask for about themselves. */
export interface PersonExport {
  readonly person: Omit<Person, "workshopId">;
  readonly workshopId: string;
  readonly sessions: readonly SessionRecord[];
}

export interface Identity {
  authenticate(cookieHeader: string | undefined): Promise<Visitor | undefined>;
  /** @throws AppError `identity.wrong-join-code`, `.too-many-tries`, `.no-name`, `.name-taken` */
  join(attempt: JoinAttempt, caller: Caller): Promise<Entry>;
  /** @throws AppError `identity.wrong-resume-code`, `.too-many-tries` */
  resume(code: string, caller: Caller): Promise<Entry>;
  /** Ends the session of this cookie. Returns the Set-Cookie header that clears it. */
  leave(cookieHeader: string | undefined): Promise<string>;
  createTrainerLink(workshopId: string): Promise<string>;
  isTrainerLinkOpen(token: string): Promise<boolean>;
  /** @throws AppError `identity.used-trainer-link` */
  useTrainerLink(token: string, caller: Caller): Promise<Entry>;
  /** A new resume code; the one before stops working. Shown again by `freshResumeCode` for half an hour. */
  issueResumeCode(personId: string): Promise<string>;
  freshResumeCode(personId: string): string | undefined;
  person(personId: string): Promise<Person | undefined>;
  people(workshopId: string): Promise<Person[]>;
  /** Of all workshops, whoever joined first comes first. */
  everybody(): Promise<Person[]>;
  /** Those who have a row on the board. */
  learners(workshopId: string): Promise<Person[]>;
  exportPerson(personId: string): Promise<PersonExport | undefined>;
  /**
   * From their own page: nobody can come in as them from now on. Notebooks may be open and kernels may run, so the rest is done at
   * the next start, before the doors open. Returns the Set-Cookie header that clears their cookie.
   */
  askErasure(personId: string): Promise<string>;
  erasuresAsked(): Promise<Person[]>;
  /** Removes the person and their sessions. Their files and events belong to other domains. */
  erasePerson(personId: string): Promise<void>;
}

const minute = 60_000;

export function createIdentity(options: IdentityOptions): Identity {
  return new StoredIdentity(options);
}

class StoredIdentity implements Identity {
  readonly #workshops: WorkshopDoor;
  readonly #clock: () => number;
  readonly #persons: PersonStore;
  readonly #sessions: ReturnType<typeof createSessionStore>;
  readonly #links: TrainerLinks;
  readonly #cookie: SessionCookie;
  readonly #limit: ReturnType<typeof createFailureLimit>;
  readonly #freshCodes: ReturnType<typeof createShortMemory<string>>;
  readonly #sentForms: ReturnType<typeof createShortMemory<Visitor>>;

  constructor({ store, workshops, instance, secure, clock = Date.now }: IdentityOptions) {
    const db = store.tables<IdentityTables>();
    this.#workshops = workshops;
    this.#clock = clock;
    this.#persons = createPersonStore(db);
    this.#sessions = createSessionStore(db, clock);
    this.#links = createTrainerLinks(db, clock);
    this.#cookie = createSessionCookie({ instance, secure });
    this.#limit = createFailureLimit(clock);
    this.#freshCodes = createShortMemory(clock, 30 * minute, 5000);
    this.#sentForms = createShortMemory(clock, 10 * minute, 5000);
  }

  async authenticate(cookieHeader: string | undefined): Promise<Visitor | undefined> {
    const token = this.#cookie.read(cookieHeader);
    return token === undefined || token === "" ? undefined : this.#sessions.find(token);
  }

  join({ code, name, form }: JoinAttempt, caller: Caller): Promise<Entry> {
    return this.#limit.attempt(caller.address, async () => {
      const workshop = await this.#workshops.findOpenByCode(parseCode(code));
      if (workshop === undefined) throw new AppError("identity.wrong-join-code");
      const called = parsePersonName(name);
      if (called === undefined) throw new AppError("identity.no-name");
      const formKey = form === undefined || form === "" ? undefined : `${form} ${called}`;
      const before = formKey === undefined ? undefined : this.#sentForms.get(formKey);
      if (before !== undefined) return this.#enter(before, caller);
      const visitor = await this.#add(workshop.id, called, "learner");
      if (formKey !== undefined) this.#sentForms.set(formKey, visitor);
      return this.#enter(visitor, caller);
    });
  }

  resume(code: string, caller: Caller): Promise<Entry> {
    return this.#limit.attempt(caller.address, async () => {
      const parsed = parseCode(code);
      const person =
        parsed.length === resumeCodeLength ? await this.#persons.byResumeHash(hashSecret(parsed)) : undefined;
      if (person === undefined) throw new AppError("identity.wrong-resume-code");
      return this.#enter(person, caller);
    });
  }

  async leave(cookieHeader: string | undefined): Promise<string> {
    const token = this.#cookie.read(cookieHeader);
    if (token !== undefined) {
      const visitor = await this.#sessions.find(token);
      // The form may still be on this device's screen: whoever sends it next is not the one who left.
      this.#sentForms.deleteWhere((sent) => sent.personId === visitor?.personId);
      if (visitor !== undefined) this.#freshCodes.delete(visitor.personId);
      await this.#sessions.end(token);
    }
    return this.#cookie.clear();
  }

  createTrainerLink(workshopId: string): Promise<string> {
    return this.#links.create(workshopId);
  }

  isTrainerLinkOpen(token: string): Promise<boolean> {
    return this.#links.isOpen(token);
  }

  async useTrainerLink(token: string, caller: Caller): Promise<Entry> {
    const workshopId = await this.#links.use(token);
    const current = await this.authenticate(caller.cookieHeader);
    const known = current?.role === "trainer" && current.workshopId === workshopId ? current : undefined;
    return this.#enter(known ?? (await this.#add(workshopId, "Trainer", "trainer")), caller);
  }

  async issueResumeCode(personId: string): Promise<string> {
    const code = createCode(resumeCodeLength);
    await this.#persons.replaceResumeHash(personId, hashSecret(code));
    this.#freshCodes.set(personId, code);
    return formatCode(code);
  }

  freshResumeCode(personId: string): string | undefined {
    const code = this.#freshCodes.get(personId);
    return code === undefined ? undefined : formatCode(code);
  }

  person(personId: string): Promise<Person | undefined> {
    return this.#persons.byId(personId);
  }

  people(workshopId: string): Promise<Person[]> {
    return this.#persons.inWorkshop(workshopId);
  }

  everybody(): Promise<Person[]> {
    return this.#persons.all();
  }

  async learners(workshopId: string): Promise<Person[]> {
    return (await this.people(workshopId)).filter(({ role }) => !roleAllows(role, "trainer"));
  }

  async exportPerson(personId: string): Promise<PersonExport | undefined> {
    const found = await this.#persons.byId(personId);
    if (found === undefined) return undefined;
    const { workshopId, ...person } = found;
    return { person, workshopId, sessions: await this.#sessions.of(personId) };
  }

  async askErasure(personId: string): Promise<string> {
    await this.#persons.askErasure(personId, this.#clock());
    this.#freshCodes.delete(personId);
    this.#sentForms.deleteWhere((sent) => sent.personId === personId);
    return this.#cookie.clear();
  }

  erasuresAsked(): Promise<Person[]> {
    return this.#persons.erasuresAsked();
  }

  async erasePerson(personId: string): Promise<void> {
    await this.#persons.delete(personId);
    this.#freshCodes.delete(personId);
    this.#sentForms.deleteWhere((sent) => sent.personId === personId);
  }

  async #enter(visitor: Visitor, caller: Caller): Promise<Entry> {
    const previous = this.#cookie.read(caller.cookieHeader);
    if (previous !== undefined) await this.#sessions.end(previous);
    const { token, lifeMs } = await this.#sessions.open(visitor);
    const { personId, workshopId, name, role, home, color } = visitor;
    return {
      visitor: { personId, workshopId, name, role, home, color },
      cookie: this.#cookie.write(token, Math.floor(lifeMs / 1000)),
    };
  }

  async #add(workshopId: string, called: string, role: Role): Promise<Visitor> {
    const others = await this.#persons.inWorkshop(workshopId);
    const names = new Set(others.map((other) => other.name.toLocaleLowerCase("en")));
    const name = role === "trainer" ? freeName(called, names) : called;
    if (names.has(name.toLocaleLowerCase("en"))) throw new AppError("identity.name-taken", { name });
    const visitor: Visitor = {
      personId: randomUUID(),
      workshopId,
      name,
      role,
      home: await this.#freeHome(name),
      color: personColor(others.length),
    };
    const code = createCode(resumeCodeLength);
    await this.#persons.insert({ ...visitor, joinedAt: this.#clock() }, hashSecret(code));
    this.#freshCodes.set(visitor.personId, code);
    return visitor;
  }

  async #freeHome(name: string): Promise<string> {
    for (;;) {
      const home = createHomeName(name);
      if (!(await this.#persons.homeTaken(home))) return home;
    }
  }
}

/** "Trainer", then "Trainer 2", and so on. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let number = 2; taken.has(free.toLocaleLowerCase("en")); number++) free = `${name} ${number}`;
  return free;
}
