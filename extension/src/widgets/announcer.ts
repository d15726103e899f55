/** One polite live region for the page: short sentences for people who can't see what changed. */
export class Announcer {
  readonly node: HTMLElement;

  constructor() {
    this.node = document.createElement("div");
    this.node.className = "ds-visually-hidden";
    this.node.setAttribute("role", "status");
    this.node.setAttribute("aria-live", "polite");
  }

  say(sentence: string): void {
    // The same sentence twice is two events: an empty moment between makes it one for screen readers too.
    this.node.textContent = "";
    requestAnimationFrame(() => (this.node.textContent = sentence));
  }
}
