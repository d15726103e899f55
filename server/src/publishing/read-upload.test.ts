import fc from "fast-check";
import { Readable } from "node:stream";
import type { IncomingMessage } from "node:http";
import { expect, test } from "vitest";
import { readUpload } from "./read-upload.js";

/** As `fetch` of Node writes a form, which we did not write. */
async function sent(form: FormData, pieces = 7, isSized = false): Promise<IncomingMessage> {
  const written = new Response(form);
  const body = Buffer.from(await written.arrayBuffer());
  const step = Math.max(1, Math.ceil(body.length / pieces));
  const chunks = Array.from({ length: Math.ceil(body.length / step) }, (_, at) =>
    body.subarray(at * step, (at + 1) * step),
  );
  return requestOf(chunks, written.headers.get("content-type") ?? "", isSized ? body.length : undefined);
}

function requestOf(chunks: readonly Buffer[], type: string, length?: number): IncomingMessage {
  const headers = { "content-type": type, ...(length === undefined ? {} : { "content-length": String(length) }) };
  return Object.assign(Readable.from(chunks), { headers }) as unknown as IncomingMessage;
}

test("any file under any name arrives byte for byte, in however many pieces, with or without a length, after other fields", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 400 }),
      fc.oneof(
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
        fc.constantFrom('a"b.csv', "a\\b.csv", "ü 表.csv"),
      ),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      async (bytes, name, pieces, isSized) => {
        const form = new FormData();
        form.set("other", 'upload\r\n\r\nname="upload"');
        form.set("upload", new File([bytes], `${name}.csv`));
        const found = await readUpload(await sent(form, pieces, isSized));
        expect(Buffer.from(found.bytes).equals(Buffer.from(bytes))).toBe(true);
        expect(found.name).toMatch(/\.csv$/);
        expect(found.name).not.toMatch(/[\p{Cc}\p{Cf}/\\:*?"<>|]/u);
      },
    ),
    { seed: 7578, numRuns: 200 },
  );
});

test("names with folders, with signs that turn the direction of text, or that are none, become plain ones", async () => {
  for (const [given, plain] of [
    ["../../etc/passwd.csv", "passwd.csv"],
    ["C:\\Users\\quill\\visits.csv", "visits.csv"],
    ["visits\u202Evsc.exe.csv", "visits_vsc.exe.csv"],
    ["..hidden.csv", "hidden.csv"],
    ["a\u0000b.csv", "a_b.csv"],
  ] as const) {
    const form = new FormData();
    form.set("upload", new File(["a\n1\n"], given));
    expect((await readUpload(await sent(form))).name).toBe(plain);
  }
});

test("what is no form, has no file in it, or breaks off is told", async () => {
  const type = "multipart/form-data; boundary=x";
  const head = '--x\r\nContent-Disposition: form-data; name="upload"; filename="a.csv"\r\n\r\n';
  const reasons = async (request: IncomingMessage): Promise<string> =>
    readUpload(request).then(
      ({ name }) => name,
      (error: unknown) => String(error),
    );
  expect(await reasons(requestOf([Buffer.from("a=b")], "application/x-www-form-urlencoded"))).toMatch(/no file came/);
  expect(await reasons(requestOf([Buffer.from(`${head}a,b\r\n1,2`)], type))).toMatch(/did not arrive whole/);
  expect(await reasons(requestOf([], type))).toMatch(/did not arrive whole/);
  expect(await reasons(requestOf([Buffer.from(`${head.replace("a.csv", "")}\r\n--x--\r\n`)], type))).toMatch(
    /no file was chosen/,
  );
  expect(await reasons(requestOf([Buffer.from(`before it\r\n${head}a\r\n--x--`)], type))).toBe("a.csv");
  expect(await reasons(requestOf([Buffer.from(`${head}\r\n--x--`)], type))).toBe("a.csv");
});
