/** What the routes of this room share: the service, who asks, and where addresses lead. */
import { AppError, errorTable, type Visitor } from "@data-surgery/contract";
import { z } from "zod";
import { formBody, type BodySpec, type RenderPage, type Reply } from "../http/index.js";
import type { Outbox } from "../mail/index.js";
import type { Consents } from "./consents/consents.js";
import type { Pairings } from "./pairings.js";
import type { SignUps } from "./sign-ups.js";
import type { Surgeries, SurgeryDate } from "./surgeries.js";
import type { DateLine } from "./whats-on-page.js";

export interface SurgeryRoutesOptions {
  readonly surgeries: Surgeries;
  readonly signUps: SignUps;
  readonly pairings: Pairings;
  readonly consents: Consents;
  readonly outbox: Outbox;
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
