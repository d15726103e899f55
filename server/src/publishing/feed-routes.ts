/** Somebody's reminders where they look every day: in their calendar, or in a feed reader, by a private address. */
import { AppError } from "@data-surgery/contract";
import { Feed } from "feed";
import ical, { ICalCalendarMethod } from "ical-generator";
import { html, route, type AnyRoute, type PublicPage, type Reply } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { dayOf, promiseWords } from "./due.js";
import { createKeeperFeeds } from "./keeper-feeds.js";
import type { PublishingOptions } from "./publishing.js";

type DueSet = DataSet & { readonly dueAt: number };

export function feedRoutes({
  store,
  dataSets,
  renderPage,
  shareOrigin,
  address,
  clock,
}: PublishingOptions): AnyRoute[] {
  const feeds = createKeeperFeeds(store, clock);
  const setsAt = async (token: string | undefined): Promise<DueSet[]> => {
    const personId = await feeds.personOf(token ?? "");
    if (personId === undefined) throw new AppError("http.not-found");
    const sets = await dataSets.ofKeeper(personId);
    return sets.filter((set): set is DueSet => set.status === "on" && set.dueAt !== undefined);
  };
  return [
    route({
      method: "POST",
      path: "/publish/feed",
      access: "member",
      page: true,
      handle: async ({ visitor, origin }) => {
        const token = await feeds.open(visitor.personId);
        return {
          html: renderPage(feedPage(`${shareOrigin(origin)}/data-reminders/${token}`)),
          headers: { "Cache-Control": "no-store" },
        };
      },
    }),
    route({
      method: "POST",
      path: "/publish/feed/stop",
      access: "member",
      page: true,
      handle: async ({ visitor }) => {
        await feeds.close(visitor.personId);
        return { redirect: "/publish?said=closed" };
      },
    }),
    route({
      method: "GET",
      path: "/data-reminders/:token/reminders.ics",
      access: "public",
      handle: async ({ params }) =>
        privateText(calendarOf(await setsAt(params["token"]), address()), "text/calendar; charset=utf-8"),
    }),
    route({
      method: "GET",
      path: "/data-reminders/:token/feed.xml",
      access: "public",
      handle: async ({ params }) => {
        const due = (await setsAt(params["token"])).filter(({ dueAt }) => dueAt <= clock());
        return privateText(feedOf(due, address()), "application/atom+xml; charset=utf-8");
      },
    }),
  ];
}

const privateText = (text: string, type: string): Reply => ({
  text,
  headers: { "Content-Type": type, "Cache-Control": "private, no-store", "X-Robots-Tag": "noindex" },
});

/** A day each, not an hour: nobody waits at nine o'clock. */
function calendarOf(sets: readonly DueSet[], address: string): string {
  const calendar = ical({
    name: "Updates of my open data",
    prodId: { company: "data-surgery", product: "reminders" },
    method: ICalCalendarMethod.PUBLISH,
  });
  for (const { id, title, dueAt, update, publishedAt } of sets) {
    calendar.createEvent({
      id: `${id}@data-surgery`,
      start: new Date(dueAt),
      allDay: true,
      stamp: new Date(publishedAt ?? dueAt),
      summary: `Update due: ${title}`,
      description: `Promised ${promiseWords[update] ?? update}. Bring the new file: ${address}/publish/${id}`,
      url: `${address}/publish/${id}`,
    });
  }
  return calendar.toString();
}

function feedOf(due: readonly DueSet[], address: string): string {
  const feed = new Feed({
    id: "urn:data-surgery:reminders",
    title: "Updates of my open data that are due",
    link: `${address}/publish`,
    language: "en-GB",
    updated: new Date(Math.max(0, ...due.map(({ dueAt }) => dueAt))),
    copyright: "",
    generator: "Data Surgery",
  });
  for (const { id, title, dueAt, update, publishedAt } of due) {
    feed.addItem({
      id: `urn:uuid:${id}:${dueAt}`,
      title: `An update is due: ${title}`,
      link: `${address}/publish/${id}`,
      description: `Promised ${promiseWords[update] ?? update}; the last version came out on ${dayOf(publishedAt ?? 0)}.`,
      date: new Date(dueAt),
    });
  }
  return feed.atom1();
}

function feedPage(address: string): PublicPage {
  return {
    title: "Your private address",
    styles: ["surgeries.css"],
    side: html`<a href="/publish">My open data</a>`,
    main: html`<div class="narrow">
      <h1>Your private address</h1>
      <p>For a calendar (choose “subscribe” or “from URL” there):</p>
      <p class="private-link">${address}/reminders.ics</p>
      <p>For a feed reader:</p>
      <p class="private-link">${address}/feed.xml</p>
      <p>
        Copy it now: it is shown this once. Whoever has it sees the names of your data sets and when they are due. You
        can close it under “My open data”.
      </p>
    </div>`,
  };
}
