// The validator of settings forms. The stock one compiles schemas to code and evaluates it, which the content security policy
// forbids; this one walks the schema.
import { Validator } from "@cfworker/json-schema";
import { toErrorList, toErrorSchema } from "@rjsf/utils";

class FormValidator {
  isValid(schema, formData, rootSchema) {
    return validate(withDefinitions(schema, rootSchema), formData).length === 0;
  }

  rawValidation(schema, formData) {
    return { errors: validate(schema, formData) };
  }

  validateFormData(formData, schema, _customValidate, transformErrors, uiSchema) {
    const found = validate(schema, formData);
    const errors = transformErrors === undefined ? found : transformErrors(found, uiSchema);
    return { errors, errorSchema: toErrorSchema(errors) };
  }

  toErrorList(errorSchema, fieldPath = []) {
    return toErrorList(errorSchema, fieldPath);
  }

  reset() {}
}

/** A part of a schema still points at the definitions of the whole. */
function withDefinitions(schema, root) {
  if (typeof schema !== "object") return schema;
  return {
    ...(root?.definitions && { definitions: root.definitions }),
    ...(root?.$defs && { $defs: root.$defs }),
    ...schema,
  };
}

function validate(schema, formData) {
  // `undefined` is no JSON value; forms mean "left empty" by it.
  const data = formData === undefined ? null : JSON.parse(JSON.stringify(formData));
  return new Validator(schema, "7", false).validate(data).errors.map((fault) => ({
    name: fault.keyword,
    message: fault.error,
    property: fault.instanceLocation.replace(/^#/, "").replaceAll("/", "."),
    params: {},
    schemaPath: fault.keywordLocation,
    stack: fault.error,
  }));
}

export const customizeValidator = () => new FormValidator();
const validator = new FormValidator();
export default validator;
