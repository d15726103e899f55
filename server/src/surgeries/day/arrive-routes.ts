/**
 * The doors for people who arrive. The code on the wall opens them while the doors of the place are open. Wrong codes and names
 * that nobody has are counted for each network, arrivals are not: sixty who come in two minutes through one Wi-Fi all get in.
 */
import { AppError, type Visitor } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import { route, type AnyRoute, type Reply } from "../../http/index.js";
import { createFailureLimit } from "../../identity/index.js";
import { tidy, type FieldFaults, type FormFields, type Parsed } from "../announcement.js";
import { anyForm, tellOrThrow, type SurgeryRoutesOptions } from "../pages.js";
import { parts } from "../places.js";
import { createFormsLimit } from "../forms-limit.js";
import type { SurgeryDate } from "../surgeries.js";
import type { WalkInWords } from "./arrivals.js";
import { arrivedPage, arrivePage, cardSentPage, codePage, minuteCardPage, type ArrivePage } from "./arrive-page.js";

const wrongCode = new Set(["surgeries.wrong-arrival-code"]);
const wrongName = new Set(["surgeries.not-on-list", "surgeries.several-on-list"]);
/** A room of sixty mistypes more than one person does; a guesser still needs years for one code in 887 million. */
const codeLimits = { perNetwork: 60, overall: 300, windowMs: 60_000 };
/** Many walk-ins try their name first. */
const nameLimits = { perNetwork: 100, overall: 1000, windowMs: 10 * 60_000 };

export function arriveRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const limits: Limits = {
    codes: createFailureLimit(options.clock, codeLimits, wrongCode),
    names: createFailureLimit(options.clock, nameLimits, wrongName),
    forms: createFormsLimit(options.clock),
  };
  return [...codeRoutes(options, limits), ...comingRoutes(options, limits), ...cardRoutes(options, limits)];
}

interface Limits {
  readonly codes: ReturnType<typeof createFailureLimit>;
  readonly names: ReturnType<typeof createFailureLimit>;
  readonly forms: ReturnType<typeof createFormsLimit>;
}

/** @throws AppError `surgeries.wrong-arrival-code`, `identity.too-many-tries` */
function dateBehind(
  { dayParts: { day } }: SurgeryRoutesOptions,
  { codes }: Limits,
  code: string,
  address: string,
): Promise<SurgeryDate> {
  return codes.attempt(address, async () => {
    const date = await day.byCode(code);
    if (date === undefined) throw new AppError("surgeries.wrong-arrival-code");
    return date;
  });
}

function codeRoutes(options: SurgeryRoutesOptions, limits: Limits): AnyRoute[] {
  const { renderPage } = options;
  return [
    route({
      method: "GET",
      path: "/arrive",
      access: "public",
      handle: async ({ query, remoteAddress }) => {
        const typed = tidy(query.get("code") ?? "").slice(0, 40);
        if (typed === "") return { html: renderPage(codePage({ typed })) };
        return tellOrThrow(
          async () => {
            await dateBehind(options, limits, typed, remoteAddress);
            return { redirect: `/arrive/${codeInPath(typed)}` };
          },
          ({ message }) => renderPage(codePage({ typed, problem: message })),
        );
      },
    }),
    route({
      method: "GET",
      path: "/arrive/:code",
      access: "public",
      handle: async ({ params, remoteAddress, visitor }) => {
        const typed = tidy(params["code"] ?? "");
        return tellOrThrow(
          async () => {
            const date = await dateBehind(options, limits, typed, remoteAddress);
            return { html: renderPage(arrivePage({ ...freshForm(date, typed, visitor) })) };
          },
          ({ message }) => renderPage(codePage({ typed: typed.slice(0, 40), problem: message })),
        );
      },
    }),
  ];
}

function comingRoutes(options: SurgeryRoutesOptions, limits: Limits): AnyRoute[] {
  const { renderPage, dayParts, signUps } = options;
  const { arrivals } = dayParts;
  const arrived = (date: SurgeryDate, code: string, name: string): Reply => ({
    html: renderPage(arrivedPage({ date, code: codeInPath(code), name })),
  });
  const again = (page: ArrivePage, error: AppError): string =>
    renderPage(arrivePage({ ...page, problem: error.message, askEmail: error.code === "surgeries.several-on-list" }));
  return [
    route({
      method: "POST",
      path: "/arrive/:code",
      access: "public",
      body: anyForm,
      handle: async ({ params, body, remoteAddress, visitor }) => {
        const code = params["code"] ?? "";
        const date = await dateBehind(options, limits, code, remoteAddress);
        const name = oneLine(body["name"] ?? "").slice(0, 60);
        const page: ArrivePage = { ...freshForm(date, code, visitor, body), sent: "name" };
        if (name === "")
          return {
            status: 422,
            html: renderPage(arrivePage({ ...page, faults: { name: "Type your name, as you gave it." } })),
          };
        return tellOrThrow(
          async () => {
            await inNameLimit(limits, remoteAddress, () =>
              arrivals.byName(date, { name, email: body["email"] ?? "" }, personIn(body, visitor)),
            );
            // As they typed it: the list may know more of their name than the next one at this phone should.
            return arrived(date, code, name);
          },
          (error) => again(page, error),
        );
      },
    }),
    route({
      method: "POST",
      path: "/arrive/:code/walk-in",
      access: "public",
      body: anyForm,
      handle: async ({ params, body, remoteAddress, visitor }) => {
        const code = params["code"] ?? "";
        const date = await dateBehind(options, limits, code, remoteAddress);
        const words = parseWalkIn(body);
        const page: ArrivePage = { ...freshForm(date, code, visitor, body), sent: "walk-in" };
        if (words.type === "faulty")
          return { status: 422, html: renderPage(arrivePage({ ...page, faults: words.faults })) };
        return tellOrThrow(
          async () => {
            limits.forms.count(remoteAddress);
            await arrivals.walkIn(date, words.value, formIn(body), personIn(body, visitor));
            return arrived(date, code, words.value.name);
          },
          (error) => again(page, error),
        );
      },
    }),
    route({
      method: "POST",
      path: "/arrive/:code/here",
      access: "member",
      body: anyForm,
      handle: async ({ params, body, remoteAddress, visitor }) => {
        const code = params["code"] ?? "";
        const date = await dateBehind(options, limits, code, remoteAddress);
        const page: ArrivePage = { ...freshForm(date, code, visitor, { ...body, name: visitor.name }), sent: "name" };
        return tellOrThrow(
          async () => {
            await arrivals.known(date, visitor, date.surgery.kind === "workshop" ? "learner" : "patient");
            return arrived(date, code, visitor.name);
          },
          (error) => again(page, error),
        );
      },
    }),
    route({
      method: "POST",
      path: "/signed-up/:token/:date/here",
      access: "public",
      body: anyForm,
      handle: async ({ params }) => {
        const token = params["token"] ?? "";
        const own = (await signUps.mine(token)).signUps.find(({ date }) => date.id === params["date"]);
        if (own === undefined) throw new AppError("http.not-found");
        await arrivals.byLink(token, own.date);
        return { redirect: `/signed-up/${token}` };
      },
    }),
  ];
}

