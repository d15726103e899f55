/** The question's doors: for the notebook's card, and for a page without scripts. One's own answer only, on a date whose doors are open. */
import { AppError, ConfidenceAnswer, roleAllows, type Visitor } from "@data-surgery/contract";
import { html, jsonBody, route, type AnyRoute } from "../../http/index.js";
import type { Outcomes } from "../outcomes/outcomes.js";
import { anyForm, type SurgeryRoutesOptions } from "../pages.js";
import type { SurgeryDate } from "../surgeries.js";
import { questionNow, type Confidence } from "./confidence.js";
import { confidenceForm } from "./confidence-form.js";

export interface ConfidenceRoutesOptions extends Pick<SurgeryRoutesOptions, "renderPage" | "clock"> {
  readonly outcomes: Outcomes;
  readonly confidence: Confidence;
}

export function confidenceRoutes({ outcomes, confidence, renderPage, clock }: ConfidenceRoutesOptions): AnyRoute[] {
  const openDates = async ({ personId, workshopId }: Visitor): Promise<SurgeryDate[]> =>
    outcomes.openDates(workshopId, await outcomes.contactOf(personId));
  /** @throws AppError `surgeries.date-over` */
  const keep = async (visitor: Visitor, answer: ConfidenceAnswer): Promise<void> => {
    const isOpen = (await openDates(visitor)).some(({ id }) => id === answer.date);
    if (!isOpen) throw new AppError("surgeries.date-over");
    await confidence.answer(await outcomes.linkedContact(visitor.personId), answer);
  };
  return [
    route({
      method: "GET",
      path: "/api/confidence",
      access: "member",
      handle: async ({ visitor }) => {
        // Where several are open, the one where they were seen; figures of the wrong one would be worse than none.
        const [date] = await openDates(visitor);
        const contact = await outcomes.contactOf(visitor.personId);
        // Whoever came to help is not who the surgery is for.
        const isHelper =
          roleAllows(visitor.role, "trainer") ||
          (contact !== undefined && date !== undefined && (await outcomes.helpsOn(date.id, contact)));
        if (isHelper) return { json: questionNow(clock(), undefined, new Map()) };
        const answers =
          contact === undefined || date === undefined ? new Map() : await confidence.answersOf(contact, date.id);
        const open = date === undefined ? undefined : { id: date.id, title: date.surgery.title, endsAt: date.endsAt };
        return { json: questionNow(clock(), open, answers) };
      },
    }),
    route({
      method: "PUT",
      path: "/api/confidence",
      access: "member",
      body: jsonBody(ConfidenceAnswer, 4096),
      handle: async ({ visitor, body }) => {
        await keep(visitor, body);
        return { status: 204 };
      },
    }),
    route({
      method: "POST",
      path: "/me/confidence",
      access: "member",
      page: true,
      body: anyForm,
      handle: async ({ visitor, body }) => {
        const answer = ConfidenceAnswer.safeParse({
          date: body["date"],
          moment: body["moment"],
          score: Number(body["score"]),
        });
        if (!answer.success) throw new AppError("http.bad-request", { reason: "choose one of the five" });
        await keep(visitor, answer.data);
        const page = {
          title: "Thank you",
          styles: ["surgeries.css"],
          side: html`<a href="/me/take-aways">My take-aways</a>`,
          main: html`<div class="narrow">
            <h1>Thank you</h1>
            <p>It is kept. You can change it while the surgery is open.</p>
            ${confidenceForm(answer.data)}
          </div>`,
        };
        return { html: renderPage(page) };
      },
    }),
  ];
}
