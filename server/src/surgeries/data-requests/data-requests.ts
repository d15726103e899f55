/** Requests for data to councils and other bodies, with their answers and how long they took. */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import { Temporal } from "temporal-polyfill";
import type { Store } from "../../store/index.js";
import type { LocalDate } from "../local-time.js";
import type { SurgeryTables } from "../tables.js";

export const outcomes = ["open", "partly", "refused", "none"] as const;
export type Outcome = (typeof outcomes)[number];

export const outcomeWords: Readonly<Record<Outcome | "waiting", string>> = {
  open: "given, as open data",
  partly: "given in part",
  refused: "refused",
  none: "never answered",
  waiting: "waiting for an answer",
};

export interface RequestWords {
  readonly body: string;
  readonly group: string;
  readonly what: string;
  readonly askedOn: LocalDate;
  readonly link: string;
}

export interface AnswerWords {
  readonly answeredOn: LocalDate;
  readonly outcome: Outcome;
  readonly words: string;
  readonly link: string;
}

export interface DataRequest extends RequestWords {
  readonly id: string;
  readonly venueId: string;
  readonly createdAt: number;
  /** The newest holds. */
  readonly answers: readonly (AnswerWords & { readonly createdAt: number })[];
}

export interface DataRequests {
  /** Newest first. */
  all(): Promise<DataRequest[]>;
  add(venueId: string, words: RequestWords): Promise<void>;
  /** @throws AppError `http.not-found` for one of another venue */
  answer(venueId: string, requestId: string, words: AnswerWords): Promise<void>;
}

export function createDataRequests(store: Store, clock: () => number = Date.now): DataRequests {
  const db = store.tables<SurgeryTables>();
  return {
    all: async () => {
      const rows = await db
        .selectFrom("data_requests")
        .selectAll()
        .orderBy("asked_on", "desc")
        .orderBy("created_at", "desc")
        .execute();
      const answers = await db
        .selectFrom("data_request_answers")
        .selectAll()
        .orderBy("answered_on")
        .orderBy("created_at")
        .execute();
      return rows.map((row) => ({
        id: row.id,
        venueId: row.venue_id,
        body: row.body,
        group: row.group_name,
        what: row.what,
        askedOn: row.asked_on,
        link: row.link,
        createdAt: row.created_at,
        answers: answers
          .filter(({ request_id }) => request_id === row.id)
          .map(({ answered_on, outcome, words, link, created_at }) => ({
            answeredOn: answered_on,
            outcome: outcomes.find((one) => one === outcome) ?? "none",
            words,
            link,
            createdAt: created_at,
          })),
      }));
    },
    add: async (venueId, { body, group, what, askedOn, link }) => {
      const row = { body, group_name: group, what, asked_on: askedOn, link };
      await db
        .insertInto("data_requests")
        .values({ id: randomUUID(), venue_id: venueId, ...row, created_at: clock() })
        .execute();
    },
    answer: async (venueId, requestId, { answeredOn, outcome, words, link }) => {
      const found = await db
        .selectFrom("data_requests")
        .select("id")
        .where("id", "=", requestId)
        .where("venue_id", "=", venueId)
        .executeTakeFirst();
      if (found === undefined) throw new AppError("http.not-found");
      const row = { answered_on: answeredOn, outcome, words, link };
      await db
        .insertInto("data_request_answers")
        .values({ id: randomUUID(), request_id: requestId, ...row, created_at: clock() })
        .execute();
    },
  };
}

/** How it stands, and how many days it took or has been waiting. Who gave a part may still give the rest: those days run on only until the answer. */
export function standing(
  { askedOn, answers }: Pick<DataRequest, "askedOn" | "answers">,
  today: LocalDate,
): { readonly state: Outcome | "waiting"; readonly days: number } {
  const last = answers.at(-1);
  const until = last?.answeredOn ?? today;
  const days = Temporal.PlainDate.from(askedOn).until(Temporal.PlainDate.from(until), { largestUnit: "days" }).days;
  return { state: last?.outcome ?? "waiting", days: Math.max(0, days) };
}