function cardRoutes(options: SurgeryRoutesOptions, limits: Limits): AnyRoute[] {
  const { renderPage, dayParts } = options;
  return [
    route({
      method: "GET",
      path: "/arrive/:code/card",
      access: "public",
      handle: async ({ params, remoteAddress }) => {
        const code = params["code"] ?? "";
        const date = await dateBehind(options, limits, code, remoteAddress);
        const page = { date, code: codeInPath(code), form: randomUUID(), fields: {}, faults: {} };
        return { html: renderPage(minuteCardPage(page)) };
      },
    }),
    route({
      method: "POST",
      path: "/arrive/:code/card",
      access: "public",
      body: anyForm,
      handle: async ({ params, body, remoteAddress }) => {
        const code = params["code"] ?? "";
        const date = await dateBehind(options, limits, code, remoteAddress);
        const page = { date, code: codeInPath(code), form: formIn(body), fields: tidyFields(body), faults: {} };
        const words = { good: tidy(body["good"] ?? ""), improve: tidy(body["improve"] ?? "") };
        const faults = cardFaults(words);
        if (Object.keys(faults).length > 0) {
          return { status: 422, html: renderPage(minuteCardPage({ ...page, faults })) };
        }
        return tellOrThrow(
          async () => {
            limits.forms.count(remoteAddress);
            await dayParts.screens.addCard(date, words, formIn(body));
            return { html: renderPage(cardSentPage({ date })) };
          },
          ({ message }) => renderPage(minuteCardPage({ ...page, problem: message })),
        );
      },
    }),
  ];
}

function cardFaults({ good, improve }: { good: string; improve: string }): FieldFaults {
  if (good === "" && improve === "") return { good: "Write one of the two, a few words are enough." };
  const long = (text: string): boolean => text.length > 300;
  return {
    ...(long(good) ? { good: `That is ${good.length} characters long. There is room for 300.` } : {}),
    ...(long(improve) ? { improve: `That is ${improve.length} characters long. There is room for 300.` } : {}),
  };
}

export function parseWalkIn(body: FormFields): Parsed<WalkInWords> {
  const part = parts.find((one) => one === body["part"]);
  const words = {
    name: oneLine(body["name"] ?? ""),
    group: oneLine(body["group"] ?? ""),
    need: oneLine(body["need"] ?? ""),
  };
  const most = { name: 60, group: 80, need: 200 };
  const faults: Record<string, string> = {};
  if (part === undefined) faults["part"] = "Choose one of these.";
  for (const name of ["name", "group", "need"] as const) {
    const { length } = words[name];
    if (length > most[name]) faults[name] = `That is ${length} characters long. There is room for ${most[name]}.`;
  }
  if (part === undefined || Object.keys(faults).length > 0) return { type: "faulty", faults };
  return { type: "good", value: { part, ...words } };
}

/** Names that nobody has are wrong tries too: the list is not to be read by guessing. @throws AppError `http.too-many` */
async function inNameLimit(limits: Limits, address: string, run: () => Promise<void>): Promise<void> {
  try {
    await limits.names.attempt(address, run);
  } catch (error) {
    if (error instanceof AppError && error.code === "identity.too-many-tries")
      throw new AppError("http.too-many", error.details, { cause: error });
    throw error;
  }
}

function freshForm(date: SurgeryDate, code: string, visitor: Visitor | undefined, body: FormFields = {}): ArrivePage {
  return { date, code: codeInPath(code), form: formIn(body), visitor, fields: tidyFields(body), faults: {} };
}

/** What was typed, to be shown again without what can't be seen. */
export const tidyFields = (body: FormFields): FormFields =>
  Object.fromEntries(Object.entries(body).map(([name, value]) => [name, tidy(value)]));

const oneLine = (text: string): string => tidy(text).replaceAll(/\s+/g, " ");

const formIn = (body: FormFields): string =>
  /^[0-9a-f-]{36}$/.test(body["form"] ?? "") ? body["form"]! : randomUUID();

const personIn = (body: FormFields, visitor: Visitor | undefined): string | undefined =>
  body["me"] === "yes" ? visitor?.personId : undefined;

/** Whatever was typed, as a part of an address. */
const codeInPath = (typed: string): string => encodeURIComponent(typed.toUpperCase().replaceAll(/[^A-Z0-9]/g, ""));
