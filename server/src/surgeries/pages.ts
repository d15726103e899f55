/** What the routes of this room share: the service, who asks, and where addresses lead. */
import { AppError, errorTable, type Visitor } from "@data-surgery/contract";
import { z } from "zod";
import { formBody, type BodySpec, type RenderPage, type Reply } from "../http/index.js";
import type { Outbox } from "../mail/index.js";
import type { Store } from "../store/index.js";
import type { Connections } from "./connections/connections.js";
import type { Consents } from "./consents/consents.js";
import type { DayParts } from "./day/day-parts.js";
import type { Pairings } from "./pairings.js";
import type { Pictures } from "./pictures/pictures.js";
import type { SignUps } from "./sign-ups.js";
import type { Surgeries, SurgeryDate } from "./surgeries.js";
import type { VenuePeople } from "./venues/venue-people.js";
import type { DateLine } from "./whats-on-page.js";

export interface SurgeryRoutesOptions {
  readonly store: Store;
  readonly surgeries: Surgeries;
  readonly signUps: SignUps;
  readonly pairings: Pairings;
  readonly consents: Consents;
  readonly venuePeople: VenuePeople;
  readonly pictures: Pictures;
  readonly connections: Connections;
  /** What somebody known to this server is called. */
  readonly nameOf: (personId: string) => Promise<string | undefined>;
  /** Lets somebody new in who was invited to organise. @throws AppError `identity.no-name` */
  readonly welcome: (
    workshopId: string,
    name: string,
    caller: { readonly address: string; readonly cookieHeader: string | undefined },
  ) => Promise<{ readonly visitor: Visitor; readonly cookie: string }>;
  readonly outbox: Outbox;
  readonly dayParts: DayParts;
  readonly sendsMail: boolean;
  readonly renderPage: RenderPage;
  readonly assetUrl: (name: string) => string;
  readonly curricula: () => readonly { readonly id: string; readonly title: string }[];
  /** The origin under which other devices reach this server, given the one that was asked. */
  readonly shareOrigin: (origin: string) => string;
  readonly clock: () => number;
}

/** Any fields, as text: what each must be is told at the field, so the shape is checked afterwards. */
const AnyFields: z.ZodType<Record<string, string>> = z.record(z.string().max(80), z.string().max(4000));
export const anyForm: BodySpec<Record<string, string>> = formBody(AnyFields, 32 * 1024);

export async function linesOf(signUps: SignUps, dates: readonly SurgeryDate[]): Promise<DateLine[]> {
  const counts = await signUps.counts(dates.map(({ id }) => id));
  return dates.map((date) => ({ date, counts: counts.get(date.id)! }));
}

export function isOrganiser(visitor: Visitor | undefined): boolean {
  return visitor !== undefined && (visitor.role === "trainer" || visitor.role === "organiser");
}

/** What a person can mend is told on the page they were on; everything else goes up. */
export async function tellOrThrow(
  run: () => Promise<Reply>,
  page: (error: AppError) => Promise<string> | string,
): Promise<Reply> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof AppError) || !(error.code.startsWith("surgeries.") || error.code === "http.too-many"))
      throw error;
    return { status: errorTable[error.code].status, html: await page(error) };
  }
}
