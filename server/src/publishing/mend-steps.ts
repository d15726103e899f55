/** Steps of mending as they come from a page or the store: of a form that the toolkit knows, or not taken at all. */
import { AppError } from "@data-surgery/contract";
import { parseFix, type Fix, type KeptMend } from "@data-surgery/opendata/publish/browser";
import { z } from "zod";

const KnownFix: z.ZodType<Fix> = z.unknown().transform((value, context): Fix => {
  const fix = parseFix(value);
  if (fix !== undefined) return fix;
  context.addIssue({ code: "custom", message: "not a step of mending that we know" });
  return z.NEVER;
});

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

export const MendSteps: z.ZodType<readonly KeptMend[]> = z
  .array(z.object({ fix: KnownFix, code: z.string().max(60).optional(), file: sha256.optional() }))
  .max(200);

/** What the panel hands over, chosen for the file with this checksum. @throws AppError `http.bad-request` */
export function mendsFromPanel(json: string, file: string): readonly KeptMend[] {
  if (json === "") return [];
  try {
    return MendSteps.parse(JSON.parse(json)).map((step) => ({ ...step, file }));
  } catch (error) {
    throw new AppError(
      "http.bad-request",
      { reason: "the steps of mending that came with the file can't be read" },
      { cause: error },
    );
  }
}
