/** For readers, without an account: questions and answers, corrections, what was made with it; and the door that turns letters off. */
import { AppError } from "@data-surgery/contract";
import { route, type AnyRoute } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { slugIn } from "./public-routes.js";
import { tellOrThrow, wizardForm, type PublishingOptions } from "./publishing.js";
import { createSendingLimit } from "../identity/index.js";
import { lettersPage } from "./letters-page.js";
import { parseRemark, questionsPage } from "./reader-pages.js";
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
            if (sendsMail && set.tells && set.keeperId !== "" && set.remindTo !== "") {
              const off = `${address()}/data-reminders/${await dataSets.createLink(set.id, "reminders-off")}?of=readers`;
              await outbox.put(store.tables<unknown>(), [remarkLetter(set, remark, address(), off)]);
            }
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
      handle: async ({ params, query }) => {
        const token = params["token"] ?? "";
        const set = await dataSets.linked(token, "reminders-off");
        return { html: renderPage(lettersPage(set, token, query.get("of") === "readers")) };
      },
    }),
    route({
      method: "POST",
      path: "/data-reminders/:token",
      access: "public",
      page: true,
      // From the page's buttons, or from a program for e-mail that was told to (RFC 8058).
      anyOrigin: true,
      body: wizardForm,
      handle: async ({ params, query, body }) => {
        const token = params["token"] ?? "";
        const ofReaders = query.get("of") === "readers";
        const isProgram = body["List-Unsubscribe"] === "One-Click";
        const set = await dataSets.turnLettersOff(token, {
          reminders: body["off"] === "reminders" || body["off"] === "both" || (isProgram && !ofReaders),
          readers: body["off"] === "readers" || body["off"] === "both" || (isProgram && ofReaders),
        });
        return { html: renderPage(lettersPage(set, token, ofReaders)) };
      },
    }),
  ];
}
