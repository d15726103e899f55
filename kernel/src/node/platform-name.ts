/** What runs the cells, for people who ask. */
export const platformName = (): string => `Node.js ${process.versions.node}`;
