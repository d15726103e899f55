import { SMTPServer } from "smtp-server";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { openStore } from "../store/index.js";
import { mailMigrations, openMailer, sqlOutbox, type Letter, type Mailer, type Outbox } from "./index.js";
import type { Kysely } from "kysely";

interface PostOffice extends AsyncDisposable {
  readonly outbox: Outbox;
  readonly mailer: Mailer;
  readonly arrived: string[];
  /** What the other server says to the next recipient: a code, or nothing for "yes". */
  refuseWith: number | undefined;
  now: number;
  put(letter: Partial<Letter>): Promise<void>;
}

async function openPostOffice(): Promise<PostOffice> {
  const folder = await mkdtemp(join(tmpdir(), "surgery-mail-"));
  const store = await openStore({ type: "sqlite", file: join(folder, "mail.db") }, mailMigrations);
  const state: { refuseWith: number | undefined; now: number } = { refuseWith: undefined, now: 1_000 };
  const arrived: string[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ["STARTTLS", "AUTH"],
    onRcptTo: (_address, _session, answer) => {
      const code = state.refuseWith;
      answer(code === undefined ? null : Object.assign(new Error("refused"), { responseCode: code }));
    },
    onData: (stream, _session, answer) => {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        arrived.push(Buffer.concat(parts).toString("utf8"));
        answer(null);
      });
    },
  });
  await new Promise<void>((ready) => void server.listen(0, "127.0.0.1", ready));
  const { port } = server.server.address() as AddressInfo;
  const outbox = sqlOutbox(store, () => state.now);
  const mailer = await openMailer({
    config: { server: `smtp://127.0.0.1:${port}`, from: "Surgeries <surgeries@example.org>" },
    outbox,
    clock: () => state.now,
    onError: () => undefined,
    every: 3_600_000,
  });
  return {
    outbox,
    mailer,
    arrived,
    get refuseWith() {
      return state.refuseWith;
    },
    set refuseWith(code) {
      state.refuseWith = code;
    },
    get now() {
      return state.now;
    },
    set now(at) {
      state.now = at;
    },
    put: (letter) =>
      store
        .tables<object>()
        .transaction()
        .execute((inside) =>
          outbox.put(inside as unknown as Kysely<unknown>, [
            {
              contactId: "c",
              subjectId: "d",
              kind: "confirmed",
              to: "ada@example.org",
              subject: "You have a place",
              text: "Hello Ada",
              ...letter,
            },
          ]),
        ),
    [Symbol.asyncDispose]: async () => {
      await mailer[Symbol.asyncDispose]();
      await new Promise<void>((done) => {
        server.close(done);
      });
      await store.close();
      await rm(folder, { recursive: true });
    },
  };
}

test("a letter arrives once, with its calendar file, and a line break in a subject makes no second header", async () => {
  await using office = await openPostOffice();
  await office.put({ subject: "Place\r\nBcc: eve@example.org", calendar: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n" });
  await office.mailer.now();
  await office.mailer.now();
  expect(office.arrived).toHaveLength(1);
  const [head = ""] = office.arrived[0]!.split("\r\n\r\n");
  expect(head).not.toMatch(/^bcc:/im);
  expect(office.arrived[0]).toContain("text/calendar");
});

test("a reminder waits for its time", async () => {
  await using office = await openPostOffice();
  await office.put({ kind: "reminder", notBefore: 5_000 });
  await office.mailer.now();
  expect(office.arrived).toHaveLength(0);
  office.now = 5_000;
  await office.mailer.now();
  expect(office.arrived).toHaveLength(1);
});

test("a server that is busy is asked again later; an address that it refuses is given up and told to organisers", async () => {
  await using office = await openPostOffice();
  await office.put({});
  office.refuseWith = 451;
  await office.mailer.now();
  expect(await office.outbox.undelivered(["c"])).toEqual([]);
  office.refuseWith = undefined;
  office.now += 60_000;
  await office.mailer.now();
  expect(office.arrived).toHaveLength(1);
  await office.put({ to: "nobody@example.org" });
  office.refuseWith = 550;
  await office.mailer.now();
  expect(await office.outbox.undelivered(["c"])).toEqual([
    { contactId: "c", kind: "confirmed", failure: "The address was refused: it may be mistyped." },
  ]);
});

test("after a month a letter is forgotten", async () => {
  await using office = await openPostOffice();
  await office.put({});
  await office.mailer.now();
  await office.outbox.forget(office.now + 1);
  expect(await office.outbox.ofContact("c")).toEqual([]);
});

test("a letter says where letters like it are turned off; by one press only where the address is secret on its way", async () => {
  await using office = await openPostOffice();
  await office.put({ unsubscribe: "https://surgery.example.org/data-reminders/token" });
  await office.mailer.now();
  await office.put({ unsubscribe: "http://192.168.1.20:8888/data-reminders/token" });
  await office.put({});
  await office.mailer.now();
  const [secret = "", open = "", plain = ""] = office.arrived;
  expect(secret).toContain("List-Unsubscribe: <https://surgery.example.org/data-reminders/token>");
  expect(secret).toContain("List-Unsubscribe-Post: List-Unsubscribe=One-Click");
  expect([open, plain].map((letter) => /^List-Unsubscribe(?:-Post)?:/gm.exec(letter)?.[0])).toContain(
    "List-Unsubscribe:",
  );
  expect(`${open}${plain}`).not.toContain("List-Unsubscribe-Post");
});
