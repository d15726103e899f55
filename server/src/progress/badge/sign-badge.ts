/**
 * Makes and signs a badge: an Open Badge 3.0 as a VC-JWT with EdDSA (section 8.2 of the specification: the credential itself is
 * the payload, beside the registered claims that repeat it). A JWT and not a Data Integrity proof, because what is signed is
 * the very text: nothing has to be put in canonical form, no context has to be fetched, and twenty lines can check it.
 */
import {
  credentialContexts,
  type BadgeEvidence,
  type OpenBadgeCredential,
  type PathwayLevel,
} from "@data-surgery/contract";
import type { JWTPayload } from "jose";
import type { IssuerKey } from "./issuer-key.js";

export interface BadgeContent {
  readonly level: PathwayLevel;
  /** Random ids of the badge and of its holder in it: they lead to nobody. */
  readonly id: string;
  readonly subject: string;
  /** Only where the holder wants their name on it. */
  readonly name?: string | undefined;
  readonly issuerName: string;
  /** Milliseconds since 1970; badges tell whole seconds. */
  readonly at: number;
  readonly evidence: readonly BadgeEvidence[];
}

export interface SignedBadge {
  readonly credential: OpenBadgeCredential;
  readonly jwt: string;
}

export async function signBadge(content: BadgeContent, key: IssuerKey): Promise<SignedBadge> {
  const seconds = Math.floor(content.at / 1000);
  const credential = credentialOf(content, key.did, new Date(seconds * 1000));
  const claims: JWTPayload = { ...credential, iss: key.did, jti: content.id, sub: content.subject, nbf: seconds };
  const { SignJWT } = await import("jose");
  const jwt = await new SignJWT(claims)
    .setProtectedHeader({ alg: "EdDSA", typ: "JWT", kid: key.keyId, jwk: key.publicJwk })
    .sign(key.privateKey);
  return { credential, jwt };
}

function credentialOf(content: BadgeContent, did: string, validFrom: Date): OpenBadgeCredential {
  const { level, id, subject, name, issuerName, evidence } = content;
  return {
    "@context": credentialContexts,
    id,
    type: ["VerifiableCredential", "OpenBadgeCredential"],
    name: level.title,
    issuer: { id: did, type: ["Profile"], name: issuerName },
    validFrom: validFrom.toISOString().replace(".000Z", "Z"),
    credentialSubject: {
      id: subject,
      type: ["AchievementSubject"],
      ...(name === undefined
        ? {}
        : {
            identifier: [{ type: "IdentityObject", hashed: false, identityHash: name, identityType: "name" }],
          }),
      achievement: {
        id: `urn:data-surgery:badge:${level.id}`,
        type: ["Achievement"],
        name: level.title,
        description: level.about,
        criteria: { narrative: level.criteria.map(({ text }) => `- ${text}`).join("\n") },
      },
    },
    ...(evidence.length === 0 ? {} : { evidence }),
  };
}
