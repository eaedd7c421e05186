/** Names of the package's resources, as the engine and every language know them, and what programs of Node.js say. */
export const SHARE_TYPE = "image-share:index:ImageShare";
export const SET_TYPE = "image-share:index:ImageShareSet";

/** The same resources, made by the classes of TypeScript and JavaScript. */
export const DYNAMIC_SHARE_TYPE = "pulumi-nodejs:dynamic/image-share:ImageShare";
export const CLASS_SET_TYPE = "pulumi-image-share:index:ImageShareSet";
