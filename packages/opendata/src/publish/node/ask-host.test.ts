import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createPlain, type Server } from "node:http";
import { createServer as createSecure } from "node:https";
import { createServer as createTcp, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, expect, test } from "vitest";
import { askHost, type HostRules } from "./ask-host.js";

const folder = mkdtempSync(join(tmpdir(), "ask-host-"));
const open: { close(): void }[] = [];
afterEach(() => {
  for (const one of open.splice(0)) one.close();
});
afterAll(() => rmSync(folder, { recursive: true }));

async function listening(server: Server | ReturnType<typeof createTcp>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push({
    close: () => {
      if ("closeAllConnections" in server) server.closeAllConnections();
      server.close();
    },
  });
  return (server.address() as AddressInfo).port;
}

const rules: HostRules = { allows: () => true, patience: 60_000 };
const question = { method: "GET", mostBytes: 1000 } as const;

test("PB35 a large file that is refused before it was sent: the host's answer is heard", async () => {
  const path = join(folder, "large");
  writeFileSync(path, Buffer.alloc(20_000_000));
  const port = await listening(
    createPlain((_, response) => {
      response.writeHead(413, { Connection: "close" }).end("too large");
    }),
  );
  const body = { type: "text/csv", parts: [{ path, size: 20_000_000 }] };
  const answer = await askHost(new URL(`http://127.0.0.1:${port}/`), { ...question, method: "POST", body }, rules);
  expect(answer.status).toBe(413);
});

test("PB35 files and texts arrive whole, in their order, with their length", async () => {
  const path = join(folder, "part");
  writeFileSync(path, "b".repeat(100_000));
  let heard = "";
  const port = await listening(
    createPlain((request, response) => {
      request.setEncoding("utf8").on("data", (text: string) => (heard += text));
      request.on("end", () => response.end(request.headers["content-length"]));
    }),
  );
  const parts = [Buffer.from("a"), { path, size: 100_000 }, Buffer.from("c")];
  const body = { type: "text/plain", parts };
  const answer = await askHost(new URL(`http://127.0.0.1:${port}/`), { ...question, method: "POST", body }, rules);
  expect(heard).toBe(`a${"b".repeat(100_000)}c`);
  expect(new TextDecoder().decode(answer.bytes)).toBe("100002");
});

test("PB35 an answer without end is given up, and one that breaks off is told", async () => {
  const endless = await listening(createPlain((_, response) => void response.write(Buffer.alloc(1_000_000))));
  await expect(askHost(new URL(`http://127.0.0.1:${endless}/`), question, rules)).rejects.toMatchObject({
    code: "too-large",
  });
  const broken = await listening(
    createTcp(
      (socket) => void socket.once("data", () => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf")),
    ),
  );
  await expect(askHost(new URL(`http://127.0.0.1:${broken}/`), question, rules)).rejects.toMatchObject({
    code: "not-reached",
  });
  const noise = await listening(createTcp((socket) => void socket.once("data", () => socket.end("SSH-2.0-x\r\n"))));
  await expect(askHost(new URL(`http://127.0.0.1:${noise}/`), question, rules)).rejects.toMatchObject({
    code: "not-reached",
  });
});

test("PB36 a host that can't prove who it is gets nothing", async () => {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const wish =
    "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=other.example -addext subjectAltName=DNS:other.example";
  execFileSync("openssl", [...wish.split(" "), "-keyout", key, "-out", cert], { stdio: "ignore" });
  let asked = 0;
  const pair = { key: readFileSync(key), cert: readFileSync(cert) };
  const port = await listening(
    createSecure(pair, (_, response) => {
      asked += 1;
      response.end();
    }),
  );
  const url = new URL(`https://localhost:${port}/`);
  await expect(askHost(url, question, rules)).rejects.toThrow(/can’t prove that it is localhost/);
  const trusted = { ...rules, ca: readFileSync(cert, "utf8") };
  await expect(askHost(url, question, trusted)).rejects.toThrow("its certificate is for another name");
  expect(asked).toBe(0);
});

test("PB37 every address of a name is looked at, and one that is not allowed spoils it", async () => {
  const looked: string[] = [];
  let asked = 0;
  const port = await listening(createPlain((_, response) => void ((asked += 1), response.end())));
  const allows = (address: string): boolean => {
    looked.push(address);
    return false;
  };
  for (const host of ["localhost", "127.0.0.1", "[::1]", "127.1", "0x7f000001", "2130706433"])
    await expect(askHost(new URL(`http://${host}:${port}/`), question, { ...rules, allows })).rejects.toMatchObject({
      code: "inside-network",
    });
  expect(asked).toBe(0);
  expect(new Set(looked)).toContain("127.0.0.1");
  expect(new Set(looked)).toContain("::1");
});
