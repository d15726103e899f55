/** Files as they lie in the tree, to take home: what a notebook saved, at the address at which JupyterLab looks for it. */
import { AppError, mayTouchPath, roleReaches } from "@data-surgery/contract";
import { route, type AnyRoute } from "../http/index.js";
import type { ContentsDeps } from "./contents-routes.js";
import { parseContentPath } from "./content-path.js";

export function downloadRoutes({ contents, roleAt }: Pick<ContentsDeps, "contents" | "roleAt">): AnyRoute[] {
  return [
    route({
      method: "GET",
      path: "/files/*path",
      access: "member",
      handle: async ({ visitor, params }) => {
        const path = parseContentPath(params["path"] ?? "");
        if (!mayTouchPath(visitor, path, "read")) throw new AppError("identity.not-allowed");
        const role = await roleAt(visitor, path);
        if (role === undefined) throw new AppError("rooms.ask-first");
        if (!roleReaches(role, "observe")) throw new AppError("rooms.role-needed", { wanted: "download it" });
        const { bytes } = await contents.readFile(path);
        return {
          bytes,
          headers: {
            // Never shown in the page's place: a file may hold a page, and it would run as one of ours.
            "Content-Type": "application/octet-stream",
            "Content-Disposition": `attachment; filename*=UTF-8''${encodedName(path)}`,
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "no-store",
          },
        };
      },
    }),
  ];
}

/** RFC 8187: what `encodeURIComponent` leaves as it is and the header may not hold. */
function encodedName(path: string): string {
  return encodeURIComponent(path.split("/").at(-1) ?? "file").replaceAll(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
