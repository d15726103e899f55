/**
 * An Open Badge 3.0 (https://www.imsglobal.org/spec/ob/v3p0/): the structure that the specification requires, and of what it
 * allows only that which we issue. A verifier reads badges of other makers too, so members we don't know are let be.
 */
import { z } from "zod";

export const credentialContexts: readonly [string, string] = [
  "https://www.w3.org/ns/credentials/v2",
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
];

/** What its holder chose to show. */
export interface BadgeEvidence {
  readonly type: readonly string[];
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly narrative?: string | undefined;
  readonly genre?: string | undefined;
}

export interface BadgeIdentity {
  readonly type: string;
  readonly hashed: boolean;
  readonly identityHash: string;
  readonly identityType: string;
}

export interface BadgeAchievement {
  readonly id: string;
  readonly type: readonly string[];
  readonly name: string;
  readonly description: string;
  readonly criteria: { readonly id?: string | undefined; readonly narrative?: string | undefined };
}

export interface OpenBadgeCredential {
  readonly "@context": readonly string[];
  readonly id: string;
  readonly type: readonly string[];
  readonly name?: string | undefined;
  readonly issuer: { readonly id: string; readonly type: readonly string[]; readonly name?: string | undefined };
  /** ISO time with a zone. */
  readonly validFrom: string;
  readonly validUntil?: string | undefined;
  readonly credentialSubject: {
    readonly id?: string | undefined;
    readonly type: readonly string[];
    readonly identifier?: readonly BadgeIdentity[] | undefined;
    readonly achievement: BadgeAchievement;
  };
  readonly evidence?: readonly BadgeEvidence[] | undefined;
}

const iri = z.string().regex(/^[a-z][a-z0-9+.-]*:\S+$/i, { error: "must be an absolute address" });
const time = z.iso.datetime({ offset: true });
const typed = (name: string): z.ZodType<readonly string[]> =>
  z.array(z.string()).refine((types) => types.includes(name), { error: `must have the type ${name}` });

/** VC 2.0 comes first, then a context of Open Badges 3.0; the order is part of the specification. */
const contexts = z
  .array(z.string())
  .refine(([first]) => first === credentialContexts[0], { error: "must begin with the credentials context, version 2" })
  .refine(
    ([, second]) => /^https:\/\/purl\.imsglobal\.org\/spec\/ob\/v3p0\/context(-3\.0\.\d+)?\.json$/.test(second ?? ""),
    {
      error: "must have the Open Badges 3.0 context second",
    },
  );

export const OpenBadgeCredential: z.ZodType<OpenBadgeCredential> = z.looseObject({
  "@context": contexts,
  id: iri,
  type: typed("VerifiableCredential").refine(
    (types) => types.includes("OpenBadgeCredential") || types.includes("AchievementCredential"),
    { error: "must be an OpenBadgeCredential" },
  ),
  name: z.string().min(1).optional(),
  issuer: z.looseObject({ id: iri, type: typed("Profile"), name: z.string().min(1).optional() }),
  validFrom: time,
  validUntil: time.optional(),
  credentialSubject: z
    .looseObject({
      id: iri.optional(),
      type: typed("AchievementSubject"),
      identifier: z
        .array(
          z.looseObject({
            type: z.literal("IdentityObject"),
            hashed: z.boolean(),
            identityHash: z.string().min(1),
            identityType: z.string().min(1),
          }),
        )
        .min(1)
        .optional(),
      achievement: z.looseObject({
        id: iri,
        type: typed("Achievement"),
        name: z.string().min(1),
        description: z.string().min(1),
        criteria: z
          .looseObject({ id: iri.optional(), narrative: z.string().min(1).optional() })
          .refine(({ id, narrative }) => id !== undefined || narrative !== undefined, {
            error: "must say what was asked for",
          }),
      }),
    })
    .refine(({ id, identifier }) => id !== undefined || identifier !== undefined, {
      error: "must say whose it is, by id or identifier",
    }),
  evidence: z
    .array(
      z.looseObject({
        type: typed("Evidence"),
        name: z.string().optional(),
        description: z.string().optional(),
        narrative: z.string().optional(),
        genre: z.string().optional(),
      }),
    )
    .optional(),
});
