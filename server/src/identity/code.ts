/**
 * Codes that people read aloud, copy from a board and type on a phone. 31 characters, none that looks like another
 * (no 0 O, 1 I L). Eight of them are 8.5 · 10^11 possibilities: with the throttle on wrong tries, guessing is hopeless.
 */
import { randomInt } from "node:crypto";

export const codeAlphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

export function createCode(length: number): string {
  let code = "";
  for (let at = 0; at < length; at++) code += codeAlphabet[randomInt(codeAlphabet.length)];
  return code;
}

/** What a person typed or pasted, as the code it stands for: case, spaces and any kind of dash don't matter. */
export function parseCode(typed: string): string {
  return typed
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/g, "");
}

/** In groups of four, as it is shown: `K7MP-2QRT`. */
export function formatCode(code: string): string {
  return code.match(/.{1,4}/g)?.join("-") ?? "";
}
