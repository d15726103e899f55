/**
 * Checks a badge in a page that stands in one file and asks nobody: written apart from the server's check on purpose, with nothing
 * but the browser's own cryptography, so that one can be held against the other. Needs a browser of 2025 or newer (Ed25519).
 */
const input = document.querySelector<HTMLInputElement>("#file");
const head = document.querySelector<HTMLElement>("#head");
const words = document.querySelector<HTMLElement>("#words");
const facts = document.querySelector<HTMLElement>("#facts");

interface Badge {
  readonly iss?: unknown;
  readonly issuer?: { readonly id?: unknown; readonly name?: unknown };
  readonly validFrom?: unknown;
  readonly credentialSubject?: { readonly achievement?: { readonly name?: unknown; readonly description?: unknown } };
  readonly evidence?: readonly { readonly name?: unknown; readonly narrative?: unknown }[];
}

async function check(file: File): Promise<void> {
  facts?.replaceChildren();
  const jwt = findBadge(await file.arrayBuffer());
  if (jwt === undefined) return tell("No badge found", "There is no badge in this file. Choose it as you got it.");
  const [header = "", payload = "", signature = ""] = jwt.split(".");
  const badge = parse(payload);
  const issuer = badge?.issuer?.id;
  const key = typeof issuer === "string" && issuer === badge?.iss ? keyIn(issuer) : undefined;
  const holds =
    key !== undefined &&
    [header, payload, signature].every((part) => encode(decode(part)) === part) &&
    (parse(header) as { alg?: unknown } | undefined)?.alg === "EdDSA" &&
    (await isSigned(key, decode(signature), `${header}.${payload}`));
  if (!holds || badge === undefined) {
    return tell("This badge was changed", "It is not as its issuer signed it, or it was damaged on the way.");
  }
  const called = badge.issuer?.name;
  tell(
    "This badge is unchanged",
    `It is as ${String(issuer)} signed it${typeof called === "string" ? `, which calls itself “${called}”` : ""}. Anybody can take such a name: compare the letters after did:key with what the workshop tells you.`,
  );
  show("Badge", badge.credentialSubject?.achievement?.name);
  show("Means", badge.credentialSubject?.achievement?.description);
  show("Given on", badge.validFrom);
  for (const { name, narrative } of badge.evidence ?? []) show(typeof name === "string" ? name : "Evidence", narrative);
}

function tell(title: string, text: string): void {
  if (head !== null) head.textContent = title;
  if (words !== null) words.textContent = text;
}

function show(title: string, text: unknown): void {
  if (typeof text !== "string" || facts === null) return;
  const term = document.createElement("dt");
  term.textContent = title;
  const value = document.createElement("dd");
  value.textContent = text;
  facts.append(term, value);
}

/** Pictures and envelopes hold the badge as it is, so its letters can be looked for in any of them. */
function findBadge(file: ArrayBuffer): string | undefined {
  const bytes = new Uint8Array(file);
  const text = (isPng(bytes) ? textChunks(bytes) : [bytes])
    .map((part) => new TextDecoder("latin1").decode(part))
    .join("\0");
  return /eyJ[^\s"<>.\0]+\.[^\s"<>.\0]+\.[\w-]+/.exec(text)?.[0];
}

const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function isPng(bytes: Uint8Array): boolean {
  return pngStart.every((byte, at) => bytes[at] === byte);
}

/**
 * What stands in the text chunks of a PNG (its specification, section 5.3: length, name, data, checksum). Without their borders the
 * checksum behind a badge, which may be a letter, would count as a part of it.
 */
function textChunks(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const view = new DataView(bytes.buffer);
  const found: Uint8Array<ArrayBuffer>[] = [];
  for (let at = pngStart.length; at + 12 <= bytes.length;) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (name === "iTXt" || name === "tEXt") found.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return found;
}

function decode(part: string): Uint8Array<ArrayBuffer> {
  try {
    const letters = atob(part.replaceAll("-", "+").replaceAll("_", "/"));
    return Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  } catch {
    return new Uint8Array();
  }
}

function encode(bytes: Uint8Array): string {
  let letters = "";
  for (const byte of bytes) letters += String.fromCharCode(byte);
  return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function parse(part: string): Badge | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(decode(part)));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** did:key of Ed25519: two bytes that name the kind, and 32 of key, in base58. */
function keyIn(did: string): Uint8Array<ArrayBuffer> | undefined {
  const digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  const text = /^did:key:z([1-9A-HJ-NP-Za-km-z]{40,60})$/.exec(did)?.[1];
  if (text === undefined) return undefined;
  let value = 0n;
  for (const letter of text) value = value * 58n + BigInt(digits.indexOf(letter));
  const hex = value.toString(16).padStart(68, "0");
  if (hex.length !== 68 || !hex.startsWith("ed01")) return undefined;
  return Uint8Array.from({ length: 32 }, (_none, at) => Number.parseInt(hex.slice(4 + at * 2, 6 + at * 2), 16));
}

async function isSigned(
  key: Uint8Array<ArrayBuffer>,
  signature: Uint8Array<ArrayBuffer>,
  text: string,
): Promise<boolean> {
  const publicKey = await crypto.subtle.importKey("raw", key, "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", publicKey, signature, new TextEncoder().encode(text));
}

async function checkChosen(): Promise<void> {
  const file = input?.files?.[0];
  if (file === undefined) return;
  try {
    await check(file);
  } catch (error) {
    tell(
      "This browser can’t check badges",
      `Use a newer one. (${error instanceof Error ? error.message : String(error)})`,
    );
  }
}

input?.addEventListener("change", () => void checkChosen());

export {};
