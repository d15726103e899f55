/** Secrets that let somebody in. The store keeps only hashes, so that a stolen copy of it opens no session. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";

/** 256 random bits, safe in an address and in a cookie. */
export function createSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** Plain SHA-256 is enough: what is hashed is random and long (256 bits; a resume code has 59), never chosen by a person. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}

/** Takes the same time whichever character differs. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(hashSecret(a)), Buffer.from(hashSecret(b)));
}
