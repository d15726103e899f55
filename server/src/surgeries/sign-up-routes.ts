/** Signing up, and the page behind a private link. */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import { route, type AnyRoute } from "../http/index.js";
import type { FieldFaults, FormFields } from "./announcement.js";
import { dateCalendarText } from "./calendar.js";
import { showOwnPage } from "./own-page/own-record-routes.js";
import { anyForm, linesOf, tellOrThrow, type SurgeryRoutesOptions } from "./pages.js";
import { createFormsLimit } from "./forms-limit.js";
import { signedUpPage, signUpPage } from "./sign-up-page.js";
import { parseSignUp } from "./sign-up.js";
import type { SurgeryDate } from "./surgeries.js";

export function signUpRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  return [...formRoutes(options), ...ownRoutes(options)];
}

function formRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { surgeries, signUps, renderPage, sendsMail, shareOrigin, clock } = options;
  const limit = createFormsLimit(clock);
  const show = async (slug: string, fields: FormFields, faults: FieldFaults, form: string): Promise<string> => {
    const surgery = await surgeries.bySlug(slug);
    const dates = (await surgeries.datesOf(surgery.id)).filter((date) => isOpen(date, clock()));
    return renderPage(signUpPage({ surgery, dates: await linesOf(signUps, dates), fields, faults, form }));
  };
  return [
    route({
      method: "GET",
      path: "/surgeries/:slug/sign-up",
      access: "public",
      handle: async ({ params }) => ({
        html: await show(params["slug"] ?? "", { languages: "English" }, {}, randomUUID()),
      }),
    }),
    route({
      method: "POST",
      path: "/surgeries/:slug/sign-up",
      access: "public",
      body: anyForm,
      handle: async ({ params, body, origin, remoteAddress }) => {
        const slug = params["slug"] ?? "";
        const surgery = await surgeries.bySlug(slug);
        const form = /^[0-9a-f-]{36}$/.test(body["form"] ?? "") ? body["form"]! : randomUUID();
        const mend = async (faults: FieldFaults, status: number) => ({
          status,
          html: await show(slug, body, faults, form),
        });
        const words = parseSignUp(body);
        const own = await surgeries.datesOf(surgery.id);
        const chosen = own.filter(({ id }) => body[`date-${id}`] !== undefined).map(({ id }) => id);
        const noDate = chosen.length === 0 ? { dates: "Choose at least one date." } : {};
        if (words.type === "faulty") return mend({ ...words.faults, ...noDate }, 422);
        if (chosen.length === 0) return mend(noDate, 422);
        return tellOrThrow(
          async () => {
            limit.count(remoteAddress);
            // A program that fills in everything is told what a person is told, and nothing is kept.
            const trapped = (body["website"] ?? "") !== "";
            const done = trapped ? { token: undefined, dates: [] } : await signUps.signUp(words.value, chosen, form);
            const link = done.token === undefined ? undefined : `${shareOrigin(origin)}/signed-up/${done.token}`;
            return { html: renderPage(signedUpPage({ surgery, done, email: words.value.email, sendsMail, link })) };
          },
          (error) => show(slug, body, { dates: error.message }, form),
        );
      },
    }),
  ];
}

function ownRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { signUps, shareOrigin } = options;
  const show = (token: string, said?: string): Promise<string> => showOwnPage(options, token, { said });
  const after = (path: string, act: (token: string, dateId: string) => Promise<void>, said: string): AnyRoute =>
    route({
      method: "POST",
      path: `/signed-up/:token/:date/${path}`,
      access: "public",
      body: anyForm,
      handle: async ({ params }) => {
        const token = params["token"] ?? "";
        return tellOrThrow(
          async () => {
            await act(token, params["date"] ?? "");
            return { html: await show(token, said) };
          },
          (error) => show(token, error.message),
        );
      },
    });
  return [
    route({
      method: "GET",
      path: "/signed-up/:token",
      access: "public",
      handle: async ({ params }) => ({ html: await show(params["token"] ?? "") }),
    }),
    route({
      method: "GET",
      path: "/signed-up/:token/:date.ics",
      access: "public",
      handle: async ({ params, origin }) => {
        const found = (await signUps.mine(params["token"] ?? "")).signUps.find(
          ({ date }) => date.id === params["date"],
        );
        if (found === undefined) throw new AppError("http.not-found");
        const url = `${shareOrigin(origin)}/surgeries/${found.date.surgery.slug}`;
        return {
          bytes: Buffer.from(dateCalendarText(found.date, url)),
          headers: { "Content-Type": "text/calendar; charset=utf-8" },
        };
      },
    }),
    after(
      "leave",
      (token, date) => signUps.leave(token, date),
      "Thank you for telling us. Your place goes to the next in line.",
    ),
    after("come-back", (token, date) => signUps.comeBack(token, date), "Good. You are on the list again."),
    route({
      method: "POST",
      path: "/signed-up/:token/:date",
      access: "public",
      body: anyForm,
      handle: async ({ params, body }) => {
        const [token, dateId] = [params["token"] ?? "", params["date"] ?? ""];
        const words = parseSignUp(body);
        if (words.type === "good") {
          await signUps.change(token, dateId, words.value);
          return { html: await show(token, "Your changes are kept.") };
        }
        const mending = { fields: body, faults: words.faults, dateId };
        return { status: 422, html: await showOwnPage(options, token, { mending }) };
      },
    }),
  ];
}

function isOpen(date: SurgeryDate, now: number): boolean {
  return date.status === "on" && date.endsAt > now && date.surgery.cancelledAt === undefined;
}
