/**
 * did:key of an Ed25519 key (https://w3c-ccg.github.io/did-method-key/): the name is the key, so a badge can be verified on a
 * machine that has never been online. Multicodec 0xed01 and 32 bytes, in base58 with a leading z.
 */
const alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const prefix = "did:key:z";
const multicodec = [0xed, 0x01] as const;
const keyLength = 32;

/** @param key the 32 bytes of the public key */
export function didOfKey(key: Uint8Array): string {
  return prefix + base58([...multicodec, ...key]);
}

/** The public key, or undefined when it is not a did:key of this kind. */
export function keyOfDid(did: string): Uint8Array | undefined {
  if (!did.startsWith(prefix)) return undefined;
  const bytes = fromBase58(did.slice(prefix.length));
  if (bytes?.length !== keyLength + multicodec.length) return undefined;
  if (bytes[0] !== multicodec[0] || bytes[1] !== multicodec[1]) return undefined;
  return Uint8Array.from(bytes.slice(multicodec.length));
}

/** Where the key stands in the document that the name stands for. */
export function keyIdOfDid(did: string): string {
  return `${did}#${did.slice("did:key:".length)}`;
}

function base58(bytes: readonly number[]): string {
  let value = bytes.reduce((total, byte) => total * 256n + BigInt(byte), 0n);
  let text = "";
  for (; value > 0n; value /= 58n) text = (alphabet[Number(value % 58n)] ?? "") + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return "1".repeat(Math.max(0, zeros)) + text;
}

function fromBase58(text: string): number[] | undefined {
  if (text.length > 100) return undefined;
  let value = 0n;
  for (const letter of text) {
    const digit = alphabet.indexOf(letter);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const bytes: number[] = [];
  for (; value > 0n; value /= 256n) bytes.unshift(Number(value % 256n));
  const zeros = text.search(/[^1]/);
  return [...Array.from({ length: Math.max(0, zeros) }, () => 0), ...bytes];
}
