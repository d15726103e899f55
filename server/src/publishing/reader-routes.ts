/** For readers, without an account: questions and answers, corrections, what was made with it; and the door that turns reminders off. */
import { AppError } from "@data-surgery/contract";
import { route, type AnyRoute } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { slugIn } from "./public-routes.js";
import { tellOrThrow, wizardForm, type PublishingOptions } from "./publishing.js";
import { createSendingLimit } from "../identity/index.js";
import { parseRemark, questionsPage, remindersOffPage } from "./reader-pages.js";
import { remarkLetter } from "./reminders.js";

export function readerRoutes(options: PublishingOptions): AnyRoute[] {
  const { store, dataSets, remarks, outbox, sendsMail, renderPage, address, clock } = options;
  const limit = createSendingLimit({ windowMs: 60 * 60 * 1000, perNetwork: 10, overall: 200, clock });
  const publicSet = async (slug: string | undefined): Promise<DataSet> => {
    const set = await dataSets.bySlug(slugIn(slug));
    if (set === undefined || set.version === "") throw new AppError("http.not-found");
    return set;
  };
  return [
    route({
      method: "GET",
      path: "/data/:set/questions",
      access: "public",
      page: true,
      handle: async ({ params, query }) => {
        const set = await publicSet(params["set"]);
        const shown = await remarks.shown(set.id);
        return {
          html: renderPage(
            questionsPage({
              set,
              shown,
              fields: { kind: "question" },
              faults: {},
              isSent: query.get("said") === "sent",
            }),
          ),
        };
      },
    }),
    route({
      method: "POST",
      path: "/data/:set/questions",
      access: "public",
      page: true,
      body: wizardForm,
      handle: async ({ params, body, remoteAddress }) => {
        const set = await publicSet(params["set"]);
        const shown = await remarks.shown(set.id);
        const parsed = parseRemark(body, set.version);
        if (parsed.type === "faulty")
          return {
            status: 422,
            html: renderPage(questionsPage({ set, shown, fields: body, faults: parsed.faults, isSent: false })),
          };
        return tellOrThrow(
          async () => {
            limit.count(remoteAddress);
            const remark = await remarks.add(set.id, parsed.remark);
            if (sendsMail && set.keeperId !== "" && set.remindTo !== "")
              await outbox.put(store.tables<unknown>(), [remarkLetter(set, remark, address())]);
            return { redirect: `/data/${set.slug}/questions?said=sent` };
          },
          (error) =>
            renderPage(questionsPage({ set, shown, fields: body, faults: {}, isSent: false, problem: error.message })),
        );
      },
    }),
    route({
      method: "GET",
      path: "/data-reminders/:token",
      access: "public",
      page: true,
      handle: async ({ params }) => {
        const token = params["token"] ?? "";
        const { title } = await dataSets.linked(token, "reminders-off");
        return { html: renderPage(remindersOffPage(title, token, false)) };
      },
    }),
    route({
      method: "POST",
      path: "/data-reminders/:token",
      access: "public",
      page: true,
      handle: async ({ params }) => {
        const token = params["token"] ?? "";
        const { title } = await dataSets.turnRemindersOff(token);
        return { html: renderPage(remindersOffPage(title, token, true)) };
      },
    }),
  ];
}
