/** Portals, on the page of a data set for who keeps it: where it stands, which version, and the form that puts it there. */
import { html, type Html } from "../http/index.js";
import type { DataSet } from "./data-sets.js";
import { dayOf } from "./due.js";
import type { PortalPlace, PortalWish } from "./portals.js";

export function portalPart(set: DataSet, places: readonly PortalPlace[], typed: PortalWish | undefined): Html {
  const [place] = places;
  const wish = typed ?? place ?? { portal: "", organisation: "", name: "", links: false };
  return html`<section aria-labelledby="portals">
    <h2 id="portals" tabindex="-1">On other portals</h2>
    ${
      places.length > 0 &&
      html`<ul class="sets">
        ${places.map((one) => placeItem(set, one))}
      </ul>`
    }
    ${
      set.status === "on" &&
      html`<details ${typed !== undefined && html`open`}>
        <summary>${formWords(set, place)}</summary>
        ${pushForm(set, wish)}
      </details>`
    }
  </section>`;
}

function formWords({ version }: DataSet, place: PortalPlace | undefined): string {
  if (place === undefined) return "Put it on a CKAN portal";
  return place.version === version ? "Put it on another portal" : `Put version ${version.slice(1)} there`;
}

function placeItem({ version: latest, status }: DataSet, { address, version, pushedAt }: PortalPlace): Html {
  const number = version.slice(1);
  return html`<li>
    <p><a class="private-link" href="${address}">${address}</a></p>
    <p>
      ${
        status === "retired"
          ? `▲ The portal still has version ${number}. Say there as well that it is retired.`
          : version === latest
            ? `● It has version ${number}, the latest, since ${dayOf(pushedAt)}.`
            : `▲ The portal still has version ${number}; the latest is version ${latest.slice(1)}. Put it there again.`
      }
    </p>
  </li>`;
}

function pushForm({ id }: DataSet, { portal, organisation, name, links }: PortalWish): Html {
  return html`<form method="post" action="/publish/${id}/portal">
    <p>
      For councils’ and cities’ portals that run on CKAN. You need an account there that may add data for an
      organisation. Texts that somebody changed in the portal stay as they are there.
    </p>
    <div class="field">
      <label for="portal">Address of the portal</label>
      <input type="url" id="portal" name="portal" value="${portal}" maxlength="300" required placeholder="https://" />
    </div>
    <div class="field">
      <label for="portalKey">Your API key there</label>
      <input type="password" id="portalKey" name="key" maxlength="4000" required autocomplete="off" />
      <p class="tip">In the portal: your name, “API Tokens”, “Create”. It is used this once and not kept here.</p>
    </div>
    <div class="field">
      <label for="portalOrganisation">Organisation there</label>
      <input type="text" id="portalOrganisation" name="organisation" value="${organisation}" maxlength="150" />
      <p class="tip">Empty, if your account belongs to one alone.</p>
    </div>
    <div class="field">
      <label for="portalName">Name in the portal’s address</label>
      <input type="text" id="portalName" name="name" value="${name}" maxlength="100" pattern="[a-z0-9_\\-]{2,100}" />
      <p class="tip">Empty, if it may be called as here. Small letters, digits and hyphens.</p>
    </div>
    <label class="choice"
      ><input type="checkbox" name="links" value="yes" ${links && html`checked`} /> Link to the files here instead of
      sending copies: only if this server is always on</label
    >
    <button class="button">Put it there</button>
  </form>`;
}

/** What somebody typed, without the key. */
export function wishOf(body: Readonly<Record<string, string>>): PortalWish {
  const typed = (name: string): string => (body[name] ?? "").trim().slice(0, 300);
  return {
    portal: typed("portal"),
    organisation: typed("organisation"),
    name: typed("name"),
    links: body["links"] === "yes",
  };
}
