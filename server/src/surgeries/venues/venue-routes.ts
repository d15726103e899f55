/** A venue's own page for those who organise there, and the door for those who are invited to. */
import { AppError, type Visitor } from "@data-surgery/contract";
import { route, type AnyRoute } from "../../http/index.js";
import { parseVenue, type FieldFaults, type FormFields } from "../announcement.js";
import { guestsOf, guestsPage } from "../pathway/venue-pathway.js";
import { anyForm, isOrganiser, tellOrThrow, type SurgeryRoutesOptions } from "../pages.js";
import { invitedPage, noInvitationPage } from "./invited-page.js";
import type { VenueWithSequence } from "./venue-people.js";
import { venuePage, type VenuePage } from "./venue-page.js";
import { isVenueRole } from "./venue-role.js";

export function venueRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  return [...pageRoutes(options), ...peopleRoutes(options), ...invitedRoutes(options)];
}

type Shown = Partial<Pick<VenuePage, "fields" | "faults" | "problem" | "said" | "link">>;

async function show(
  { venuePeople, connections, nameOf, renderPage }: SurgeryRoutesOptions,
  slug: string,
  visitor: Visitor,
  shown: Shown = {},
): Promise<string> {
  const { venue, role } = await venuePeople.venue(slug, visitor.personId);
  const people = (await venuePeople.at(venue.id)).map(async (person) => ({
    ...person,
    name: (await nameOf(person.personId)) ?? "Somebody who is not here any more",
    isYou: person.personId === visitor.personId,
  }));
  return renderPage(
    venuePage({
      venue,
      role,
      people: await Promise.all(people),
      waiting: await connections.waiting(venue.id),
      fields: fieldsOf(venue),
      faults: {},
      ...shown,
    }),
  );
}

function fieldsOf(venue: VenueWithSequence): FormFields {
  return {
    venueName: venue.name,
    address: venue.address,
    mapLink: venue.mapLink,
    accessNotes: venue.accessNotes,
    sequence: String(venue.sequence),
  };
}

function pageRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { venuePeople, surgeries, signUps } = options;
  return [
    route({
      method: "GET",
      path: "/surgeries/venues/:slug/organise",
      access: "trainer",
      handle: async ({ params, visitor }) => ({ html: await show(options, params["slug"] ?? "", visitor) }),
    }),
    route({
      method: "GET",
      path: "/surgeries/venues/:slug/people",
      access: "trainer",
      handle: async ({ params, visitor }) => {
        const { venue, role } = await venuePeople.venue(params["slug"] ?? "", visitor.personId);
        if (role !== "organiser") throw new AppError("identity.not-allowed");
        return { html: options.renderPage(guestsPage(venue, await guestsOf(options.store, venue.id))) };
      },
    }),
    route({
      method: "POST",
      path: "/surgeries/venues/:slug/change",
      access: "trainer",
      body: anyForm,
      handle: async ({ params, visitor, body }) => {
        const slug = params["slug"] ?? "";
        const { venue, role } = await venuePeople.venue(slug, visitor.personId);
        if (role !== "organiser") throw new AppError("identity.not-allowed");
        const words = parseVenue({ ...body, timeZone: venue.timeZone });
        const mend = (faults: FieldFaults): Promise<string> => show(options, slug, visitor, { fields: body, faults });
        if (words.type === "faulty") return { status: 422, html: await mend(words.faults) };
        return tellOrThrow(
          async () => {
            const seen = Number(body["sequence"] ?? "-1");
            for (const id of await venuePeople.change(slug, words.value, seen, visitor.personId)) {
              const date = await surgeries.date(id);
              if (date !== undefined) await signUps.tellOfChange(date);
            }
            return { html: await show(options, slug, visitor, { said: "The changes are public." }) };
          },
          // Sent again, it counts as made in the knowledge of the other change.
          async (error) => {
            const now = await venuePeople.venue(slug, visitor.personId);
            const fields = { ...body, sequence: String(now.venue.sequence) };
            return show(options, slug, visitor, { fields, problem: error.message });
          },
        );
      },
    }),
  ];
}

