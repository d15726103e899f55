// What a person changed, with the schema's defaults where they changed nothing: the part of a schema validator that a page
// needs. Whether the settings are valid is the server's business; it refuses those that are not.

/** @returns `user` and, in every place that the schema has a default for and `user` leaves open, that default */
export function fillDefaults(schema, user, root = schema) {
  const filled = { ...user };
  for (const [key, declared] of Object.entries(schema.properties ?? {})) {
    const property = resolve(declared, root);
    if (filled[key] === undefined) {
      if (property.default !== undefined) filled[key] = fillInside(property, structuredClone(property.default), root);
    } else filled[key] = fillInside(property, filled[key], root);
  }
  return filled;
}

function fillInside(schema, value, root) {
  if (Array.isArray(value)) {
    const items = resolve(schema.items ?? {}, root);
    return value.map((item) => fillInside(items, item, root));
  }
  if (typeof value === "object" && value !== null) return fillDefaults(schema, value, root);
  return value;
}

function resolve(schema, root) {
  const name = /^#\/definitions\/([^/]+)$/.exec(schema.$ref ?? "")?.[1];
  return name === undefined ? schema : { ...root.definitions?.[name], ...schema };
}
