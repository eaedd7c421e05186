/**
 * What people do today: a resource for each account of each image. Every step looks (one describe) and, where needed,
 * changes one account (one call), by the vendor's own SDK with a connection that is kept alive.
 */
const pulumi = require("@pulumi/pulumi");
const { shares } = require("./spec.json");

const provider = {
  async configure({ config }) {
    // One client for the process, made at once: resources are created side by side while this is awaited.
    const { Agent } = require("node:http");
    const { Client } = require("tencentcloud-sdk-nodejs/tencentcloud/services/cvm/v20170312/cvm_client");
    const endpoint = config.get("image-share:endpoint").replace("http://", "");
    const credential = JSON.parse(config.get("image-share:tencentcloud"));
    const agent = new Agent({ keepAlive: true });
    const httpProfile = { endpoint, protocol: "http://", agent };
    const client = (region) => new Client({ credential, region, profile: { httpProfile } });
    this.holds = async ({ region, imageId, account }) => {
      const answer = await client(region).DescribeImageSharePermission({ ImageId: imageId });
      return answer.SharePermissionSet.some(({ AccountId }) => AccountId === account);
    };
    this.modify = ({ region, imageId, account }, Permission) =>
      client(region).ModifyImageSharePermission({ ImageId: imageId, AccountIds: [account], Permission });
  },
  async diff(_id, _olds, news) {
    return { changes: !(await this.holds(news)) };
  },
  async create(inputs) {
    if (!(await this.holds(inputs))) await this.modify(inputs, "SHARE");
    return { id: `${inputs.imageId}/${inputs.account}`, outs: inputs };
  },
  async update(_id, _olds, news) {
    await this.modify(news, "SHARE");
    return { outs: news };
  },
  async delete(_id, inputs) {
    if (await this.holds(inputs)) await this.modify(inputs, "CANCEL");
  },
};

class AccountShare extends pulumi.dynamic.Resource {
  constructor(name, args) {
    super(provider, name, args, undefined, "bench", "AccountShare");
  }
}

for (const { name, region, imageId, accounts } of shares) {
  for (const account of accounts) new AccountShare(`${name}-${account}`, { region, imageId, account });
}
