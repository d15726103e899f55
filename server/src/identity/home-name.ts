import { createCode } from "./code.js";

/**
 * Folder name of a person's own files below `people/`: a readable part of their name and four random characters, [a-z0-9-] only.
 * Names in other scripts leave nothing readable, so those people get `learner-k7m2`.
 */
export function createHomeName(name: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replaceAll(/\p{M}/gu, "")
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 20)
    .replace(/-+$/, "");
  return `${slug === "" ? "learner" : slug}-${createCode(4).toLowerCase()}`;
}
