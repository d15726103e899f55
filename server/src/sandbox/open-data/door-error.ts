/** Why the door did not let something through, in a sentence for the person whose code asked. */
export class DoorError extends Error {
  /** `refused`: against the rules. `unreachable`: the internet or the site. `too-much`: more than the door lets through. */
  readonly kind: "refused" | "unreachable" | "too-much";

  constructor(kind: DoorError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DoorError";
    this.kind = kind;
  }
}
