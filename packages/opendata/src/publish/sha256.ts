/** The checksum of bytes, in small hexadecimal signs. Web Crypto is there in pages and in Node. */
export async function sha256Of(bytes: Uint8Array): Promise<string> {
  // A copy, since Web Crypto takes no memory that others may write to meanwhile.
  const digest = await crypto.subtle.digest("SHA-256", new Uint8Array(bytes));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
