/**
 * What the xAPI 1.0.3 specification (Data, part two) asks of a statement, written down for tests: required and allowed members,
 * formats, and the rules between them. Strict: a member that the specification does not know is refused, as a record store must.
 */
import { z } from "zod";

const iri = z.string().regex(/^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i, { error: "must be an absolute IRI" });
const languageMap = z.record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.string());
const extensions = z.record(iri, z.unknown());

/** 2.4.2.1: an account is one of the ways to name an agent, and there is one way only. */
const agent = z.strictObject({
  objectType: z.literal("Agent"),
  account: z.strictObject({ homePage: z.url(), name: z.string().min(1) }),
});

/** 2.4.4.1 */
const activity = z.strictObject({
  objectType: z.literal("Activity"),
  id: iri,
  definition: z
    .strictObject({
      name: languageMap.optional(),
      description: languageMap.optional(),
      type: iri.optional(),
      extensions: extensions.optional(),
    })
    .optional(),
});

/** 2.4.5.1 */
const score = z
  .strictObject({
    scaled: z.number().min(-1).max(1).optional(),
    raw: z.number().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
  })
  .refine(({ min, max }) => min === undefined || max === undefined || min < max, { error: "min must be below max" })
  .refine(({ raw, min, max }) => raw === undefined || (raw >= (min ?? raw) && raw <= (max ?? raw)), {
    error: "raw must lie between min and max",
  });

export const xapiStatementRules: z.ZodType = z.strictObject({
  id: z.uuid(),
  actor: agent,
  verb: z.strictObject({ id: iri, display: languageMap }),
  object: activity,
  result: z
    .strictObject({
      score: score.optional(),
      success: z.boolean().optional(),
      completion: z.boolean().optional(),
      extensions: extensions.optional(),
    })
    .optional(),
  context: z.strictObject({
    platform: z.string().min(1),
    language: z.string(),
    contextActivities: z
      .strictObject({ parent: z.array(activity).min(1).optional(), grouping: z.array(activity).min(1).optional() })
      .optional(),
    extensions: extensions.optional(),
  }),
  timestamp: z.iso.datetime({ offset: true }),
});
