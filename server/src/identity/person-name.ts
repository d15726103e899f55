import { z } from "zod";

const longest = 40;

/**
 * What somebody asked to be called: any script, one line, no invisible characters (they could imitate another name or turn
 * the text around), at most 40
 * UTF-16 units.
 */
export function parsePersonName(typed: string): string | undefined {
  const name = typed
    .normalize("NFC")
    // Zero-width joiners are kept: scripts and emoji need them.
    .replaceAll(/[\p{Cc}\p{Cs}\p{Co}\p{Cn}]|(?!\u200c|\u200d)\p{Cf}/gu, " ")
    .replaceAll(/\s+/gu, " ")
    .trim();
  const visible = name.replaceAll(/[\u200c\u200d\s]/gu, "");
  return visible === "" || name.length > longest ? undefined : name;
}

export const PersonNameText: z.ZodType<string> = z.string().max(400);
