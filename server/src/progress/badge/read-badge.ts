/** Finds the signed badge in whatever somebody has of it: the bare JWT, an envelope in JSON, or a picture with the badge inside. */
import { z } from "zod";
import { pngKeyword } from "./badge-picture.js";
import { isPng, readPng } from "./png-chunks.js";

const jwtPattern = /^[\w-]+\.[\w-]+\.[\w-]+$/;
const envelopeStart = /^data:application\/(?:vc\+jwt|vc\+ld\+json\+jwt|jwt),/;

/** The envelope of the credentials data model 2.0 for a JWT. */
interface Envelope {
  readonly id: string;
  readonly type: string | readonly string[];
}
const Envelope: z.ZodType<Envelope> = z.object({
  id: z.string().regex(envelopeStart),
  type: z.union([z.literal("EnvelopedVerifiableCredential"), z.array(z.string())]),
});

/** The JWT, or undefined when there is no badge in it. */
export function readBadge(bytes: Uint8Array): string | undefined {
  if (isPng(bytes)) return fromPng(bytes);
  const text = Buffer.from(bytes).toString("utf8").trim();
  const picture = /^data:image\/png;base64,(\S+)$/.exec(text)?.[1];
  if (picture !== undefined) return fromPng(Buffer.from(picture, "base64"));
  if (text.startsWith("<")) return fromSvg(text);
  if (text.startsWith("{")) return fromEnvelope(text);
  // A badge that was changed may have letters that no badge has; it is still to be told from a shopping list.
  return jwtPattern.test(text) || /^eyJ\S*$/.test(text) ? text : undefined;
}

/** The badge as a JSON file that is still signed. */
export function envelope(jwt: string): string {
  const credential = {
    "@context": "https://www.w3.org/ns/credentials/v2",
    id: `data:application/vc+jwt,${jwt}`,
    type: "EnvelopedVerifiableCredential",
  };
  return `${JSON.stringify(credential, null, 2)}\n`;
}

function fromEnvelope(text: string): string | undefined {
  try {
    return Envelope.safeParse(JSON.parse(text)).data?.id.replace(envelopeStart, "");
  } catch {
    return undefined;
  }
}

/** Not parsed as XML: a parser would follow whatever else the file says, and only this attribute is of use. */
function fromSvg(text: string): string | undefined {
  return /<openbadges:credential\s[^>]*?\bverify="([^"<>&\s]+)"/.exec(text)?.[1];
}

/** Keyword, no compression, no language, no translation, then the badge. */
function fromPng(bytes: Uint8Array): string | undefined {
  const start = Buffer.from(`${pngKeyword}\0\0\0`, "latin1");
  for (const { type, data } of readPng(bytes)) {
    const chunk = Buffer.from(data);
    if (type !== "iTXt" || !chunk.subarray(0, start.length).equals(start)) continue;
    const language = chunk.indexOf(0, start.length);
    const translation = language < 0 ? -1 : chunk.indexOf(0, language + 1);
    if (translation >= 0) return chunk.toString("utf8", translation + 1);
  }
  return undefined;
}
