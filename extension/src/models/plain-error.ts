/** An error whose message was written for the person who reads it. */
export class PlainError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "PlainError";
  }
}
