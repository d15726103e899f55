/** A step of the wizard: a page, and a form that is saved in one way whatever it asks. */
import { route, type AnyRoute, type Reply } from "../http/index.js";
import type { DataSet, DraftChange } from "./data-sets.js";
import { preparedSet, revisionOf, tellOrThrow, wizardForm, type PublishingOptions } from "./publishing.js";
import type { Patience } from "./patient-work.js";

export type Fields = Readonly<Record<string, string>>;

export interface Asked {
  readonly set: DataSet;
  readonly query: URLSearchParams;
  readonly origin: string;
}

export interface Sent {
  readonly set: DataSet;
  readonly body: Fields;
  readonly origin: string;
  /** What was typed, unless somebody saved since this page was opened. @throws AppError `publishing.changed-meanwhile` */
  readonly keep: (change: DraftChange) => Promise<DataSet>;
}

export interface SentStep {
  readonly save: (sent: Sent) => Promise<Reply>;
  /** The page with what was typed and with what stood in its way; the set as it is by now. */
  readonly again: (sent: Omit<Sent, "keep">, problem: string) => Promise<Reply> | Reply;
}

export function shownStep(
  options: PublishingOptions,
  step: string,
  show: (asked: Asked) => Promise<Reply> | Reply,
): AnyRoute {
  return route({
    method: "GET",
    path: `/publish/:id/${step}`,
    access: "member",
    page: true,
    handle: async ({ visitor, params, query, origin }) =>
      show({ set: await preparedSet(options, params["id"] ?? "", visitor), query, origin }),
  });
}

export function sentStep(options: PublishingOptions, step: string, { save, again }: SentStep): AnyRoute {
  const { dataSets } = options;
  return route({
    method: "POST",
    path: `/publish/:id/${step}`,
    access: "member",
    page: true,
    body: wizardForm,
    handle: async ({ visitor, params, body, origin }) => {
      const set = await preparedSet(options, params["id"] ?? "", visitor);
      return savedOr(
        () => save({ set, body, origin, keep: (change) => dataSets.save(set.id, revisionOf(body), change) }),
        async (problem) => again({ set: await dataSets.get(set.id), body, origin }, problem),
      );
    },
  });
}

/** Like `tellOrThrow`, where the page itself may have to be waited for. */
async function savedOr(run: () => Promise<Reply>, page: (problem: string) => Promise<Reply>): Promise<Reply> {
  let told: Reply | undefined;
  const reply = await tellOrThrow(run, async (error) => {
    told = await page(error.message);
    return told.html ?? "";
  });
  return told === undefined ? reply : { ...told, ...reply };
}

/** For a form that was sent: a page that asks again by itself would have lost what was typed in it. */
export async function done<Result>(result: Promise<Result>): Promise<Patience<Result>> {
  return { type: "done", result: await result };
}
