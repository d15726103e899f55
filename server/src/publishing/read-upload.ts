/** A file that a form sent, read up to a limit: whatever is larger is refused at once, and nothing of it is kept. */
import { AppError } from "@data-surgery/contract";
import type { IncomingMessage } from "node:http";
import { basename } from "node:path";
import { mebibyte, sizeText } from "../http/index.js";

/** The same as for files in the tree. */
export const largestUpload: number = 64 * mebibyte;

/** @throws AppError `http.too-large`, `http.bad-request` */
export async function readUpload(request: IncomingMessage): Promise<{ name: string; bytes: Uint8Array }> {
  const type = request.headers["content-type"] ?? "";
  const boundary = /^multipart\/form-data;.*?boundary=(?:"([^"]{1,70})"|([^;\s]{1,70}))/i.exec(type);
  if (boundary === null) throw new AppError("http.bad-request", { reason: "no file came with it" });
  const file = fileIn(await readBody(request), boundary[1] ?? boundary[2] ?? "");
  if (file === undefined) throw new AppError("http.bad-request", { reason: "the file did not arrive whole" });
  if (file.name === "") throw new AppError("http.bad-request", { reason: "no file was chosen" });
  return { name: plainName(file.name), bytes: file.bytes };
}

/** Held once: several people may send at the same time. */
async function readBody(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = (): AppError => new AppError("http.too-large", { limit: sizeText(largestUpload) });
  // The file stands between lines of the form; they are small.
  const most = largestUpload + 64 * 1024;
  const said = Number(request.headers["content-length"] ?? Number.NaN);
  if (said > most) throw tooLarge();
  const whole = Number.isSafeInteger(said) && said >= 0 ? Buffer.alloc(said) : undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (size + chunk.length > most) throw tooLarge();
    if (whole === undefined) chunks.push(chunk);
    else chunk.copy(whole, size);
    size += chunk.length;
  }
  return whole?.subarray(0, size) ?? Buffer.concat(chunks);
}

/**
 * The part of a form that is called "upload" (RFC 7578), as a view of the body. Node's own `formData()` holds a file eight times over: a
 * form of 63 MB took 500.
 */
function fileIn(body: Buffer, boundary: string): { name: string; bytes: Uint8Array } | undefined {
  const line = Buffer.from(`\r\n--${boundary}`);
  // The first one may be the very beginning, without a line end in front.
  let at = body.subarray(0, line.length - 2).equals(line.subarray(2))
    ? line.length - 2
    : body.indexOf(line) + line.length;
  while (at >= line.length - 2) {
    const from = body.indexOf("\r\n\r\n", at);
    const to = from === -1 ? -1 : body.indexOf(line, from + 2);
    if (to === -1) return undefined;
    const head = body.toString("utf8", at, from);
    const disposition = /^content-disposition:\s*form-data;(.*)$/im.exec(head)?.[1] ?? "";
    const name = /;\s*filename="((?:[^"\\\r\n]|\\.)*)"/i.exec(`;${disposition}`)?.[1];
    if (/(?:^|[;\s])name="?upload"?(?:;|\s|$)/i.test(disposition) && name !== undefined)
      // Browsers write quotation marks as %22, others as they do in headers.
      return {
        name: name.replaceAll("%22", '"').replaceAll('\\"', '"'),
        bytes: body.subarray(Math.min(from + 4, to), to),
      };
    at = to + line.length;
  }
  return undefined;
}

/** No folders, no signs that a disk or a terminal would take for something else. */
function plainName(name: string): string {
  const plain = basename(name.replaceAll("\\", "/"))
    .replaceAll(/[\p{Cc}\p{Cf}/:*?"<>|]/gu, "_")
    .replace(/^\.+/, "")
    .slice(-120);
  return plain === "" ? "data.csv" : plain;
}
