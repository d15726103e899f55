import { createServer, request, type IncomingMessage, type RequestListener } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { once } from "node:events";
import { appendFile, mkdtemp, readdir, rm } from "node:fs/promises";
import { connect, type AddressInfo, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isPublicAddress } from "../../http/address-rules.js";
import { openAnswerCache } from "./answer-cache.js";
import { createOpenDataDoors } from "./open-data-door.js";
import { isListed, openSiteList, parseSites } from "./site-list.js";
import { testCertificate, testKey } from "./test-certificate.js";

/** The internet of these tests: which name has which addresses, and where "outside" really is. */
const names: Record<string, readonly string[]> = {
  "data.gov.uk": ["8.8.8.8"],
  "secure.gov.uk": ["9.9.9.9"],
  "metadata.gov.uk": ["169.254.169.254"],
  "inside.gov.uk": ["192.168.1.10"],
  "six.gov.uk": ["::ffff:10.0.0.1"],
  "both.gov.uk": ["8.8.8.8", "127.0.0.1"],
  "rebinding.gov.uk": ["8.8.8.8"],
};

let folder: string;
let online: boolean;
let clock: number;
let looked: string[];
let dialled: string[];
let asked: string[];
let site: RequestListener;
let closing: AsyncDisposableStack;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "door-"));
  [online, clock, looked, dialled, asked] = [true, Date.UTC(2026, 10, 24), [], [], []];
  site = (_request, response) => response.end("year,people\n2024,12\n");
  closing = new AsyncDisposableStack();
  closing.defer(() => rm(folder, { recursive: true }));
  const listener: RequestListener = (incoming, response) => {
    asked.push(`${incoming.method} ${incoming.headers.host}${incoming.url}`);
    site(incoming, response);
  };
  const ports = new Map([
    [80, await listen(createServer(listener))],
    [443, await listen(createTlsServer({ key: testKey, cert: testCertificate }, listener))],
  ]);
  const doors = createOpenDataDoors({
    rules: {
      sites: openSiteList(join(folder, "sites.txt")),
      network: {
        resolve: async (host) => {
          looked.push(host);
          if (!online) throw new Error("ENOTFOUND");
          return names[host] ?? [];
        },
        connect: (address, port) => {
          dialled.push(`${address}:${port}`);
          return connect(ports.get(port) ?? 1, "127.0.0.1");
        },
      },
      mostBytes: 64 * 1024,
      longest: 120_000,
      ca: testCertificate,
    },
    cache: await openAnswerCache(join(folder, "kept"), 1024 * 1024),
    now: () => clock,
    onError: (error) => {
      throw error;
    },
  });
  closing.use(await doors.open(join(folder, "out")));
});
afterEach(() => closing.disposeAsync());

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.defer(() => void server.close());
  return (server.address() as AddressInfo).port;
}

interface Said {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
}

