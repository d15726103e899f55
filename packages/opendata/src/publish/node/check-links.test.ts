import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { recordFor, tableOfText } from "../test-set.js";
import { linkWords, sourceLinks } from "../source-links.js";
import { checkLinks } from "./check-links.js";

const asked: string[] = [];
/** What hosts on the web do with an address, by path. */
const paths: Readonly<Record<string, (request: IncomingMessage, response: ServerResponse) => void>> = {
  "/there.csv": (_, response) => response.writeHead(200).end(),
  "/no-head.csv": ({ method }, response) => response.writeHead(method === "HEAD" ? 405 : 206).end("p"),
  "/lies-to-head.csv": ({ method }, response) => response.writeHead(method === "HEAD" ? 404 : 200).end("place"),
  "/endless.csv": ({ method }, response) => {
    response.writeHead(method === "HEAD" ? 400 : 200);
    if (method === "HEAD") response.end();
    else response.write(Buffer.alloc(1_000_000));
  },
  "/gone.csv": (_, response) => response.writeHead(404).end("not here"),
  "/removed.csv": (_, response) => response.writeHead(410).end(),
  "/refuses": (_, response) => response.writeHead(403).end(),
  "/ill": (_, response) => response.writeHead(503).end(),
  "/moved": (_, response) => response.writeHead(301, { Location: "/there.csv" }).end(),
  "/for-now": (_, response) => response.writeHead(302, { Location: "/there.csv" }).end(),
  "/moved-then-for-now": (_, response) => response.writeHead(308, { Location: "/for-now" }).end(),
  "/moved-to-nothing": (_, response) => response.writeHead(301, { Location: "/gone.csv" }).end(),
  "/old/page": (_, response) => response.writeHead(301, { Location: "/" }).end(),
  "/": (_, response) => response.writeHead(200).end("<h1>Welcome</h1>"),
  "/circle": (_, response) => response.writeHead(302, { Location: "/circle" }).end(),
  "/script": (_, response) => response.writeHead(301, { Location: "javascript:alert(1)" }).end(),
  "/inside": (_, response) => response.writeHead(302, { Location: "http://10.0.0.1/secret" }).end(),
  "/cut": (_, response) => void response.destroy(),
};
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url} ${request.headers["user-agent"] ?? ""}`);
  (paths[request.url ?? ""] ?? paths["/gone.csv"])?.(request, response);
});
let host = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const rules = { allows: (address: string) => address === "127.0.0.1", patience: 60_000 };
const check = async (path: string): Promise<object | undefined> => (await checkLinks([host + path], rules))[0];

describe("links to sources", () => {
  test.each([
    ["/there.csv", { state: "there", status: 200 }],
    ["/no-head.csv", { state: "there", status: 206 }],
    ["/lies-to-head.csv", { state: "there", status: 200 }],
    ["/endless.csv", { state: "there", status: 200 }],
    ["/gone.csv", { state: "gone", status: 404 }],
    ["/removed.csv", { state: "gone", status: 410 }],
    ["/refuses", { state: "unsure", status: 403 }],
    ["/ill", { state: "failing", status: 503 }],
    ["/for-now", { state: "there" }],
    ["/moved-then-for-now", { state: "there" }],
    ["/moved-to-nothing", { state: "gone", status: 404 }],
    ["/circle", { state: "failing", why: "It keeps sending on to other addresses." }],
    ["/script", { state: "failing", status: 0 }],
    ["/inside", { state: "unsure", why: expect.stringContaining("inside this network") as string }],
    ["/cut", { state: "failing", why: expect.stringContaining("broke off") as string }],
  ])("PB38 %s", async (path, finding) => {
    expect(await check(path)).toMatchObject(finding);
  });

  test("PB38 what moved for good is told with the new address; a first page is not taken for it", async () => {
    expect(await check("/moved")).toMatchObject({ state: "moved", to: `${host}/there.csv` });
    expect(await check("/old/page")).toMatchObject({ state: "home", to: `${host}/` });
  });

  test("PB38 hosts are asked once where that is enough, and told who asks", async () => {
    asked.length = 0;
    await check("/there.csv");
    expect(asked).toEqual([expect.stringMatching(/^HEAD \/there\.csv data-surgery/)]);
  });

  test("PB38 a silent host and one that does not exist are told as such", async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
    const { port } = silent.address() as AddressInfo;
    const any = { allows: () => true };
    const [quiet] = await checkLinks([`http://127.0.0.1:${port}/x`], { ...any, patience: 200 });
    // Which of the two limits comes first depends on how busy the computer is.
    expect(quiet).toMatchObject({
      state: "failing",
      why: expect.stringMatching(/said nothing|took too long/) as string,
    });
    // Without internet it takes long until that is known.
    const [nowhere] = await checkLinks(["http://nowhere.invalid/x"], { ...any, patience: 60_000 });
    expect(nowhere).toMatchObject({
      state: "failing",
      why: expect.stringContaining("There is no host called nowhere.invalid") as string,
    });
    silent.closeAllConnections();
    silent.close();
  });

  test("PB38 sources, files on the web and the keeper's page are looked at, each once; the words say what it is and what to do", async () => {
    const table = await tableOfText("place\nHere\n", "visits");
    const record = recordFor([table], {
      sources: [{ title: "Council visits", url: "https://council.example/visits" }, { title: "Ours" }],
      keeper: { name: "Group", url: "https://group.example/" },
    });
    const [first] = record.tables;
    if (first === undefined) throw new Error("no table");
    const links = sourceLinks({
      ...record,
      tables: [
        { ...first, file: "https://council.example/visits.csv" },
        { ...first, file: "https://group.example/" },
      ],
    });
    expect(links.map(({ what }) => what)).toEqual([
      "the source “Council visits”",
      "the file that “visits” is made from",
      "the file that “visits” is made from",
    ]);
    const [source] = links;
    if (source === undefined) throw new Error("no source");
    const { url } = source;
    expect(linkWords(source, { url, state: "gone", status: 404 }, "2026-05-03T10:00:00Z")).toBe(
      "The source “Council visits” can’t be found: https://council.example/visits answers 404 since 3 May 2026. Look on the publisher’s page for the new address, or say what you use instead.",
    );
    expect(linkWords(source, { url, state: "there", status: 200 })).toBeUndefined();
  });
});
