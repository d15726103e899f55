import { OpenBadgeCredential, type BadgeEvidence, type PathwayLevel } from "@data-surgery/contract";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { badgePng, badgeSvg } from "./badge-picture.js";
import { didOfKey, keyOfDid } from "./did-key.js";
import { issuerKeyIn } from "./issuer-key.js";
import { readPng } from "./png-chunks.js";
import { envelope, readBadge } from "./read-badge.js";
import { signBadge, type SignedBadge } from "./sign-badge.js";
import { verifyBadge } from "./verify-badge.js";

const folder = await mkdtemp(join(tmpdir(), "surgery-badge-"));
afterAll(() => rm(folder, { recursive: true }));

const keyFile = join(folder, "badge-key.json");
const openKey = issuerKeyIn(keyFile);
const key = await openKey();
const level: PathwayLevel = {
  id: "explorer",
  title: "Explorer <&\"'>",
  about: "Has had a first look.",
  criteria: [{ type: "lessons-done", count: 1, text: "Finish your first lesson." }],
};
const evidence: BadgeEvidence = {
  type: ["Evidence"],
  name: "Answer",
  genre: "answer",
  narrative: "let n = 1; // naïve ✓",
};
const at = Date.UTC(2026, 2, 3, 10, 20, 30, 456);
const content = {
  level,
  id: "urn:uuid:0b5c3f0e-8b1b-4c0e-9d53-2f5f0b6f3a01",
  subject: "urn:uuid:0b5c3f0e-8b1b-4c0e-9d53-2f5f0b6f3a02",
  issuerName: "A workshop",
  at,
};
const sign = (more: Partial<Parameters<typeof signBadge>[0]> = {}): Promise<SignedBadge> =>
  signBadge({ ...content, evidence: [evidence], ...more }, key);
const { jwt, credential } = await sign();
const part = (index: number): Buffer => Buffer.from(jwt.split(".")[index]!, "base64url");

test("OB1 a badge has the structure that Open Badges 3.0 asks for, and the claims of its JWT say the same as it does", () => {
  const payload: unknown = JSON.parse(part(1).toString());
  expect(OpenBadgeCredential.parse(payload)).toMatchObject(credential);
  expect(payload).toMatchObject({
    "@context": ["https://www.w3.org/ns/credentials/v2", "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"],
    iss: key.did,
    jti: content.id,
    sub: content.subject,
    nbf: Math.floor(at / 1000),
    validFrom: "2026-03-03T10:20:30Z",
  });
  expect(payload).not.toHaveProperty("vc");
  const missing = ["@context", "id", "type", "issuer", "validFrom", "credentialSubject"].map(
    (name) => OpenBadgeCredential.safeParse({ ...credential, [name]: undefined }).success,
  );
  expect(missing).toEqual(missing.map(() => false));
  const { achievement } = credential.credentialSubject;
  const thin = ["id", "type", "name", "description", "criteria"].map((name) => {
    const changed = { ...credential.credentialSubject, achievement: { ...achievement, [name]: undefined } };
    return OpenBadgeCredential.safeParse({ ...credential, credentialSubject: changed }).success;
  });
  expect(thin).toEqual(thin.map(() => false));
});

test("OB2 the browser's own cryptography, given nothing but the badge, finds that it holds", async () => {
  const { jwk, alg } = JSON.parse(part(0).toString()) as { jwk: { kty: string; crv: string; x: string }; alg: string };
  expect(alg).toBe("EdDSA");
  const publicKey = await crypto.subtle.importKey("jwk", jwk, "Ed25519", false, ["verify"]);
  const signed = Buffer.from(jwt.slice(0, jwt.lastIndexOf(".")));
  expect(await crypto.subtle.verify("Ed25519", publicKey, part(2), signed)).toBe(true);
  signed[100]! ^= 1;
  expect(await crypto.subtle.verify("Ed25519", publicKey, part(2), signed)).toBe(false);
  const { issuer } = JSON.parse(part(1).toString()) as { issuer: { id: string } };
  expect(Buffer.from(keyOfDid(issuer.id)!).toString("base64url")).toBe(jwk.x);
});

test("OB3 with any one letter changed, left out or added, a badge does not hold", async () => {
  const holds: string[] = [];
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  for (let index = 0; index < jwt.length; index++) {
    const here = jwt[index]!;
    // The next letter differs in the lowest bits, which at the end of a part may mean nothing to a careless reader.
    const other = here === "." ? "A" : letters[(letters.indexOf(here) + 1) % letters.length]!;
    for (const text of [other, ""]) {
      const changed = jwt.slice(0, index) + text + jwt.slice(index + 1);
      const verdict = await verifyBadge(changed, { issuer: key.did });
      if (verdict.type === "valid") holds.push(`${index} ${text}`);
    }
  }
  expect(holds).toEqual([]);
  expect((await verifyBadge(`${jwt}A`)).type).toBe("changed");
});

