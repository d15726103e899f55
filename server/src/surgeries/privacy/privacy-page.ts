/** What is asked, why, how long it is kept, and how to take it back: for everybody, in plain words, from the figures that the sweep keeps to. */
import { html, type Html, type PublicPage } from "../../http/index.js";
import { keptFor } from "./retention.js";

interface Kept {
  readonly what: string;
  readonly why: string;
  readonly until: string;
}

const months = (count: number): string => (count === 1 ? "1 month" : `${count} months`);

const ofSurgeries: readonly Kept[] = [
  {
    what: "Your name, and your e-mail address and group if you give them",
    why: "To keep your place, to remind you, and to know that it is you who comes again",
    until: `${months(keptFor.contact)} after the last surgery you signed up for or came to. ${months(keptFor.agreed)} if you agreed that we may write to you afterwards, tell your story, or list what you ask for or offer`,
  },
  {
    what: "What you want help with, the address of your data, what you can help with",
    why: "To bring you together with somebody who can help",
    until: `${months(keptFor.signUpWords)} after the date`,
  },
  {
    what: "What you need to take part (a ramp, large print)",
    why: "So that the place is ready for you",
    until: `${months(keptFor.accessNeeds)} after the date`,
  },
  {
    what: "That you came, when, and with whom you sat",
    why: "To count people and hours, and to know who helped whom",
    until: "with your name, as long as your name is kept. After that only the count stays, and it belongs to nobody",
  },
  {
    what: "What was done, what comes next, and your story if you want one told",
    why: "So that you and your helper can go on. A story is public only when you say yes to that",
    until: "as long as your name is kept, then the words go",
  },
  {
    what: "How sure you feel with data, and what came of it three months later",
    why: "To see whether surgeries help. Shown to others only as figures of many",
    until: "the scores stay without you; words go with your name",
  },
  {
    what: "E-mails that we wrote to you",
    why: "To send them again when a mail server was away",
    until: `${keptFor.lettersInDays} days`,
  },
];

const ofNotebooks: readonly Kept[] = [
  {
    what: "A name that you choose, your notebooks and files, your checks and progress",
    why: "So that you find your work again by your resume code",
    until: "until you have them erased, or whoever runs this server does",
  },
];

export function privacyPage({ sendsMail }: { readonly sendsMail: boolean }): PublicPage {
  return {
    title: "Your data",
    styles: ["surgeries.css", "people.css"],
    side: html`<a href="/surgeries">What is on</a>`,
    main: html`<div class="column">
      <h1>What is kept about you, and for how long</h1>
      <p class="lead">
        We ask for as little as makes the evening work. Everything stays on this server. Nothing is sold, nothing goes
        to advertisers, and there are no cookies but the one that keeps you signed in to your notebooks.
      </p>
      <h2>When you sign up for a surgery</h2>
      ${table("When you sign up for a surgery", ofSurgeries)}
      <h2>When you work in the notebooks</h2>
      ${table("When you work in the notebooks", ofNotebooks)}
      <h2>Who sees it</h2>
      <p>
        The organisers of the place you come to see who signed up there and what for. Organisers of other places don’t.
        Helpers see your first name and what you want to work on. The public sees nothing about you that you did not
        agree to.
      </p>
      <h2>How to see it, take it back, or have it erased</h2>
      <ul>
        <li>
          <strong>Surgeries:</strong> open your private
          link${sendsMail ? " (it is in each of our e-mails)" : " (you were given it when you signed up)"}. There you
          see everything, change it, take back what you agreed to, take it with you, or erase it.
        </li>
        <li>
          <strong>Notebooks:</strong> open <a href="/me/privacy">your data</a> in the browser in which you work on them.
        </li>
        <li><strong>No link any more?</strong> Ask an organiser. They can do it for you.</li>
      </ul>
      <p>
        Erased means erased: no name, no words, no address of yours is left in our database. That somebody came is still
        counted. Copies that were made before (backups) are the server’s owner’s to clean.
      </p>
      <p class="quiet">
        We rely on your agreement for stories, photos, questions afterwards and the public list; for the rest on the
        fact that a surgery can’t be run without it. In the United Kingdom you may complain to the
        <a href="https://ico.org.uk/make-a-complaint/" rel="noopener">Information Commissioner’s Office</a>.
      </p>
    </div>`,
  };
}

function table(title: string, rows: readonly Kept[]): Html {
  return html`<div class="board-scroll" tabindex="0" role="group" aria-label="${title}">
    <table class="kept-table">
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Why</th>
          <th scope="col">How long</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ what, why, until }) =>
            html`<tr>
              <th scope="row">${what}</th>
              <td>${why}</td>
              <td>${until}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}
