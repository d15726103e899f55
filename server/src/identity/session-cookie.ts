/**
 * The cookie that says who somebody is. HttpOnly (scripts in a notebook's output can't read it), SameSite=Lax.
 * Under https it is `__Host-…` and Secure. Browsers share cookies between ports of one host, so its name holds a part of
 * the server's own id: two workshops on one laptop don't sign each other's people out.
 */
export interface SessionCookie {
  /** The token that the browser sent, or undefined. */
  read(header: string | undefined): string | undefined;
  write(token: string, maxAgeSeconds: number): string;
  clear(): string;
}

export function createSessionCookie(options: { readonly instance: string; readonly secure: boolean }): SessionCookie {
  const name = `${options.secure ? "__Host-" : ""}surgery_${options.instance}`;
  const attributes = `Path=/; HttpOnly; SameSite=Lax${options.secure ? "; Secure" : ""}`;
  return {
    read: (header) => {
      for (const pair of (header ?? "").split(";")) {
        const [key, ...value] = pair.split("=");
        if (key?.trim() === name) return value.join("=").trim();
      }
      return undefined;
    },
    write: (token, maxAgeSeconds) => `${name}=${token}; Max-Age=${maxAgeSeconds}; ${attributes}`,
    clear: () => `${name}=; Max-Age=0; ${attributes}`,
  };
}
