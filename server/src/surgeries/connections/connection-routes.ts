/** Asks and offers: the public list, one's own behind the private link, and the organisers' word. */
import { AppError } from "@data-surgery/contract";
import { route, type AnyRoute } from "../../http/index.js";
import { tidy, type FieldFaults, type FormFields, type Parsed } from "../announcement.js";
import { anyForm, tellOrThrow, type SurgeryRoutesOptions } from "../pages.js";
import type { Venue } from "../surgeries.js";
import { directoryPage, ownConnectionsPage, topicsOf } from "./connection-pages.js";
import type { ListingWords } from "./connections.js";

export function connectionRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { connections, renderPage, venuePeople } = options;
  return [
    route({
      method: "GET",
      path: "/connections",
      access: "public",
      handle: async ({ query }) => {
        const all = await connections.shown(undefined);
        const topics = topicsOf(all);
        const topic = topics.find(({ id }) => id === query.get("topic"))?.id;
        const listings = topic === undefined ? all : await connections.shown(topic);
        return { html: renderPage(directoryPage({ listings, topics, topic })), packed: true };
      },
    }),
    ...ownRoutes(options),
    route({
      method: "POST",
      path: "/surgeries/venues/:slug/listings/:listing",
      access: "trainer",
      body: anyForm,
      handle: async ({ params, visitor, body }) => {
        const { venue, role } = await venuePeople.venue(params["slug"] ?? "", visitor.personId);
        if (role !== "organiser") throw new AppError("identity.not-allowed");
        await connections.decide(venue.id, params["listing"] ?? "", body["decision"] === "public");
        return { redirect: `/surgeries/venues/${venue.slug}/organise` };
      },
    }),
  ];
}

function ownRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { connections, signUps, renderPage, sendsMail } = options;
  const show = async (
    token: string,
    shown: { fields?: FormFields; faults?: FieldFaults; said?: string; problem?: string } = {},
  ): Promise<string> => {
    const mine = await signUps.mine(token);
    const { said, problem, fields = {}, faults = {} } = shown;
    return renderPage(
      ownConnectionsPage({
        token,
        own: await connections.own(mine.contactId),
        venues: venuesOf(mine.signUps),
        canIntroduce: sendsMail && mine.email !== "",
        fields,
        faults,
        ...(said === undefined ? {} : { said }),
        ...(problem === undefined ? {} : { problem }),
      }),
    );
  };
  const after = (
    path: string,
    said: string,
    act: (contactId: string, listing: string, body: FormFields) => Promise<void>,
  ): AnyRoute =>
    route({
      method: "POST",
      path: `/signed-up/:token/connections/:listing/${path}`,
      access: "public",
      body: anyForm,
      handle: async ({ params, body }) => {
        const token = params["token"] ?? "";
        const { contactId } = await signUps.mine(token);
        await act(contactId, params["listing"] ?? "", body);
        return { html: await show(token, { said }) };
      },
    });
  return [
    route({
      method: "GET",
      path: "/signed-up/:token/connections",
      access: "public",
      handle: async ({ params }) => ({ html: await show(params["token"] ?? "") }),
    }),
    route({
      method: "POST",
      path: "/signed-up/:token/connections",
      access: "public",
      body: anyForm,
      handle: async ({ params, body }) => {
        const token = params["token"] ?? "";
        const mine = await signUps.mine(token);
        const words = parseListing(body);
        const venue = venuesOf(mine.signUps).find(({ id }) => id === body["venue"]);
        if (words.type === "faulty") return { status: 422, html: await show(token, { fields: body, ...words }) };
        if (venue === undefined) throw new AppError("http.bad-request", { reason: "choose one of the places" });
        return tellOrThrow(
          async () => {
            await connections.add(mine.contactId, venue.id, words.value);
            return { html: await show(token, { said: "Thank you. An organiser looks at it, then it is public." }) };
          },
          (error) => show(token, { fields: body, problem: error.message }),
        );
      },
    }),
    after("renew", "It stays for six more months.", (contact, listing) => connections.renew(contact, listing)),
    after("remove", "It is off the list, and gone.", (contact, listing) => connections.remove(contact, listing)),
    after("answer", "Thank you. Your answer is noted.", (contact, listing, body) =>
      connections.answer(contact, listing, body["other"] ?? "", body["answer"] === "yes"),
    ),
  ];
}

function venuesOf(signUps: readonly { readonly date: { readonly surgery: { readonly venue: Venue } } }[]): Venue[] {
  return [...new Map(signUps.map(({ date }) => [date.surgery.venue.id, date.surgery.venue])).values()];
}

function parseListing(fields: FormFields): Parsed<ListingWords> {
  const faults: Record<string, string> = {};
  const text = (name: "title" | "words", most: number, missing: string): string => {
    const said = tidy(fields[name] ?? "");
    if (said === "") faults[name] = missing;
    if (said.length > most) faults[name] = `That is ${said.length} characters long. There is room for ${most}.`;
    return said;
  };
  const kind = fields["kind"];
  if (kind !== "ask" && kind !== "offer") faults["kind"] = "Say whether you ask or offer.";
  if (fields["agree"] === undefined) faults["agree"] = "It can only stand in the public list if you agree to that.";
  const words: ListingWords = {
    kind: kind === "offer" ? "offer" : "ask",
    title: text("title", 80, "What is it, in a few words?").replaceAll("\n", " "),
    words: text("words", 600, "Say in two sentences what you look for or offer."),
  };
  for (const name of ["title", "words"] as const) {
    if (/@\w|\d{5,}/.test(words[name].replaceAll(/[\s-]/g, ""))) {
      faults[name] = "That looks like an address or a telephone number. Leave it out: everybody reads it.";
    }
  }
  return Object.keys(faults).length === 0 ? { type: "good", value: words } : { type: "faulty", faults };
}
