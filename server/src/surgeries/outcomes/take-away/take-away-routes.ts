/** One's own take-aways: the list, and each as a file. Nobody else's. */
import { route, type AnyRoute } from "../../../http/index.js";
import type { SurgeryRoutesOptions } from "../../pages.js";
import { ownNotebook, type Notebooks } from "../notebooks.js";
import type { OutcomeCard, Outcomes } from "../outcomes.js";
import { makeTakeAway } from "./take-away.js";
import { takeAwaysPage, type ListedWork } from "./take-aways-page.js";

export interface TakeAwayRoutesOptions extends Pick<
  SurgeryRoutesOptions,
  "surgeries" | "renderPage" | "shareOrigin" | "clock"
> {
  readonly outcomes: Outcomes;
  readonly notebooks: Notebooks;
  /** Paths of the notebooks that somebody works on with another, newest first. */
  readonly sharedBy: (personId: string) => Promise<readonly string[]>;
}

export function takeAwayRoutes(options: TakeAwayRoutesOptions): AnyRoute[] {
  const { surgeries, outcomes, notebooks, renderPage, shareOrigin, clock } = options;
  const cardsOf = async (personId: string): Promise<readonly OutcomeCard[]> => {
    const contact = await outcomes.contactOf(personId);
    return contact === undefined ? [] : outcomes.cardsOf(contact);
  };
  const dateOf = async ({ dateId }: OutcomeCard) => (dateId === "" ? undefined : surgeries.date(dateId));
  // Packing takes memory and time: one after the other, however many press at once.
  let tail: Promise<unknown> = Promise.resolve();
  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const next = tail.then(work);
    tail = next.catch(() => undefined);
    return next;
  };
  return [
    route({
      method: "GET",
      path: "/me/take-aways",
      access: "member",
      page: true,
      handle: async ({ visitor }) => {
        const cards = await cardsOf(visitor.personId);
        const carded = await Promise.all(
          cards.map(async (card): Promise<ListedWork> => {
            const path = card.documentId === null ? undefined : await notebooks.pathOf(card.documentId);
            return { card, date: await dateOf(card), path: isOwn(visitor.home, path) ? path : undefined };
          }),
        );
        const known = new Set(carded.map(({ path }) => path));
        const shared = (await options.sharedBy(visitor.personId)).filter((path) => !known.has(path));
        const others = shared.map((path) => ({ path, card: undefined, date: undefined }));
        return { html: renderPage(takeAwaysPage(visitor.name, [...others, ...carded])) };
      },
    }),
    route({
      method: "GET",
      path: "/me/take-away",
      access: "member",
      page: true,
      handle: async ({ visitor, query, origin }) => {
        const path = ownNotebook(visitor, query.get("path") ?? "");
        const documentId = await notebooks.documentOf(path);
        const card = (await cardsOf(visitor.personId)).find((one) => one.documentId === documentId);
        const date = card === undefined ? undefined : await dateOf(card);
        const wish = {
          path,
          name: visitor.name,
          card,
          surgery: date?.surgery.title ?? "",
          at: new Date(clock()),
          resumeUrl: `${shareOrigin(origin)}/resume`,
        };
        const { fileName, bytes } = await inTurn(() => makeTakeAway(notebooks, wish));
        const headers = {
          "Content-Type": "application/zip",
          "Content-Disposition": `attachment; filename="take-away.zip"; filename*=UTF-8''${inHeader(fileName)}`,
          "Cache-Control": "no-store",
        };
        return { bytes, headers };
      },
    }),
  ];
}

const isOwn = (home: string, path: string | undefined): boolean => path?.startsWith(`people/${home}/`) === true;

/** RFC 8187: what `encodeURIComponent` leaves as it is goes too. */
const inHeader = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);
