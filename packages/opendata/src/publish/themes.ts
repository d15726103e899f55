/** What a data set is about, in the thirteen words that Europe's portals sort by (publications.europa.eu/resource/authority/data-theme). */
export const themes = {
  AGRI: "Farming, fishing, forests and food",
  ECON: "Economy and finance",
  EDUC: "Education, culture and sport",
  ENER: "Energy",
  ENVI: "Environment",
  GOVE: "Government and public sector",
  HEAL: "Health",
  INTR: "International matters",
  JUST: "Justice, law and public safety",
  REGI: "Regions and cities",
  SOCI: "People and society",
  TECH: "Science and technology",
  TRAN: "Transport",
} as const;

export type ThemeId = keyof typeof themes;
export const themeIds = Object.keys(themes) as unknown as readonly [ThemeId, ...ThemeId[]];
