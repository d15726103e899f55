/**
 * Whether a badge is as its issuer signed it. Needs no network: the issuer's name is the key. What can't be shown to hold is said
 * not to hold.
 */
import { OpenBadgeCredential } from "@data-surgery/contract";
import { keyIdOfDid, keyOfDid } from "./did-key.js";

export type BadgeVerdict =
  /** As signed. `issuer`: by the one that was asked about, by another, or nobody asked. */
  | {
      readonly type: "valid" | "other-issuer" | "expired";
      readonly credential: OpenBadgeCredential;
      readonly words: string;
    }
  | { readonly type: "changed" | "not-a-badge" | "unknown-issuer"; readonly words: string };

export interface VerifyOptions {
  /** The issuer that it should be from, as a did:key. */
  readonly issuer?: string | undefined;
  readonly now?: number;
}

interface Claims {
  readonly iss?: unknown;
  readonly jti?: unknown;
  readonly sub?: unknown;
  readonly nbf?: unknown;
}

export async function verifyBadge(
  jwt: string,
  { issuer, now = Date.now() }: VerifyOptions = {},
): Promise<BadgeVerdict> {
  const parts = jwt.split(".");
  const payload = parts.length === 3 ? parseJson(parts[1] ?? "") : undefined;
  if (payload === undefined || !parts.every(isCanonical)) return changed("It can't be read: a part of it is damaged.");
  const iss = (payload as Claims).iss;
  const key = typeof iss === "string" ? keyOfDid(iss) : undefined;
  if (typeof iss !== "string" || key === undefined) {
    return {
      type: "unknown-issuer",
      words: "It names no issuer whose key is in the badge itself, so it can't be checked here.",
    };
  }
  if (!(await isSignedBy(jwt, iss, key))) {
    return changed("It is not as its issuer signed it. Somebody changed it, or it was damaged on the way.");
  }
  const parsed = OpenBadgeCredential.safeParse(payload);
  if (!parsed.success || !claimsAgree(payload, parsed.data)) {
    return { type: "not-a-badge", words: "It is signed, but what is signed is not an Open Badge 3.0." };
  }
  return judge(parsed.data, issuer, now);
}

function judge(credential: OpenBadgeCredential, issuer: string | undefined, now: number): BadgeVerdict {
  const called = credential.issuer.name === undefined ? "" : `, which calls itself “${credential.issuer.name}”`;
  const by = `${credential.issuer.id}${called}`;
  if (issuer !== undefined && issuer !== credential.issuer.id) {
    const words = `It is unchanged, but another issuer signed it: ${by}. Anybody can make an issuer and give it any name, so ask whose it is before you rely on it.`;
    return { type: "other-issuer", credential, words };
  }
  if (Date.parse(credential.validFrom) > now + 5 * 60_000 || Date.parse(credential.validUntil ?? "9999-01-01") < now) {
    return {
      type: "expired",
      credential,
      words: "It is unchanged, but today is outside the time that it is good for.",
    };
  }
  const words =
    issuer === undefined
      ? `It is unchanged since ${by} signed it. Compare that with the issuer’s name as you know it from somewhere else.`
      : `It is unchanged, and this issuer signed it: ${by}.`;
  return { type: "valid", credential, words };
}

function changed(words: string): BadgeVerdict {
  return { type: "changed", words };
}

async function isSignedBy(jwt: string, did: string, key: Uint8Array): Promise<boolean> {
  const { compactVerify, decodeProtectedHeader, importJWK } = await import("jose");
  const x = Buffer.from(key).toString("base64url");
  try {
    // The key is in the name. What else the header says of keys must be the same one.
    const { kid, jwk } = decodeProtectedHeader(jwt);
    if (kid !== undefined && kid !== keyIdOfDid(did)) return false;
    if (jwk !== undefined && jwk.x !== x) return false;
    const publicKey = await importJWK({ kty: "OKP", crv: "Ed25519", x }, "EdDSA");
    await compactVerify(jwt, publicKey, { algorithms: ["EdDSA"] });
    return true;
  } catch {
    return false;
  }
}

/** The claims that the JWT repeats from the credential must say the same. */
function claimsAgree({ iss, jti, sub, nbf }: Claims, credential: OpenBadgeCredential): boolean {
  const seconds = Math.floor(Date.parse(credential.validFrom) / 1000);
  return (
    iss === credential.issuer.id && jti === credential.id && sub === credential.credentialSubject.id && nbf === seconds
  );
}

/** Base64 has letters whose last bits mean nothing: with those changed, it would be another text with the same meaning. */
function isCanonical(part: string): boolean {
  return part !== "" && Buffer.from(part, "base64url").toString("base64url") === part;
}

function parseJson(part: string): object | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
