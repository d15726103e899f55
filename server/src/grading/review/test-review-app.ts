/** The review pages on a real port, with people named by their cookie: for tests over HTTP and for measurements. */
import type { Visitor } from "@data-surgery/contract";
import { createServer } from "node:http";
import { join } from "node:path";
import {
  createApp,
  createErrorPage,
  createOriginPolicy,
  createPageRenderer,
  listen,
  readAssets,
  type AnyRoute,
  type RenderPage,
} from "../../http/index.js";

const root = join(import.meta.dirname, "..", "..", "..", "..");

export interface TestDoors extends AsyncDisposable {
  readonly url: string;
  get(who: Visitor, path: string): Promise<Response>;
  post(who: Visitor, path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
}

export async function openTestDoors(
  people: readonly Visitor[],
  routes: (renderPage: RenderPage) => readonly AnyRoute[],
): Promise<TestDoors> {
  const assets = readAssets({ design: join(root, "packages/design"), browser: join(root, "server/browser/dist") });
  const renderPage = createPageRenderer(assets);
  let policy = createOriginPolicy([]);
  const server = createServer(
    createApp({
      routes: [...routes(renderPage), ...assets.routes],
      authenticate: (cookie) => Promise.resolve(people.find(({ personId }) => cookie === `who=${personId}`)),
      originPolicy: {
        get hosts() {
          return policy.hosts;
        },
        scheme: "http",
        originOf: (request) => policy.originOf(request),
      },
      log: {
        error: (details: object) => {
          throw new Error(JSON.stringify(details));
        },
      },
      errorPage: createErrorPage(renderPage),
    }),
  );
  const port = await listen(server, { bind: "127.0.0.1", port: 0, portFixed: true });
  policy = createOriginPolicy([`127.0.0.1:${port}`]);
  const url = `http://127.0.0.1:${port}`;
  const ask = (who: Visitor, path: string, more: RequestInit): Promise<Response> =>
    fetch(`${url}${path}`, { redirect: "manual", ...more, headers: { cookie: `who=${who.personId}`, origin: url } });
  return {
    url,
    get: (who, path) => ask(who, path, {}),
    post: (who, path, fields) => ask(who, path, { method: "POST", body: new URLSearchParams(fields) }),
    [Symbol.asyncDispose]: async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      server.closeAllConnections();
      await promise;
    },
  };
}
