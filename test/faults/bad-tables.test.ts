/** Files that no notebook should open, opened by a real kernel: each is refused in words, and the kernel goes on. */
import { existsSync } from "node:fs";
import { symlink, truncate, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { deflateRawSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { kernelMain, launchKernel, type KernelProcess } from "../support/kernel-process.js";

let kernel: KernelProcess;
let silent: Server;

beforeAll(async () => {
  if (!existsSync(kernelMain)) throw new Error("Build first: npm run build");
  kernel = await launchKernel();
  await symlink(resolve(import.meta.dirname, "../../node_modules"), join(kernel.folder, "node_modules"));
  const { reply } = await kernel.run('import { read, profile } from "@data-surgery/opendata";');
  if (reply["status"] !== "ok") throw new Error(`the toolkit can't be imported: ${String(reply["evalue"])}`);
  // Says that a file comes, sends its first row, and then nothing more.
  silent = createServer((_, answer) => {
    answer.writeHead(200, { "content-type": "text/csv" });
    answer.write("Ward,People\n");
  });
  await new Promise<void>((listening) => {
    silent.listen(0, "127.0.0.1", listening);
  });
});

afterAll(async () => {
  silent.closeAllConnections();
  silent.close();
  await kernel[Symbol.asyncDispose]();
});

afterEach(async () => {
  const { result } = await kernel.run("6 * 7");
  if (result !== "42") throw new Error(`the kernel answers ${String(result)} afterwards`);
});

async function refusal(cell: string): Promise<string> {
  const { reply } = await kernel.run(cell);
  expect(reply["status"]).toBe("error");
  return String(reply["evalue"]);
}

test("a file of 2 GB is refused before it is loaded, with the limit and what to do", async () => {
  const path = join(kernel.folder, "huge.csv");
  await writeFile(path, "Ward,People\n");
  await truncate(path, 2 * 1024 ** 3);
  const words = await refusal('await read("huge.csv")');
  expect(words).toContain("huge.csv has 2,048 MB");
  expect(words).toContain("cut it into pieces");
});

test("a host that goes silent half way is given up", async () => {
  const { port } = silent.address() as AddressInfo;
  expect(await refusal(`await read("http://127.0.0.1:${port}/wards.csv", { patience: 300 })`)).toMatch(
    /said nothing for .* reading was stopped/,
  );
});

test("a small zip that unpacks to far too much stops on the way", async () => {
  const name = Buffer.from("wards.csv");
  const packed = deflateRawSync(Buffer.alloc(24 * 1024 * 1024, "a,b\n"), { level: 1 });
  const head = Buffer.alloc(30);
  head.writeUInt32LE(0x04034b50, 0);
  head.writeUInt16LE(8, 8);
  head.writeUInt16LE(name.length, 26);
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(8, 10);
  entry.writeUInt32LE(packed.length, 20);
  entry.writeUInt16LE(name.length, 28);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(head.length + name.length + packed.length, 16);
  await writeFile(join(kernel.folder, "bomb.zip"), Buffer.concat([head, name, packed, entry, name, end]));
  expect(await refusal('await read("bomb.zip", { mostBytes: 16 * 1024 * 1024 })')).toContain(
    "up to 16 MB can be opened here at once",
  );
});

test.each([
  ["noise", Uint8Array.from({ length: 20_000 }, (_, at) => (at * 7919 + ((at * at) % 251) * 31) % 256), /is no text/],
  ["empty bytes", new Uint8Array(100_000), /nothing but empty bytes/],
  [
    "a page that asks to sign in",
    '<!doctype html><title>Sign in</title><input type="password">',
    /asks you to sign in/,
  ],
  ["JSON that breaks off", '[{"a":1},{"a"', /fetch it again/],
])("%s called .csv is refused", async (_, content, words) => {
  await writeFile(join(kernel.folder, "odd.csv"), content);
  expect(await refusal('await read("odd.csv")')).toMatch(words);
});
