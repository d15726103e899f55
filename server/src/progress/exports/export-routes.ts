/**
 * Taking progress away: as a table, and as statements for a learning record store. Everybody gets their own; a trainer may ask for
 * the room's (`whose=workshop`), without names unless they ask for those too (`names=yes`).
 */
import { AppError, roleAllows, type LessonSummary, type ProgressEvent, type Visitor } from "@data-surgery/contract";
import { route, type AnyRoute } from "../../http/index.js";
import type { Progress } from "../progress.js";
import { progressCsv } from "./progress-csv.js";
import { xapiStatements } from "./xapi-statements.js";

export interface ExportRoutesOptions {
  readonly progress: Pick<Progress, "exportPerson" | "ofWorkshop">;
  readonly lessons: { list(): readonly LessonSummary[] };
  /** Of everybody in a workshop, trainers too. */
  readonly names: (workshopId: string) => Promise<ReadonlyMap<string, string>>;
  /** The address under which others know this server, given the one that was asked. */
  readonly shareOrigin: (origin: string) => string;
}

export function exportRoutes({ progress, lessons, names, shareOrigin }: ExportRoutesOptions): AnyRoute[] {
  const eventsFor = async (visitor: Visitor, query: URLSearchParams): Promise<readonly ProgressEvent[]> => {
    if (query.get("whose") !== "workshop") return progress.exportPerson(visitor);
    if (!roleAllows(visitor.role, "trainer")) throw new AppError("identity.not-allowed");
    return progress.ofWorkshop(visitor.workshopId);
  };
  const headers = (file: string): Record<string, string> => ({
    "Content-Disposition": `attachment; filename="${file}"`,
    "Cache-Control": "no-store",
  });
  return [
    route({
      method: "GET",
      path: "/api/progress/export.csv",
      access: "member",
      handle: async ({ visitor, query }) => {
        const events = await eventsFor(visitor, query);
        const withNames = query.get("names") === "yes" && roleAllows(visitor.role, "trainer");
        const text = progressCsv({
          events,
          lessons: lessons.list(),
          ...(withNames ? { names: await names(visitor.workshopId) } : {}),
        });
        return {
          bytes: Buffer.from(text),
          headers: { ...headers("progress.csv"), "Content-Type": "text/csv; charset=utf-8; header=present" },
        };
      },
    }),
    route({
      method: "GET",
      path: "/api/progress/export.xapi.json",
      access: "member",
      handle: async ({ visitor, query, origin }) => {
        const events = await eventsFor(visitor, query);
        const statements = xapiStatements({ events, lessons: lessons.list(), homePage: shareOrigin(origin) });
        return { json: statements, headers: headers("progress.xapi.json") };
      },
    }),
  ];
}
