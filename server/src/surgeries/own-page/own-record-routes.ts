/** What is kept about somebody, on their own page: seen, taken away, taken back, erased. Behind their private link. */
import { AppError } from "@data-surgery/contract";
import { route, type AnyRoute } from "../../http/index.js";
import { consentWords, isConsentPurpose } from "../consents/consent-purposes.js";
import { dateWords } from "../local-time.js";
import { erasedPage, mySignUpsPage, type MySignUpsPage } from "../my-sign-ups-page.js";
import { anyForm, type SurgeryRoutesOptions } from "../pages.js";
import { everythingPage } from "./everything-page.js";

export function ownRecordRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { signUps, consents, renderPage, clock } = options;
  return [
    route({
      method: "GET",
      path: "/signed-up/:token/everything",
      access: "public",
      handle: async ({ params }) => {
        const token = params["token"] ?? "";
        const { contactId } = await signUps.mine(token);
        const kept = await signUps.exportContact(contactId);
        return {
          html: renderPage(
            everythingPage({ kept, titles: await titlesOf(options, kept), back: `/signed-up/${token}` }),
          ),
        };
      },
    }),
    route({
      method: "GET",
      path: "/signed-up/:token/mine.json",
      access: "public",
      handle: async ({ params }) => {
        const mine = await signUps.mine(params["token"] ?? "");
        return {
          json: {
            about: "Everything that is kept here about one person. Times are milliseconds since 1970, UTC.",
            exportedAt: clock(),
            name: mine.name,
            email: mine.email,
            group: mine.group,
            places: mine.signUps.map(({ signUp, date }) => ({
              ...signUp,
              surgery: date.surgery.title,
              startsAt: new Date(date.startsAt).toISOString(),
            })),
            ...(await signUps.exportContact(mine.contactId)),
          },
          headers: { "Content-Disposition": 'attachment; filename="kept-about-me.json"' },
        };
      },
    }),
    route({
      method: "POST",
      path: "/signed-up/:token/consents/take-back",
      access: "public",
      body: anyForm,
      handle: async ({ params, body }) => {
        const token = params["token"] ?? "";
        const { contactId } = await signUps.mine(token);
        const purpose = body["purpose"] ?? "";
        if (!isConsentPurpose(purpose)) throw new AppError("http.bad-request", { reason: "purpose" });
        await consents.takeBack(contactId, purpose, body["date"] ?? "");
        return { html: await showOwnPage(options, token, { said: `Taken back. ${consentWords[purpose].takenBack}` }) };
      },
    }),
    route({
      method: "POST",
      path: "/signed-up/:token/erase",
      access: "public",
      body: anyForm,
      handle: async ({ params }) => {
        await signUps.eraseMine(params["token"] ?? "");
        return { html: renderPage(erasedPage()) };
      },
    }),
  ];
}

/** The page behind a private link. @throws AppError `surgeries.unknown-link` */
export async function showOwnPage(
  { signUps, consents, surgeries, renderPage, clock }: SurgeryRoutesOptions,
  token: string,
  { said, mending }: { readonly said?: string | undefined; readonly mending?: MySignUpsPage["mending"] } = {},
): Promise<string> {
  const mine = await signUps.mine(token);
  const held = (await consents.of(mine.contactId)).map(async (consent) => {
    const date = consent.dateId === "" ? undefined : await surgeries.date(consent.dateId);
    const about =
      date === undefined ? "" : `${date.surgery.title}, ${dateWords(date.startsAt, date.surgery.venue.timeZone)}`;
    return { consent, about };
  });
  return renderPage(
    mySignUpsPage({
      token,
      mine,
      now: clock(),
      consents: await Promise.all(held),
      inNotebooks: (await signUps.personsOf(mine.contactId)).length > 0,
      ...(said === undefined ? {} : { said }),
      ...(mending === undefined ? {} : { mending }),
    }),
  );
}

/** What the ids of dates in somebody's records stand for. */
export async function titlesOf(
  { surgeries }: Pick<SurgeryRoutesOptions, "surgeries">,
  kept: object,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set<string>();
  JSON.stringify(kept, (key, value: unknown) => {
    if (key === "date_id" && typeof value === "string" && value !== "") ids.add(value);
    return value;
  });
  const titles = new Map<string, string>();
  for (const id of ids) {
    const date = await surgeries.date(id);
    if (date === undefined) continue;
    titles.set(id, `${date.surgery.title}, ${dateWords(date.startsAt, date.surgery.venue.timeZone)}`);
  }
  return titles;
}
