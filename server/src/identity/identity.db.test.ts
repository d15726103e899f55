import { AppError, type Visitor } from "@data-surgery/contract";
import { expect, test } from "vitest";
import { forEachDialect, type TestStore } from "../store/test-dialects.js";
import { createIdentity, type Caller, type Identity } from "./identity.js";
import { hashSecret } from "./secret.js";
import { identityMigrations, type IdentityTables } from "./tables.js";

const day = 86_400_000;
const caller: Caller = { address: "192.168.1.9", cookieHeader: undefined };
const timeout = { timeout: 180_000 };

interface Desk {
  readonly identity: Identity;
  readonly clock: { now: number };
}

function openDesk({ store }: TestStore): Desk {
  const clock = { now: 1_795_420_800_000 };
  const workshops = {
    findOpenByCode: (code: string) => Promise.resolve(code === "K7MP2QRT" ? { id: "w1" } : undefined),
  };
  return {
    clock,
    identity: createIdentity({ store, workshops, instance: "ab12", secure: false, clock: () => clock.now }),
  };
}

const cookieOf = (setCookie: string): string => setCookie.split(";")[0] ?? "";
const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : String(error));

forEachDialect((open) => {
  test("joining gives a session that says who it is, and the store holds only its hash", timeout, async () => {
    await using opened = await open(identityMigrations);
    const { identity } = openDesk(opened);
    const { visitor, cookie } = await identity.join({ code: "k7mp-2qrt", name: " Ada " }, caller);
    expect(visitor).toMatchObject({ name: "Ada", role: "learner", workshopId: "w1" });
    expect(visitor.home).toMatch(/^ada-[a-z2-9]{4}$/);
    expect(cookie).toMatch(/^surgery_ab12=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(await identity.authenticate(cookieOf(cookie))).toEqual(visitor);
    const token = cookieOf(cookie).split("=")[1] ?? "";
    const rows = await opened.store.tables<IdentityTables>().selectFrom("web_sessions").selectAll().execute();
    expect(rows.map((row) => row.token_hash)).toEqual([hashSecret(token)]);
  });

  test("a wrong code, no name, and a name that is taken are each refused by name", timeout, async () => {
    await using opened = await open(identityMigrations);
    const { identity } = openDesk(opened);
    await identity.join({ code: "K7MP2QRT", name: "Ada" }, caller);
    const attempt = (code: string, name: string): Promise<string> =>
      identity.join({ code, name }, caller).then(() => "in", codeOf);
    expect(await attempt("K7MP2QRS", "Bob")).toBe("identity.wrong-join-code");
    expect(await attempt("", "Bob")).toBe("identity.wrong-join-code");
    expect(await attempt("K7MP2QRT", " \u200b ")).toBe("identity.no-name");
    expect(await attempt("K7MP2QRT", "ADA")).toBe("identity.name-taken");
    expect(await identity.people("w1")).toHaveLength(1);
  });

  test("a form that is sent twice lets one person in, not two", timeout, async () => {
    await using opened = await open(identityMigrations);
    const { identity } = openDesk(opened);
    const send = (name: string): Promise<{ visitor: Visitor; cookie: string }> =>
      identity.join({ code: "K7MP2QRT", name, form: "f1" }, caller);
    const [first, second] = await Promise.all([send("Ada"), send("Ada")]);
    expect(second.visitor.personId).toBe(first.visitor.personId);
    expect((await send("Bob")).visitor.personId).not.toBe(first.visitor.personId);
    await identity.leave(cookieOf(first.cookie));
    expect(await send("Ada").then(() => "in", codeOf)).toBe("identity.name-taken");
  });

  test("a resume code brings the same person back, and a new one replaces the old one", timeout, async () => {
    await using opened = await open(identityMigrations);
    const { identity, clock } = openDesk(opened);
    const { visitor, cookie } = await identity.join({ code: "K7MP2QRT", name: "Ada" }, caller);
    const first = identity.freshResumeCode(visitor.personId) ?? "";
    expect(first).toMatch(/^([2-9A-Z]{4}-){2}[2-9A-Z]{4}$/);
    const back = await identity.resume(first.toLowerCase(), { ...caller, cookieHeader: cookieOf(cookie) });
    expect(back.visitor).toEqual(visitor);
    expect(back.cookie).not.toBe(cookie);
    expect(await identity.authenticate(cookieOf(cookie))).toBeUndefined();
    const second = await identity.issueResumeCode(visitor.personId);
    expect(await identity.resume(first, caller).then(() => "in", codeOf)).toBe("identity.wrong-resume-code");
    expect((await identity.resume(second, caller)).visitor).toEqual(visitor);
    clock.now += 31 * 60_000;
    expect(identity.freshResumeCode(visitor.personId)).toBeUndefined();
    expect((await identity.resume(second, caller)).visitor).toEqual(visitor);
  });

  test("sessions end by leaving and by age", timeout, async () => {
    await using opened = await open(identityMigrations);
    const { identity, clock } = openDesk(opened);
    const left = await identity.join({ code: "K7MP2QRT", name: "Ada" }, caller);
    const stayed = await identity.join({ code: "K7MP2QRT", name: "Bob" }, caller);
    expect(await identity.leave(cookieOf(left.cookie))).toMatch(/^surgery_ab12=; Max-Age=0; /);
    expect(await identity.authenticate(cookieOf(left.cookie))).toBeUndefined();
    expect(await identity.authenticate(`other=1; ${cookieOf(stayed.cookie)}`)).toEqual(stayed.visitor);
    clock.now += 30 * day;
    expect(await identity.authenticate(cookieOf(stayed.cookie))).toBeUndefined();
  });

  test(
    "a trainer's link works once, for one of two who open it at the same moment, and not after twelve hours",
    timeout,
    async () => {
      await using opened = await open(identityMigrations);
      const { identity, clock } = openDesk(opened);
      const token = await identity.createTrainerLink("w1");
      expect(await identity.isTrainerLinkOpen(token)).toBe(true);
      const outcomes = await Promise.allSettled([
        identity.useTrainerLink(token, caller),
        identity.useTrainerLink(token, caller),
      ]);
      expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(await identity.isTrainerLinkOpen(token)).toBe(false);
      const late = await identity.createTrainerLink("w1");
      clock.now += day / 2;
      expect(await identity.useTrainerLink(late, caller).then(() => "in", codeOf)).toBe("identity.used-trainer-link");
      expect(await identity.useTrainerLink("guess", caller).then(() => "in", codeOf)).toBe(
        "identity.used-trainer-link",
      );
    },
  );

  test(
    "a trainer who opens a second link stays the same trainer; another browser is another one",
    timeout,
    async () => {
      await using opened = await open(identityMigrations);
      const { identity } = openDesk(opened);
      const first = await identity.useTrainerLink(await identity.createTrainerLink("w1"), caller);
      const again = await identity.useTrainerLink(await identity.createTrainerLink("w1"), {
        ...caller,
        cookieHeader: cookieOf(first.cookie),
      });
      expect(again.visitor).toEqual(first.visitor);
      const other = await identity.useTrainerLink(await identity.createTrainerLink("w1"), caller);
      expect(other.visitor).toMatchObject({ name: "Trainer 2", role: "trainer" });
      await identity.join({ code: "K7MP2QRT", name: "Ada" }, caller);
      expect((await identity.learners("w1")).map(({ name }) => name)).toEqual(["Ada"]);
    },
  );

  test("a person gets what is kept about them, and after erasing nothing of it is left", timeout, async () => {
    await using opened = await open(identityMigrations);
    const { identity } = openDesk(opened);
    const { visitor, cookie } = await identity.join({ code: "K7MP2QRT", name: "Canary Quux" }, caller);
    const kept = await identity.exportPerson(visitor.personId);
    expect(kept).toMatchObject({ person: { name: "Canary Quux", home: visitor.home }, workshopId: "w1" });
    expect(kept?.sessions).toHaveLength(1);
    await identity.erasePerson(visitor.personId);
    expect(await identity.authenticate(cookieOf(cookie))).toBeUndefined();
    expect(await identity.exportPerson(visitor.personId)).toBeUndefined();
    const db = opened.store.tables<IdentityTables>();
    const left = [
      await db.selectFrom("persons").selectAll().execute(),
      await db.selectFrom("web_sessions").selectAll().execute(),
    ];
    expect(JSON.stringify(left)).not.toMatch(/canary/i);
  });
});
