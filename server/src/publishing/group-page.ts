/** What one group keeps, and how it stands: an address to bookmark, for readers and for the group itself. */
import { AppError } from "@data-surgery/contract";
import { createHash } from "node:crypto";
import { html, route, type AnyRoute, type PublicPage } from "../http/index.js";
import { slugOf } from "../surgeries/index.js";
import type { GroupSet } from "./data-sets.js";
import { dayOf, isLate, promiseWords } from "./due.js";
import type { PublishingOptions } from "./publishing.js";

/** A name without a letter of ours has an address, too, and not that of another group. */
export function groupAddress(group: string): string {
  const sign = createHash("sha256").update(group).digest("hex").slice(0, 10);
  return `/data-groups/${slugOf(group, `group-${sign}`)}`;
}

export function groupRoutes({ dataSets, renderPage, clock }: PublishingOptions): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/data-groups/:group",
      access: "public",
      page: true,
      handle: async ({ params }) => {
        const address = `/data-groups/${params["group"] ?? ""}`;
        const sets = (await dataSets.ofGroups()).filter(({ group }) => group !== "" && groupAddress(group) === address);
        if (sets.length === 0) throw new AppError("http.not-found");
        return { html: renderPage(groupPage(sets, clock())) };
      },
    }),
  ];
}

function groupPage(sets: readonly GroupSet[], now: number): PublicPage {
  const name = sets[0]?.group ?? "";
  const kept = sets.filter(({ status }) => status === "on");
  const retired = sets.filter(({ status }) => status === "retired");
  const late = kept.filter(({ update, dueAt }) => isLate(update, dueAt, now)).length;
  return {
    title: `Open data of ${name}`,
    styles: ["publishing.css"],
    side: html`<a href="/data/">All open data</a>`,
    main: html`<div class="narrow publishing">
      <h1>Open data of ${name}</h1>
      <p>
        ${kept.length === 1 ? "One data set" : `${kept.length} data sets`}${late === 0 ? ", as up to date as was promised." : `; ${late === 1 ? "one is" : `${late} are`} late.`}
      </p>
      <ul class="sets">
        ${[...kept, ...retired].map(
          (set) =>
            html`<li>
              <h2><a href="/data/${set.slug}/">${set.title}</a></h2>
              <p>${groupStateWords(set, now)}</p>
            </li>`,
        )}
      </ul>
      <p class="quiet">Is this your group? <a href="/publish">Bring a new version</a></p>
    </div>`,
  };
}

function groupStateWords({ status, publishedAt, update, dueAt, retiredAt }: GroupSet, now: number): string {
  if (status === "retired") return `■ Retired on ${dayOf(retiredAt ?? now)}.`;
  const last = dayOf(publishedAt ?? now);
  if (isLate(update, dueAt, now)) return `▲ Promised ${promiseWords[update] ?? update}; last on ${last}.`;
  if (dueAt === undefined) return `● Last on ${last}.`;
  return `● Up to date: last on ${last}. The next is due on ${dayOf(dueAt)}.`;
}
