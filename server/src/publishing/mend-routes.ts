/** The page on which a file is mended: shown where there is something to mend, or where something kept no longer fits. */
import { route, type AnyRoute, type Reply } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { mendedDraft, mendPage, needsNoLook } from "./mend-page.js";
import { withReading, wishOf } from "./reading-wish.js";
import { done, preparedSet, revisionOf, savedOr, whenDone, wizardForm, type PublishingOptions } from "./publishing.js";

type Fields = Readonly<Record<string, string>>;

export function mendRoutes(options: PublishingOptions): AnyRoute[] {
  const { dataSets, shelf, renderPage } = options;
  const page = (set: DataSet, on: string, problem?: string): Promise<Reply> =>
    whenDone(
      options,
      "Reading your file",
      problem === undefined ? shelf.look(set) : done(shelf.looked(set)),
      (looked) =>
        on !== "" && needsNoLook(set.draft, looked, on === "mended")
          ? { redirect: pageAfter(set) }
          : { html: renderPage(mendPage({ set, looked, ...(problem === undefined ? {} : { problem }) })) },
    );
  return [
    route({
      method: "GET",
      path: "/publish/:id/mend",
      access: "member",
      page: true,
      handle: async ({ visitor, params, query }) =>
        page(await preparedSet(options, params["id"] ?? "", visitor), query.get("on") ?? ""),
    }),
    route({
      method: "POST",
      path: "/publish/:id/mend",
      access: "member",
      page: true,
      body: wizardForm,
      handle: async ({ visitor, params, body }) => {
        const set = await preparedSet(options, params["id"] ?? "", visitor);
        return savedOr(
          async () => {
            if (body["reread"] !== undefined) return reread(options, set, body);
            const draft = mendedDraft(set.draft, await shelf.looked(set), body);
            const isChanged = JSON.stringify(draft) !== JSON.stringify(set.draft);
            if (isChanged) await dataSets.save(set.id, revisionOf(body), { draft });
            // What was mended is looked at again: it may lay bare what was hidden.
            if (body["undo"] !== undefined) return { redirect: `/publish/${set.id}/mend` };
            return { redirect: isChanged ? `/publish/${set.id}/mend?on=mended` : pageAfter(set) };
          },
          async (words) => page(await dataSets.get(set.id), "", words),
        );
      },
    }),
  ];
}

/** Tried first: a file that can't be read like that would leave its keeper without a page to choose otherwise on. */
async function reread({ dataSets, shelf }: PublishingOptions, set: DataSet, body: Fields): Promise<Reply> {
  const before = await shelf.looked(set);
  const wish = wishOf(set.draft.reading?.wish ?? {}, before, body);
  const wished = { ...set.draft, reading: { wish, file: before.sha256 } };
  const { reading } = await shelf.looked({ ...set, draft: wished });
  const draft = withReading(wished, reading);
  // Numbers of rows were those of the other sheet: what was mended by them is found anew.
  const isOther = reading.sheet !== before.reading.sheet;
  const mends = isOther ? draft.mends.map(({ file: _file, ...mend }) => mend) : draft.mends;
  await dataSets.save(set.id, revisionOf(body), { draft: { ...draft, mends } });
  return { redirect: `/publish/${set.id}/mend` };
}

/** What the columns mean is known from the version before; of new ones the page of findings asks. */
const pageAfter = ({ id, version }: DataSet): string => `/publish/${id}/${version === "" ? "columns" : "findings"}`;
