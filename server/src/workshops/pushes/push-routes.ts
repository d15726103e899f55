/** The doors of what helpers send: sending and looking for trainers, one's own for members. */
import { AppError, PushAnswer, type Board, type Visitor } from "@data-surgery/contract";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import { formBody, jsonBody, renderHtml, route, type AnyRoute, type RenderPage } from "../../http/index.js";
import { readPush, type PushFaults, type PushFields } from "./push-form.js";
import { pushPage, sentPart, type PushPage } from "./push-page.js";
import type { Pushes } from "./pushes.js";

export interface PushRoutesOptions {
  readonly pushes: Pushes;
  readonly readBoard: (workshopId: string) => Promise<Board>;
  readonly people: (workshopId: string) => Promise<readonly { readonly personId: string; readonly name: string }[]>;
  readonly renderPage: RenderPage;
}

const Fields: z.ZodType<PushFields> = z.record(z.string().max(200), z.string().max(20_000));
const FormId: z.ZodType<string> = z.uuid();

export function pushRoutes({ pushes, readBoard, people, renderPage }: PushRoutesOptions): AnyRoute[] {
  const read = async ({ workshopId }: Visitor): Promise<Pick<PushPage, "board" | "sent" | "helperNames">> => {
    const [board, sent, everybody] = await Promise.all([
      readBoard(workshopId),
      pushes.sent(workshopId),
      people(workshopId),
    ]);
    return { board, sent, helperNames: new Map(everybody.map(({ personId, name }) => [personId, name])) };
  };
  const show = async (visitor: Visitor, fields: PushFields, faults: PushFaults): Promise<string> =>
    renderPage(pushPage({ ...(await read(visitor)), fields, faults, form: fields["form"] ?? randomUUID() }));
  return [
    route({
      method: "GET",
      path: "/board/push",
      access: "trainer",
      handle: async ({ visitor, query }) => {
        const person = query.get("person");
        const to = query.get("to");
        const fields = {
          ...(person === null ? {} : { to: "picked", [`person.${person}`]: "on" }),
          ...(to === null ? {} : { to }),
        };
        return { html: await show(visitor, fields, {}) };
      },
    }),
    route({
      method: "GET",
      path: "/board/push/now",
      access: "trainer",
      handle: async ({ visitor }) => ({ html: renderHtml(sentPart(await read(visitor))) }),
    }),
    route({
      method: "POST",
      path: "/board/push",
      access: "trainer",
      body: formBody(Fields, 64 * 1024),
      handle: async ({ visitor, body }) => {
        const { push, faults } = readPush(body, await readBoard(visitor.workshopId));
        if (push === undefined) return { status: 400, html: await show(visitor, body, faults) };
        const form = FormId.safeParse(body["form"]);
        const { kind, text, audience } = push;
        const to = { audience: audience.words.toLowerCase(), people: audience.people };
        await pushes.send(visitor.workshopId, visitor.personId, {
          id: form.success ? form.data : randomUUID(),
          kind,
          text,
          ...to,
        });
        return { redirect: "/board/push#sent-title" };
      },
    }),
    route({
      method: "GET",
      path: "/api/pushes",
      access: "member",
      handle: async ({ visitor }) => ({ json: await pushes.mine(visitor) }),
    }),
    route({
      method: "POST",
      path: "/api/pushes/:push",
      access: "member",
      body: jsonBody(PushAnswer, 1024),
      handle: async ({ visitor, params, body }) => {
        const id = params["push"];
        if (id === undefined) throw new AppError("pushes.gone");
        await pushes.answer(visitor, id, body);
        return { status: 204 };
      },
    }),
  ];
}
