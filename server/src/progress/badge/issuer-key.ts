/**
 * The key that signs this server's badges: made when the first badge is, kept in the data folder for its user alone. Who loses
 * it can't sign as this issuer again; badges that are out stay good, because they carry the public half in the issuer's name.
 */
import type { CryptoKey } from "jose";
import { readFile, writeFile } from "node:fs/promises";
import { z } from "zod";
import { didOfKey, keyIdOfDid } from "./did-key.js";

export interface IssuerKey {
  readonly did: string;
  readonly keyId: string;
  /** The public half, as a JWK. */
  readonly publicJwk: { readonly kty: "OKP"; readonly crv: "Ed25519"; readonly x: string };
  readonly privateKey: CryptoKey;
}

/** Opens the key, and makes it where there is none. */
export type OpenIssuerKey = () => Promise<IssuerKey>;

interface StoredKey {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  readonly x: string;
  readonly d: string;
}

const StoredKey: z.ZodType<StoredKey> = z.object({
  kty: z.literal("OKP"),
  crv: z.literal("Ed25519"),
  x: z.base64url().length(43),
  d: z.base64url().length(43),
});

export function issuerKeyIn(file: string): OpenIssuerKey {
  let opened: Promise<IssuerKey> | undefined;
  return () => {
    opened ??= open(file).catch((error: unknown) => {
      // The disk may have room again, or the file be put back.
      opened = undefined;
      throw error;
    });
    return opened;
  };
}

async function open(file: string): Promise<IssuerKey> {
  const stored = (await read(file)) ?? (await make(file));
  const { kty, crv, x } = stored;
  // Loaded when a badge is wanted, not by every server.
  const { importJWK } = await import("jose");
  const key = await importJWK({ ...stored }, "EdDSA");
  if (!(key instanceof CryptoKey)) throw new Error(`${file} holds no key to sign with`);
  const did = didOfKey(Buffer.from(x, "base64url"));
  return { did, keyId: keyIdOfDid(did), publicJwk: { kty, crv, x }, privateKey: key };
}

/** A damaged file is an error and never replaced: a new key would be a new issuer without a word. */
async function read(file: string): Promise<StoredKey | undefined> {
  try {
    return StoredKey.parse(JSON.parse(await readFile(file, "utf8")));
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new Error(`The key for badges in ${file} can't be read. Put it back from your backup.`, { cause: error });
  }
}

async function make(file: string): Promise<StoredKey> {
  const { exportJWK, generateKeyPair } = await import("jose");
  const { privateKey } = await generateKeyPair("EdDSA", { crv: "Ed25519", extractable: true });
  const { kty, crv, x, d } = await exportJWK(privateKey);
  const stored = StoredKey.parse({ kty, crv, x, d });
  await writeFile(file, `${JSON.stringify(stored)}\n`, { mode: 0o600, flag: "wx", flush: true });
  return stored;
}
