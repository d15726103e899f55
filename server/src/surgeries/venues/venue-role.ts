/** What somebody may do at a venue. */
export const venueRoles = ["organiser", "host"] as const;
export type VenueRole = (typeof venueRoles)[number];

export const venueRoleWords: Readonly<Record<VenueRole, { readonly name: string; readonly may: string }>> = {
  organiser: { name: "Organiser", may: "announces, changes, sees who comes, invites others" },
  host: { name: "Host", may: "sees the dates and who comes, and changes nothing" },
};

export function isVenueRole(text: string): text is VenueRole {
  return venueRoles.some((one) => one === text);
}
