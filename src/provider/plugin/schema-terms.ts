/** The shape of a Pulumi package schema, as far as this package uses it: https://www.pulumi.com/docs/ names the rest. */

/** The type of one value. */
export type TypeSpec =
  | { readonly type: "string" | "boolean" | "integer" }
  | { readonly type: "array"; readonly items: TypeSpec }
  | { readonly type: "object"; readonly additionalProperties: TypeSpec }
  | { readonly oneOf: readonly TypeSpec[] }
  | { readonly $ref: string };

export type PropertySpec = TypeSpec & {
  readonly description: string;
  readonly secret?: true;
  readonly willReplaceOnChanges?: true;
  /** Whether it has to be written in the program, since other arguments depend on it. */
  readonly plain?: true;
};

export type Specs = Readonly<Record<string, PropertySpec>>;

export const text: TypeSpec = { type: "string" };
export const truth: TypeSpec = { type: "boolean" };
export const whole: TypeSpec = { type: "integer" };
export const texts: TypeSpec = { type: "array", items: text };