function peopleRoutes(options: SurgeryRoutesOptions): AnyRoute[] {
  const { venuePeople, shareOrigin } = options;
  return [
    route({
      method: "POST",
      path: "/surgeries/venues/:slug/invite",
      access: "trainer",
      body: anyForm,
      handle: async ({ params, visitor, body, origin }) => {
        const slug = params["slug"] ?? "";
        const role = roleIn(body);
        const token = await venuePeople.invite(slug, role, visitor);
        const link = { role, url: `${shareOrigin(origin)}/invited/${token}` };
        return { html: await show(options, slug, visitor, { link }) };
      },
    }),
    route({
      method: "POST",
      path: "/surgeries/venues/:slug/people/:person/role",
      access: "trainer",
      body: anyForm,
      handle: ({ params, visitor, body }) => {
        const slug = params["slug"] ?? "";
        return tellOrThrow(
          async () => {
            await venuePeople.setRole(slug, params["person"] ?? "", roleIn(body), visitor.personId);
            return { html: await show(options, slug, visitor, { said: "It is changed." }) };
          },
          (error) => show(options, slug, visitor, { problem: error.message }),
        );
      },
    }),
    route({
      method: "POST",
      path: "/surgeries/venues/:slug/people/:person/remove",
      access: "trainer",
      body: anyForm,
      handle: ({ params, visitor }) => {
        const [slug, person] = [params["slug"] ?? "", params["person"] ?? ""];
        return tellOrThrow(
          async () => {
            await venuePeople.remove(slug, person, visitor.personId);
            if (person === visitor.personId) return { redirect: "/surgeries/organise" };
            return { html: await show(options, slug, visitor, { said: "They see nothing of this place any more." }) };
          },
          (error) => show(options, slug, visitor, { problem: error.message }),
        );
      },
    }),
  ];
}

function roleIn(body: FormFields): "organiser" | "host" {
  const role = body["role"] ?? "";
  if (!isVenueRole(role)) throw new AppError("http.bad-request", { reason: "say organiser or host" });
  return role;
}

function invitedRoutes({ venuePeople, welcome, renderPage }: SurgeryRoutesOptions): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/invited/:token",
      access: "public",
      handle: ({ params, visitor }) => {
        const token = params["token"] ?? "";
        return tellOrThrow(
          async () => {
            const invitation = await venuePeople.invitation(token);
            return {
              html: renderPage(invitedPage({ invitation, token, as: knownAs(visitor), fields: {}, faults: {} })),
            };
          },
          (error) => renderPage(noInvitationPage(error.message)),
        );
      },
    }),
    route({
      method: "POST",
      path: "/invited/:token",
      access: "public",
      body: anyForm,
      handle: ({ params, visitor, body, remoteAddress, request }) => {
        const token = params["token"] ?? "";
        return tellOrThrow(
          async () => {
            const invitation = await venuePeople.invitation(token);
            const known = knownAs(visitor) === undefined ? undefined : visitor;
            if (known !== undefined) {
              const { venue } = await venuePeople.accept(token, known.personId);
              return { redirect: `/surgeries/venues/${venue.slug}/organise` };
            }
            const name = (body["name"] ?? "").trim();
            if (name === "") {
              const faults = { name: "What shall the others call you?" };
              return {
                status: 422,
                html: renderPage(invitedPage({ invitation, token, as: undefined, fields: body, faults })),
              };
            }
            const caller = { address: remoteAddress, cookieHeader: request.headers.cookie };
            const entry = await welcome(invitation.workshopId, name, caller);
            const { venue } = await venuePeople.accept(token, entry.visitor.personId);
            return {
              redirect: `/surgeries/venues/${venue.slug}/organise`,
              headers: { "Set-Cookie": entry.cookie },
            };
          },
          (error) => renderPage(noInvitationPage(error.message)),
        );
      },
    }),
  ];
}

/** Somebody who organises already keeps who they are; a learner's session must not become an organiser's. */
function knownAs(visitor: Visitor | undefined): string | undefined {
  return isOrganiser(visitor) ? visitor?.name : undefined;
}
