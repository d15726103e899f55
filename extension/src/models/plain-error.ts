/** An error whose message was written for the person who reads it. */
export class PlainError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PlainError";
  }
}

/** Waits; resolves to what went wrong, in words for the person, or to nothing. Anything else that is thrown is a bug and stays one. */
export async function wordsFor(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof PlainError) return error.message;
    throw error;
  }
}
