/** Routes on a real port with the product's own pages and policies, and a client for them: what tests of pages share. */
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
  type AppOptions,
  type Assets,
  type RenderPage,
} from "./index.js";

export interface TestPages {
  readonly assets: Assets;
  readonly renderPage: RenderPage;
}

export interface TestDoors extends AsyncDisposable {
  readonly url: string;
  /** @param as what the cookie `as` says; without it a stranger asks */
  get(path: string, as?: string): Promise<Response>;
  post(path: string, fields: Readonly<Record<string, string>>, as?: string): Promise<Response>;
  send(
    path: string,
    body: string | URLSearchParams | FormData,
    as?: string,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Response>;
}

export interface TestDoorsOptions {
  readonly routes: readonly AnyRoute[];
  readonly pages: TestPages;
  readonly authenticate: AppOptions["authenticate"];
  /** What the server would write into its log. */
  readonly onIncident: (details: object) => void;
}

const root = join(import.meta.dirname, "..", "..", "..");

export function readTestPages(): TestPages {
  const assets = readAssets({ design: join(root, "packages/design"), browser: join(root, "server/browser/dist") });
  return { assets, renderPage: createPageRenderer(assets) };
}

/** By the cookie `as`. */
export function saidBy(visitorOf: (as: string) => Visitor | undefined): AppOptions["authenticate"] {
  return (cookie) => {
    const as = /(?:^|;\s*)as=([\w.-]+)/.exec(cookie ?? "")?.[1];
    return Promise.resolve(as === undefined ? undefined : visitorOf(as));
  };
}

export async function openTestDoors({
  routes,
  pages: { assets, renderPage },
  authenticate,
  onIncident,
}: TestDoorsOptions): Promise<TestDoors> {
  // Its own host is known once it listens.
  let policy = createOriginPolicy([]);
  const server = createServer(
    createApp({
      routes: [...routes, ...assets.routes],
      originPolicy: {
        get hosts() {
          return policy.hosts;
        },
        scheme: "http",
        originOf: (request) => policy.originOf(request),
      },
      log: { error: onIncident },
      authenticate,
      errorPage: createErrorPage(renderPage),
    }),
  );
  const port = await listen(server, { bind: "127.0.0.1", port: 0, portFixed: true });
  policy = createOriginPolicy([`127.0.0.1:${port}`]);
  const url = `http://127.0.0.1:${port}`;
  const headersOf = (as: string | undefined): Record<string, string> => ({
    accept: "text/html",
    ...(as === undefined ? {} : { cookie: `as=${as}` }),
  });
  const send: TestDoors["send"] = (path, body, as, headers = {}) =>
    fetch(url + path, {
      method: "POST",
      redirect: "manual",
      headers: { ...headersOf(as), origin: url, ...headers },
      body,
    });
  return {
    url,
    get: (path, as) => fetch(url + path, { redirect: "manual", headers: headersOf(as) }),
    post: (path, fields, as) => send(path, new URLSearchParams(fields), as),
    send,
    [Symbol.asyncDispose]: async () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      server.close(() => resolve());
      server.closeAllConnections();
      await promise;
    },
  };
}
