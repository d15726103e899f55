// No settings forms on this page: names that the modules of stock widgets mention while they load.
export default class Form {}
export const ADDITIONAL_PROPERTY_FLAG = "__additional_property";
export const canExpand = () => false;
export const getTemplate = () => undefined;
