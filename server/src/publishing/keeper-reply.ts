import type { Visitor } from "@data-surgery/contract";
import type { DataSet } from "./data-sets.js";
import { keeperPage } from "./keeper-page.js";
import type { PortalWish } from "./portals.js";
import type { PublishingOptions } from "./publishing.js";

export interface Told {
  readonly said?: string;
  readonly problem?: string;
  /** The file that a link led here with: it is offered first. */
  readonly file?: string;
  /** What was written for a portal that could not be asked. */
  readonly typed?: PortalWish;
}

/** The page of one data set, for its keeper. */
export async function keeperReply(
  { remarks, files, portals, sources, renderPage, sendsMail, shareOrigin, clock }: PublishingOptions,
  set: DataSet,
  visitor: Visitor,
  origin: string,
  told: Told,
): Promise<string> {
  return renderPage(
    keeperPage({
      set,
      address: `${shareOrigin(origin)}/data/${set.slug}/`,
      files: await files.list(visitor),
      remarks: await remarks.of(set.id),
      portals: await portals.of(set.id),
      sources: await sources.of(set.id),
      sendsMail,
      now: clock(),
      ...told,
    }),
  );
}
