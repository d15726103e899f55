/** The doors of the day's screens: for those who organise or host at the venue, and while the doors are open for trainers who are there to help. */
import { AppError } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import { openEventStream, renderHtml, route, type AnyRoute, type Call, type Reply } from "../../http/index.js";
import type { FormFields } from "../announcement.js";
import { anyForm, tellOrThrow, type SurgeryRoutesOptions } from "../pages.js";
import type { SurgeryDate } from "../surgeries.js";
import { parseAgenda } from "./agenda.js";
import { parseWalkIn, tidyFields } from "./arrive-routes.js";
import { dayNow, dayPage } from "./day-page.js";
import { pathOf, type DayScreen } from "./day-screen.js";
import { isOpen } from "./day-state.js";
import { projectorNow, projectorPage } from "./projector-page.js";
import { afterTap, saidAfter, tapIn, timerTapIn } from "./tap-forms.js";

const base = "/surgeries/:slug/dates/:date/day";

export function dayRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  return [...screenRoutes(options), ...doorRoutes(options), ...toolRoutes(options)];
}

interface Standing {
  readonly date: SurgeryDate;
  readonly organiser: boolean;
}

/** @throws AppError `http.not-found`, `identity.not-allowed` */
export async function standingAt(
  { surgeries, dayParts }: SurgeryRoutesOptions,
  { params, visitor }: Pick<Call<"trainer">, "params" | "visitor">,
): Promise<Standing> {
  const date = await surgeries.date(params["date"] ?? "");
  if (date === undefined || date.surgery.slug !== params["slug"]) throw new AppError("http.not-found");
  try {
    await surgeries.assertHosts(date.surgery, visitor.personId);
    return { date, organiser: true };
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== "identity.not-allowed") throw error;
    const state = await dayParts.day.state(date);
    if (!isOpen(state) || !(await dayParts.arrivals.helpsHere(date, visitor.personId))) throw error;
    return { date, organiser: false };
  }
}

/** @throws AppError `http.not-found`, `identity.not-allowed` */
export async function organisedDate(
  options: SurgeryRoutesOptions,
  call: Pick<Call<"trainer">, "params" | "visitor">,
): Promise<SurgeryDate> {
  const { date, organiser } = await standingAt(options, call);
  if (!organiser) throw new AppError("identity.not-allowed");
  return date;
}

async function screenOf(
  { dayParts: { day, screens }, pairings, shareOrigin, clock }: SurgeryRoutesOptions,
  { date, organiser }: Standing,
  origin: string,
): Promise<DayScreen> {
  const [view, agenda, timer, cards, pairs] = await Promise.all([
    day.view(date),
    screens.agenda(date),
    screens.timer(date.id),
    screens.cards(date.id),
    pairings.ofDate(date.id),
  ]);
  return { ...view, agenda, timer, cards, pairs, organiser, now: clock(), address: shareOrigin(origin) };
}

function screenRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { renderPage, dayParts } = options;
  return [
    route({
      method: "GET",
      path: base,
      access: "trainer",
      handle: async (call) => {
        const screen = await screenOf(options, await standingAt(options, call), call.origin);
        if (call.query.has("projector")) return { html: renderPage(projectorPage(screen)) };
        const said = saidAfter(screen, call.query);
        return { html: renderPage(dayPage(said === undefined ? screen : { ...screen, said })) };
      },
    }),
    route({
      method: "GET",
      path: `${base}/now`,
      access: "trainer",
      handle: async (call) => {
        const screen = await screenOf(options, await standingAt(options, call), call.origin);
        return { html: renderHtml(call.query.has("projector") ? projectorNow(screen) : dayNow(screen)) };
      },
    }),
    route({
      method: "GET",
      path: `${base}/stream`,
      access: "trainer",
      handle: async (call) => {
        const { date } = await standingAt(options, call);
        const watching = new DisposableStack();
        const stream = openEventStream(call.response, () => watching.dispose());
        // Only that something changed: the page then asks for what it may see.
        watching.use(dayParts.day.onChange(date.id, () => stream.send({ type: "day", data: {} })));
      },
    }),
  ];
}

function doorRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { clock, dayParts } = options;
  const { day, arrivals } = dayParts;
  return [
    route({
      method: "POST",
      path: `${base}/doors`,
      access: "trainer",
      body: anyForm,
      handle: async (call) => {
        const date = await organisedDate(options, call);
        return tellOrThrow(
          async () => {
            if (call.body["doors"] === "open") await day.open(date, call.visitor.workshopId);
            else if (call.body["doors"] === "closed") await day.close(date);
            return { redirect: pathOf({ date }) };
          },
          (error) => withProblem(options, { date, organiser: true }, call.origin, error),
        );
      },
    }),
    route({
      method: "POST",
      path: `${base}/tap`,
      access: "trainer",
      body: anyForm,
      handle: async (call) => {
        const standing = await standingAt(options, call);
        const view = await day.view(standing.date);
        const action = tapIn(call.body, view, clock());
        // Of somebody who was erased or taken off the list meanwhile: the page shows how it stands.
        if (action === undefined) return { redirect: pathOf(view) };
        return tellOrThrow(
          async () => {
            await day.tap(standing.date, action);
            return { redirect: afterTap(view, call.body, action) };
          },
          (error) => withProblem(options, standing, call.origin, error),
        );
      },
    }),
    route({
      method: "POST",
      path: `${base}/walk-in`,
      access: "trainer",
      body: anyForm,
      handle: async (call) => {
        const standing = await standingAt(options, call);
        const form = /^[0-9a-f-]{36}$/.test(call.body["form"] ?? "") ? call.body["form"]! : randomUUID();
        const words = parseWalkIn(call.body);
        if (words.type === "faulty") return withFaults(options, standing, call, words.faults);
        return tellOrThrow(
          async () => {
            await arrivals.walkIn(standing.date, words.value, form, undefined);
            return { redirect: pathOf(standing) };
          },
          (error) => withProblem(options, standing, call.origin, error),
        );
      },
    }),
  ];
}

function toolRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { clock, dayParts } = options;
  const { screens } = dayParts;
  return [
    route({
      method: "POST",
      path: `${base}/timer`,
      access: "trainer",
      body: anyForm,
      handle: async (call) => {
        const { date } = await standingAt(options, call);
        const action = timerTapIn(call.body, clock());
        if (action === undefined)
          throw new AppError("http.bad-request", { reason: "say minutes as a number, 1 to 240" });
        await screens.tapTimer(date.id, action);
        return { redirect: pathOf({ date }) };
      },
    }),
    route({
      method: "POST",
      path: `${base}/agenda`,
      access: "trainer",
      body: anyForm,
      handle: async (call) => {
        const standing = await standingAt(options, call);
        const items = parseAgenda(call.body["agenda"] ?? "");
        if (items.type === "faulty") return withFaults(options, standing, call, items.faults);
        await screens.setAgenda(standing.date, items.value);
        return { redirect: pathOf(standing) };
      },
    }),
    route({
      method: "POST",
      path: `${base}/cards`,
      access: "trainer",
      body: anyForm,
      handle: async (call) => {
        const date = await organisedDate(options, call);
        const id = call.body["card"] ?? "";
        await screens.hideCard(date.id, id, call.body["hidden"] === "yes");
        return { redirect: `${pathOf({ date })}#c-${encodeURIComponent(id)}` };
      },
    }),
  ];
}

async function withProblem(
  options: SurgeryRoutesOptions,
  standing: Standing,
  origin: string,
  error: AppError,
): Promise<string> {
  return options.renderPage(dayPage({ ...(await screenOf(options, standing, origin)), problem: error.message }));
}

async function withFaults(
  options: SurgeryRoutesOptions,
  standing: Standing,
  { body, origin }: { readonly body: FormFields; readonly origin: string },
  faults: Readonly<Record<string, string>>,
): Promise<Reply> {
  const screen = await screenOf(options, standing, origin);
  return {
    status: 422,
    html: options.renderPage(dayPage({ ...screen, mending: { fields: tidyFields(body), faults } })),
  };
}
