/** The formats of `discover --write`. Apart, since the help text names them and loads nothing else. */
export const formats = ["config", "program", "json"] as const;

export type Format = (typeof formats)[number];
