import { Pathway } from "@data-surgery/contract";
import { readFile } from "node:fs/promises";

/** @throws Error when the file is not there or is not a pathway of format 1: it is part of the program. */
export async function readPathway(file: string): Promise<Pathway> {
  const parsed = Pathway.safeParse(JSON.parse(await readFile(file, "utf8")));
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new Error(`${file} is not a pathway of format 1: ${issue?.path.join(".") ?? ""} ${issue?.message ?? ""}`);
}
