/**
 * Built files as they lie on disk, with their `.br` and `.gz` beside them. Names carry a hash of their content, so browsers
 * may keep them for ever; what has none (schemas, themes) is asked for again and answered with 304.
 */
import { AppError } from "@data-surgery/contract";
import type { IncomingMessage, ServerResponse } from "node:http";
import { existsSync } from "node:fs";
import sirv from "sirv";
import { route, type AnyRoute } from "../http/index.js";

export interface StaticFolder {
  /** Address below which the files are served, without a slash at the end. */
  readonly prefix: string;
  readonly folder: string;
  readonly immutable: boolean;
  readonly access: "public" | "member";
}

type Handler = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

/** A route that serves one folder. A folder that is not there yet answers `lab.not-built`. */
export function staticRoute({ prefix, folder, immutable, access }: StaticFolder): AnyRoute {
  let serve: Handler | undefined;
  const open = (): Handler => {
    if (!existsSync(folder)) throw new AppError("lab.not-built");
    return sirv(folder, {
      brotli: true,
      gzip: true,
      etag: true,
      immutable,
      maxAge: immutable ? 31_536_000 : 0,
      dotfiles: false,
    });
  };
  return route({
    method: "GET",
    path: `${prefix}/*file`,
    access,
    handle: ({ request, response }) => {
      serve ??= open();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const original = request.url;
      request.url = original.slice(prefix.length);
      response.once("close", resolve);
      serve(request, response, () => {
        request.url = original;
        reject(new AppError("http.not-found"));
      });
      return promise;
    },
  });
}
