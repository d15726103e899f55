import { html, type PublicPage } from "../../http/index.js";
import { faultSummary, textField, type FormState } from "../form-field.js";
import type { Invitation } from "./venue-people.js";
import { venueRoleWords } from "./venue-role.js";

export interface InvitedPage extends FormState {
  readonly invitation: Invitation;
  readonly token: string;
  /** Who this browser is already, if that is somebody who organises. */
  readonly as: string | undefined;
}

/** A button, so that a chat program that looks at the link in advance does not use it up. */
export function invitedPage(page: InvitedPage): PublicPage {
  const { invitation, token, as, faults } = page;
  const { name, may } = venueRoleWords[invitation.role];
  return {
    title: `You are invited: ${invitation.venue.name}`,
    styles: ["surgeries.css"],
    head: html`<meta name="robots" content="noindex" />`,
    main: html`<div class="narrow">
      <h1>You are invited to ${invitation.venue.name}</h1>
      <p class="lead">As ${name.toLowerCase()}: ${may}.</p>
      ${faultSummary(faults)}
      <form method="post" action="/invited/${token}">
        ${
          as === undefined
            ? html`${textField(page, {
                  name: "name",
                  label: "What shall the others call you?",
                  required: true,
                  most: 40,
                  autocomplete: "nickname",
                })}
                <p class="tip">
                  This makes the browser in front of you an organiser’s. You also get the board of this server’s
                  workshop, with everybody’s work. Afterwards make a resume code, so that you can come back.
                </p>`
            : html`<p>
                You are signed in as <strong><bdi>${as}</bdi></strong
                >.
              </p>`
        }
        <button class="button main wide">Join</button>
      </form>
    </div>`,
  };
}

export function noInvitationPage(message: string): PublicPage {
  return {
    title: "Not open any more",
    main: html`<div class="narrow">
      <h1>This invitation does not work any more</h1>
      <div class="note warn"><p>${message}</p></div>
      <p><a class="button" href="/surgeries">What is on</a></p>
    </div>`,
  };
}
