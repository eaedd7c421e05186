/**
 * A program that makes the shares that spec.json lists, for tests that change the list between two runs. JSON cannot
 * say everything that a program can; in arguments, `{ "later": x }` is x as the output of another resource (unknown at
 * the preview that first sees it; `"of": y` tells it from that of another x), and `{ "secret": x }` is x as a secret.
 */
const { readFileSync } = require("node:fs");
const pulumi = require("@pulumi/pulumi");
const { ImageShare } = require("pulumi-image-share");

/** Hands its input on once it is created; a resource for every value, so that each is unknown at first. */
class Later extends pulumi.dynamic.Resource {
  constructor(value, of = "") {
    const provider = {
      create: async (inputs) => ({ id: "later", outs: { ...inputs, result: inputs.value } }),
    };
    const name = `later-${of}${JSON.stringify(value)}`;
    super(provider, name, { value, result: undefined }, undefined, "test", "Later");
  }
}

function revived(value) {
  if (Array.isArray(value)) return value.map(revived);
  if (typeof value !== "object" || value === null) return value;
  if ("later" in value) return new Later(value.later, value.of).result;
  if ("secret" in value) return pulumi.secret(value.secret);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revived(inner)]));
}

const { shares } = JSON.parse(readFileSync(`${__dirname}/spec.json`, "utf8"));
for (const { name, args, opts } of shares) {
  const share = new ImageShare(name, revived(args), opts);
  exports[name] = { id: share.id, accounts: share.accounts, foreignAccounts: share.foreignAccounts };
}