async function ask(
  url: string,
  options: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Said> {
  const sent = request({
    socketPath: join(folder, "out"),
    path: url,
    agent: false,
    method: options.method ?? "GET",
    headers: options.headers ?? {},
  });
  sent.end(options.body);
  const [answer] = (await once(sent, "response")) as [IncomingMessage];
  return { status: answer.statusCode ?? 0, headers: answer.headers, text: await text(answer) };
}

test("a listed site answers over http and https, at the very address that was looked up", async () => {
  expect(await ask("http://data.gov.uk/a.csv?x=1")).toMatchObject({ status: 200, text: "year,people\n2024,12\n" });
  expect(await ask("https://secure.gov.uk/b.csv")).toMatchObject({
    status: 200,
    headers: { "x-surgery-url": "https://secure.gov.uk/b.csv" },
  });
  expect(dialled).toEqual(["8.8.8.8:80", "9.9.9.9:443"]);
  expect(looked).toEqual(["data.gov.uk", "secure.gov.uk"]);
});

test.each([
  ["a site that is not on the list", "https://example.com/", /not on this workshop/],
  ["a name that only ends like a listed one", "https://evilgov.uk/", /not on this workshop/],
  ["an address instead of a name", "http://8.8.8.8/", /not on this workshop/],
  ["an IPv6 address", "http://[2606:4700::1111]/", /not on this workshop/],
  ["this computer", "http://localhost/", /not on this workshop/],
  ["a listed name that leads to the cloud's credentials", "http://metadata.gov.uk/", /not on the public internet/],
  ["a listed name that leads into the local network", "http://inside.gov.uk/", /not on the public internet/],
  ["a private address dressed as IPv6", "http://six.gov.uk/", /not on the public internet/],
  ["a private address beside a public one", "http://both.gov.uk/", /not on the public internet/],
  ["another port", "http://data.gov.uk:22/", /http and https only/],
  ["another scheme", "ftp://data.gov.uk/", /http and https only/],
  ["no address at all", "/just/a/path", /not an address/],
])("refused in plain words: %s", async (_title, url, message) => {
  const { status, headers, text: said } = await ask(url);
  expect({ status, kind: headers["x-surgery-door"] }).toEqual({ status: 403, kind: "refused" });
  expect(said).toMatch(message);
  expect(dialled).toEqual([]);
});

test("methods that change things are refused, and what would identify somebody is not passed on", async () => {
  expect(await ask("http://data.gov.uk/", { method: "DELETE" })).toMatchObject({ status: 403 });
  site = (incoming, response) => response.setHeader("set-cookie", "id=1").end(JSON.stringify(incoming.headers));
  const { text: seen, headers } = await ask("http://data.gov.uk/", {
    headers: { cookie: "a=b", "x-forwarded-for": "1.2.3.4", accept: "text/csv" },
  });
  expect(JSON.parse(seen)).toMatchObject({ accept: "text/csv", host: "data.gov.uk" });
  expect(seen).not.toMatch(/cookie|forwarded|surgery/);
  expect(headers["set-cookie"]).toBeUndefined();
});

test.each([
  ["to a listed site", "https://secure.gov.uk/b", 200],
  ["to a site that is not listed", "https://example.com/b", 403],
  ["into the local network", "http://inside.gov.uk/b", 403],
  ["to another port", "http://data.gov.uk:8080/b", 403],
  ["for ever", "http://data.gov.uk/start", 504],
])("a redirect is judged like a request of its own: %s", async (_title, location, status) => {
  site = (incoming, response) =>
    incoming.url === "/start" ? response.writeHead(302, { location }).end() : response.end("there");
  expect((await ask("http://data.gov.uk/start")).status).toBe(status);
});

test("a redirect that is not to be followed is handed back", async () => {
  site = (_incoming, response) => response.writeHead(302, { location: "/b" }).end();
  const { status, headers } = await ask("http://data.gov.uk/start", { headers: { "x-surgery-redirect": "manual" } });
  expect({ status, location: headers.location }).toEqual({ status: 302, location: "/b" });
});

test("an answer that is too large, also once unpacked, ends with an error and is not kept", async () => {
  const bomb = gzipSync(Buffer.alloc(10 * 1024 * 1024));
  site = (incoming, response) =>
    incoming.url === "/bomb"
      ? response.setHeader("content-encoding", "gzip").end(bomb)
      : response.end(Buffer.alloc(70_000));
  for (const path of ["/bomb", "/large"]) {
    const { status, text: said } = await ask(`http://data.gov.uk${path}`);
    expect({ status, said }).toMatchObject({ status: 502, said: expect.stringMatching(/larger than/) });
  }
  expect(await readdir(join(folder, "kept"))).toEqual([]);
});

test("packed answers come unpacked", async () => {
  site = (_incoming, response) => response.setHeader("content-encoding", "gzip").end(gzipSync("naïve,café"));
  expect(await ask("http://data.gov.uk/z.csv")).toMatchObject({ status: 200, text: "naïve,café" });
});

test("people who ask for one file at the same moment make the site send it once; an hour later it is asked again", async () => {
  const all = await Promise.all(Array.from({ length: 6 }, () => ask("http://data.gov.uk/a.csv")));
  expect(new Set(all.map((said) => said.text))).toEqual(new Set(["year,people\n2024,12\n"]));
  expect(asked).toHaveLength(1);
  clock += 59 * 60_000;
  await ask("http://data.gov.uk/a.csv");
  expect(asked).toHaveLength(1);
  clock += 2 * 60_000;
  await ask("http://data.gov.uk/a.csv");
  expect(asked).toHaveLength(2);
  await ask("http://data.gov.uk/a.csv", { headers: { "x-surgery-cache": "reload" } });
  expect(asked).toHaveLength(3);
});

test("without internet what was fetched before is given, marked with its date; what was not is told in plain words", async () => {
  await ask("https://data.gov.uk/a.csv");
  online = false;
  clock += 3 * 86_400_000;
  const old = await ask("https://data.gov.uk/a.csv");
  expect(old).toMatchObject({ status: 200, text: "year,people\n2024,12\n" });
  expect(old.headers["x-surgery-kept-at"]).toBe("2026-11-24T00:00:00.000Z");
  const never = await ask("https://data.gov.uk/never.csv");
  expect(never).toMatchObject({ status: 504, text: expect.stringMatching(/can’t be found. Is there internet\?/) });
});

test("without internet somebody who asks for something new is told what is there, but not what others searched for", async () => {
  await ask("https://data.gov.uk/a.csv");
  await ask("https://secure.gov.uk/other.csv");
  await ask("https://data.gov.uk/api?q=refuge");
  online = false;
  const never = await ask("https://data.gov.uk/never.csv");
  expect(never.text).toContain("Kept from before, and still there: https://data.gov.uk/a.csv .");
  expect(never.text).not.toMatch(/refuge|other/);
});

test("a site in trouble, or one that wants a pause, is answered for by what is kept", async () => {
  await ask("http://data.gov.uk/a.csv");
  clock += 2 * 3_600_000;
  for (const status of [429, 503]) {
    site = (_incoming, response) => response.writeHead(status).end("no");
    expect(await ask("http://data.gov.uk/a.csv")).toMatchObject({
      status: 200,
      text: "year,people\n2024,12\n",
      headers: { "x-surgery-kept-at": "2026-11-24T00:00:00.000Z" },
    });
  }
  expect((await ask("http://data.gov.uk/new.csv")).status).toBe(503);
});

test("what a site wants forgotten, and what needed a password, is not kept", async () => {
  site = (_incoming, response) => response.setHeader("cache-control", "no-store").end("x");
  await ask("http://data.gov.uk/secret");
  site = (_incoming, response) => response.end("x");
  await ask("http://data.gov.uk/mine", { headers: { authorization: "Bearer 1" } });
  await ask("http://data.gov.uk/post", { method: "POST", body: "query=1" });
  expect(await readdir(join(folder, "kept"))).toEqual([]);
});

test("the longest unused answers make way", async () => {
  const cache = await openAnswerCache(join(folder, "small"), 100);
  for (const key of ["a", "b", "c"]) {
    await cache.keep(key, { url: key, headers: {}, keptAt: 0, freshUntil: 0 }, Readable.from([Buffer.alloc(45)]));
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
  expect([await cache.find("a"), (await cache.find("b"))?.size, (await cache.find("c"))?.size]).toEqual([
    undefined,
    45,
    45,
  ]);
});

test("a tunnel carries TLS to a listed site from end to end, and is refused elsewhere", async () => {
  const through = async (target: string): Promise<IncomingMessage> => {
    const sent = request({ socketPath: join(folder, "out"), method: "CONNECT", path: target, agent: false });
    sent.end();
    const [answer, socket] = (await once(sent, "connect")) as [IncomingMessage, Socket];
    if (answer.statusCode === 200) {
      const tls = connectTls({ socket, servername: "data.gov.uk", ca: testCertificate });
      await once(tls, "secureConnect");
      tls.end("GET / HTTP/1.1\r\nhost: data.gov.uk\r\nconnection: close\r\n\r\n");
      expect(await text(tls)).toContain("year,people");
    } else socket.destroy();
    return answer;
  };
  expect((await through("data.gov.uk:443")).statusCode).toBe(200);
  for (const target of ["example.com:443", "inside.gov.uk:443", "data.gov.uk:22", "127.0.0.1:443", "nonsense"])
    expect([target, (await through(target)).statusCode]).toEqual([target, 403]);
});

test("the list is a file that counts as soon as it is changed", async () => {
  expect((await ask("http://example.com/")).status).toBe(403);
  names["example.com"] = ["8.8.4.4"];
  await appendFile(join(folder, "sites.txt"), "\nexample.com # ours\n");
  expect((await ask("http://example.com/")).status).toBe(200);
  delete names["example.com"];
});

test("lines of the list: exact names, whole families, remarks", () => {
  const sites = parseSites("# remark\n*.gov.uk\n\npostcodes.io # places\n");
  const hosts = [
    "gov.uk",
    "data.gov.uk",
    "a.b.GOV.UK",
    "data.gov.uk.",
    "notgov.uk",
    "gov.uk.evil.org",
    "postcodes.io",
    "x.postcodes.io",
  ];
  expect(hosts.map((host) => isListed(host, sites))).toEqual([true, true, true, true, false, false, true, false]);
});

test("public and other addresses", () => {
  const open = ["8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "2606:4700::1111", "2a00:1450:4009::1"];
  const closed = [
    ["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.0.1", "169.254.169.254", "172.16.0.1", "172.31.9.9"],
    ["192.168.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "224.0.0.1", "255.255.255.255"],
    ["::", "::1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::a00:1", "fc00::1", "fd12::1", "fe80::1", "ff02::1"],
    ["2001:db8::1", "2002:7f00:1::", "2001:0:1::1", "3fff::1", "not an address", ""],
  ].flat();
  expect(open.filter((address) => !isPublicAddress(address))).toEqual([]);
  expect(closed.filter(isPublicAddress)).toEqual([]);
});

test("a request that goes on and on without saying how long it is, is refused before it fills the server's memory", async () => {
  const sent = request({ socketPath: join(folder, "out"), path: "http://data.gov.uk/", agent: false, method: "POST" });
  sent.on("error", () => undefined);
  const endless = new Readable({
    read() {
      this.push(Buffer.alloc(64 * 1024));
    },
  });
  endless.pipe(sent);
  const guard = setTimeout(() => sent.destroy(), 120_000);
  const answered = once(sent, "response").then(([answer]) => answer as IncomingMessage);
  const answer = await Promise.race([answered, once(sent, "close").then(() => undefined)]);
  clearTimeout(guard);
  endless.destroy();
  expect(answer?.headers["x-surgery-door"]).toBe("too-much");
  sent.destroy();
  expect(asked).toEqual([]);
});
