import { cp, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";

const types: Readonly<Record<string, string>> = {
  ".html": "text/html",
  ".csv": "text/csv",
  ".xml": "application/xml",
};

/** A web server that knows nothing of us: a copy of the folder, files by their names. */
export async function plainCopy(folder: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const copy = await mkdtemp(join(tmpdir(), "carried-"));
  await cp(folder, copy, { recursive: true });
  const plain = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname));
    readFile(join(copy, path)).then(
      (bytes) => response.writeHead(200, { "content-type": types[extname(path)] ?? "text/plain" }).end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await new Promise<void>((resolve) => plain.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(plain.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      plain.close();
      plain.closeAllConnections();
      await rm(copy, { recursive: true });
    },
  };
}
