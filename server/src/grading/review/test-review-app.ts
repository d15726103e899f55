/** The review pages on a real port, with people named by their cookie: for tests over HTTP and for measurements. */
import type { Visitor } from "@data-surgery/contract";
import type { AnyRoute, RenderPage } from "../../http/index.js";
import { openTestDoors as openDoors, readTestPages } from "../../http/test-doors.js";

export interface TestDoors extends AsyncDisposable {
  readonly url: string;
  get(who: Visitor, path: string): Promise<Response>;
  post(who: Visitor, path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
}

export async function openTestDoors(
  people: readonly Visitor[],
  routes: (renderPage: RenderPage) => readonly AnyRoute[],
): Promise<TestDoors> {
  const pages = readTestPages();
  const doors = await openDoors({
    routes: routes(pages.renderPage),
    pages,
    authenticate: (cookie) => Promise.resolve(people.find(({ personId }) => cookie === `who=${personId}`)),
    onIncident: (details) => {
      throw new Error(JSON.stringify(details));
    },
  });
  const { url } = doors;
  const ask = (who: Visitor, path: string, more: RequestInit): Promise<Response> =>
    fetch(`${url}${path}`, { redirect: "manual", ...more, headers: { cookie: `who=${who.personId}`, origin: url } });
  return {
    url,
    get: (who, path) => ask(who, path, {}),
    post: (who, path, fields) => ask(who, path, { method: "POST", body: new URLSearchParams(fields) }),
    [Symbol.asyncDispose]: () => doors[Symbol.asyncDispose](),
  };
}
