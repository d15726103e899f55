/** How a file is to be read, as it comes from the panel or the store: of a form that the toolkit knows, or not taken at all. */
import { AppError } from "@data-surgery/contract";
import { isWished, parseKeptReading, type KeptReading } from "@data-surgery/opendata/publish/browser";
import { z } from "zod";

export const StoredReading: z.ZodType<KeptReading> = z.unknown().transform((value, context): KeptReading => {
  const reading = parseKeptReading(value);
  if (reading !== undefined) return reading;
  context.addIssue({ code: "custom", message: "not a way of reading that we know" });
  return z.NEVER;
});

/** What the panel hands over, chosen for the file with this checksum. @throws AppError `http.bad-request` */
export function readingFromPanel(json: string, file: string): KeptReading | undefined {
  if (json === "") return undefined;
  try {
    const reading = StoredReading.parse(JSON.parse(json));
    return isWished(reading) ? { ...reading, file } : undefined;
  } catch (error) {
    throw new AppError(
      "http.bad-request",
      { reason: "how the file is to be read came with it and can't be understood" },
      { cause: error },
    );
  }
}
