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
  if (!/^multipart\/form-data;/i.test(type)) throw new AppError("http.bad-request", { reason: "no file came with it" });
  const tooLarge = (): AppError => new AppError("http.too-large", { limit: sizeText(largestUpload) });
  // The file stands between lines of the form; they are small.
  const most = largestUpload + 64 * 1024;
  if (Number(request.headers["content-length"] ?? 0) > most) throw tooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw tooLarge();
    chunks.push(chunk);
  }
  const file = await fileIn(Buffer.concat(chunks), type);
  if (!(file instanceof File) || file.name === "")
    throw new AppError("http.bad-request", { reason: "no file was chosen" });
  return { name: plainName(file.name), bytes: new Uint8Array(await file.arrayBuffer()) };
}

async function fileIn(body: Buffer<ArrayBuffer>, type: string): Promise<unknown> {
  try {
    return (await new Response(body, { headers: { "content-type": type } }).formData()).get("upload");
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new AppError("http.bad-request", { reason: "the file did not arrive whole" }, { cause: error });
  }
}

/** No folders, no signs that a disk or a terminal would take for something else. */
function plainName(name: string): string {
  const plain = basename(name.replaceAll("\\", "/"))
    .replaceAll(/[\p{Cc}\p{Cf}/:*?"<>|]/gu, "_")
    .replace(/^\.+/, "")
    .slice(-120);
  return plain === "" ? "data.csv" : plain;
}