test("OB4 valid, changed, another issuer, another algorithm and no badge are told apart in words", async () => {
  expect(await verifyBadge(jwt, { issuer: key.did })).toMatchObject({
    type: "valid",
    words: expect.stringMatching("this issuer signed it"),
  });
  expect(await verifyBadge(jwt)).toMatchObject({ type: "valid", words: expect.stringMatching("Compare that") });
  const stranger = await issuerKeyIn(join(folder, "other.json"))();
  const theirs = await signBadge({ ...content, evidence: [] }, stranger);
  expect(await verifyBadge(theirs.jwt, { issuer: key.did })).toMatchObject({
    type: "other-issuer",
    words: expect.stringMatching("another issuer signed it"),
  });
  // Their signature under our name, and no signature at all.
  const [head, , signature] = theirs.jwt.split(".");
  expect((await verifyBadge(`${head}.${jwt.split(".")[1]}.${signature}`)).type).toBe("changed");
  const none = Buffer.from('{"alg":"none"}').toString("base64url");
  expect((await verifyBadge(`${none}.${jwt.split(".")[1]}.`)).type).toBe("changed");
  expect((await verifyBadge(`${none}.${jwt.split(".")[1]}.${signature}`)).type).toBe("changed");
  expect((await verifyBadge("what.is.this")).type).toBe("changed");
  expect((await verifyBadge(jwt, { now: at - 3_600_000 })).type).toBe("expired");
});

test("OB5 what is on a badge is what its holder chose: without evidence and name, nothing leads to them", async () => {
  const bare = await sign({ evidence: [] });
  expect(bare.credential).not.toHaveProperty("evidence");
  expect(bare.credential.credentialSubject).not.toHaveProperty("identifier");
  const named = await sign({ name: "Ada" });
  expect(named.credential.credentialSubject.identifier).toEqual([
    { type: "IdentityObject", hashed: false, identityHash: "Ada", identityType: "name" },
  ]);
  expect((await verifyBadge(named.jwt)).type).toBe("valid");
});

test("OB6 the same badge comes out of the text, the envelope, the SVG and the PNG, also as a form sends a picture", () => {
  const png = badgePng(1, jwt);
  const forms = [
    Buffer.from(`${jwt}\n`),
    Buffer.from(envelope(jwt)),
    Buffer.from(badgeSvg(level.title, 1, jwt)),
    png,
    Buffer.from(`data:image/png;base64,${png.toString("base64")}`),
  ];
  expect(forms.map((form) => readBadge(form) === jwt)).toEqual(forms.map(() => true));
  const others = ["", "hello", "<svg></svg>", "{}", "{", '{"id":"data:text/plain,x","type":"x"}'].map((text) =>
    Buffer.from(text),
  );
  expect([...others, png.subarray(0, 60)].map((form) => readBadge(form))).toEqual(
    Array.from({ length: 7 }, () => undefined),
  );
});

test("OB7 the picture is well formed: the title of a level can't become markup, and every chunk of the PNG is whole", () => {
  const svg = badgeSvg(level.title, 2, jwt);
  expect(svg).toContain("Explorer &lt;&amp;&quot;&#39;&gt;");
  expect(svg).toContain('xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"');
  expect(readPng(badgePng(3, jwt)).map(({ type }) => type)).toEqual(["IHDR", "iTXt", "IDAT", "IEND"]);
});

test("OB8 the key is made once, for its user alone, and stays the same; a damaged one is never replaced", async () => {
  if (process.platform !== "win32") expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  expect((await issuerKeyIn(keyFile)()).did).toBe(key.did);
  const before = await readFile(keyFile, "utf8");
  const spoilt = join(folder, "spoilt.json");
  await writeFile(spoilt, before.slice(0, 40));
  await expect(issuerKeyIn(spoilt)()).rejects.toThrow(/can't be read. Put it back from your backup/);
  expect(await readFile(spoilt, "utf8")).toBe(before.slice(0, 40));
});

test("OB9 did:key names are those of the method: a known key has its known name, and others are refused", () => {
  // The example of the did:key method: https://w3c-ccg.github.io/did-method-key/#example-1
  const known = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";
  const bytes = keyOfDid(known)!;
  expect(bytes.length).toBe(32);
  expect(didOfKey(bytes)).toBe(known);
  const wrong = ["did:key:z", "did:web:example.org", known.slice(0, -1), `${known}0`, `did:key:z${"1".repeat(99)}`];
  expect(wrong.map((did) => keyOfDid(did))).toEqual(wrong.map(() => undefined));
});
