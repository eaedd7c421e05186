/** The same number of resources, with the same properties, whose provider does nothing: what the engine itself takes. */
const pulumi = require("@pulumi/pulumi");
const { shares } = require("./spec.json");

const provider = {
  check: async (_olds, news) => ({ inputs: news, failures: [] }),
  diff: async (_id, olds, news) => ({ changes: olds.accounts.join() !== news.accounts.join() }),
  create: async (inputs) => ({ id: inputs.imageId, outs: inputs }),
  update: async (_id, _olds, news) => ({ outs: news }),
  delete: async () => undefined,
};

class Nothing extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(provider, name, args, undefined, "bench", "Nothing");
  }
}

for (const { name, ...args } of shares) new Nothing(name, args);
