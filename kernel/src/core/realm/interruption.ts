/** Thrown into code whose cell was stopped, to end what is left of it. Not an error to show. */
export class Interruption extends Error {
  constructor() {
    super("The cell was stopped.");
    this.name = "Interruption";
  }
}
