/** The filters of the image lists: each that a vendor documents is emulated, or refused by its name. */
import type { Emulator } from "../../src/emulator";
import { alicloud, tencent, volcengine } from "./support/clients";
import { start } from "./support/start";

let emulator: Emulator;

beforeEach(async () => {
  emulator = await start({ rateLimits: false });
});

/** Two images of each service: one with tags, one without. */
const tags = { env: "prod", team: "images" };
const [TAGGED, PLAIN] = ["img-tagged00", "img-plain000"];

interface Entry {
  readonly ImageId: string;
}

const idsOf = (entries: readonly Entry[]) => entries.map(({ ImageId }) => ImageId);

type Query = Readonly<Record<string, string>>;

describe("ECS", () => {
  const place = { service: "alicloud-ecs", region: "cn-hangzhou" } as const;
  const call = (query: Query) =>
    alicloud(emulator, "ecs", "DescribeImages", { RegionId: "cn-hangzhou", ...query });
  const found = async (query: Query) => idsOf((await call(query)).json.Images.Image);

  beforeEach(() => {
    emulator.putImage({ ...place, imageId: TAGGED, name: "golden-2026", tags });
    emulator.putImage({ ...place, imageId: PLAIN, name: "silver" });
  });

  it.each<[Query, string[]]>([
    [{ ImageName: "old" }, [TAGGED]],
    [{ Architecture: "x86_64" }, [TAGGED, PLAIN]],
    [{ Architecture: "arm64" }, []],
    [{ OSType: "linux" }, [TAGGED, PLAIN]],
    [{ OSType: "windows" }, []],
    [{ Usage: "none" }, [TAGGED, PLAIN]],
    [{ Usage: "instance" }, []],
    [{ IsSupportCloudinit: "true", IsSupportIoOptimized: "true", ShowExpired: "true" }, [TAGGED, PLAIN]],
    [{ IsSupportCloudinit: "false" }, []],
    [{ ImageFamily: "any" }, []],
    [{ SnapshotId: "s-1" }, []],
    [{ ResourceGroupId: "rg-1" }, []],
    [{ "Tag.1.Key": "env" }, [TAGGED]],
    [{ "Tag.1.Key": "env", "Tag.1.Value": "prod", "Tag.2.Key": "team", "Tag.2.Value": "images" }, [TAGGED]],
    [{ "Tag.1.Key": "env", "Tag.1.Value": "prod", "Tag.2.Key": "team", "Tag.2.Value": "x" }, []],
    [{ ImageName: "" }, [TAGGED, PLAIN]],
  ])("finds by %j", async (query, ids) => {
    expect(await found(query)).toEqual(ids);
  });

  it("tells shared and community images by their owners", async () => {
    const [shared, community] = ["m-shared", "m-community"];
    const caller = emulator.credentials.accounts.alicloud;
    emulator.putImage({ ...place, imageId: shared, owner: "1888888888888888", accounts: [caller] });
    emulator.putImage({ ...place, imageId: community, owner: "1777777777777777", public: true });
    expect(await found({ ImageOwnerAlias: "others" })).toEqual([shared, community]);
    expect(await found({ ImageOwnerAlias: "others", IsPublic: "true" })).toEqual([community]);
    expect(await found({ ImageOwnerAlias: "others", IsPublic: "false" })).toEqual([shared]);
    expect(await found({ ImageOwnerAlias: "others", ImageOwnerId: "1777777777777777" })).toEqual([community]);
    expect(await found({ ImageOwnerAlias: "self", ImageOwnerId: "1777777777777777" })).toEqual([
      TAGGED,
      PLAIN,
    ]);
    expect(await found({ ImageOwnerAlias: "marketplace" })).toEqual([]);
    expect((await call({ IsPublic: "true" })).json.Code).toBe("InvalidParameter.ImageOwnerAlias");
  });

  it.each<[Query, string]>([
    [{ ActionType: "CreateEcs" }, "InvalidParameter.ActionType"],
    [{ InstanceType: "ecs.g7.large" }, "InvalidParameter.InstanceType"],
    [{ Usable: "true" }, "InvalidParameter.Usable"],
    [{ "Filter.1.Key": "CreationStartTime" }, "InvalidParameter.Filter.1.Key"],
    [{ Architecture: "sparc" }, "InvalidParameter.Architecture"],
    [{ OSType: "Linux" }, "InvalidParameter.OSType"],
    [{ ImageOwnerAlias: "me" }, "InvalidParameter.ImageOwnerAlias"],
    [{ IsSupportCloudinit: "yes" }, "InvalidParameter.IsSupportCloudinit"],
    [{ DryRun: "true" }, "DryRunOperation"],
  ])("refuses %j", async (query, code) => {
    expect(await call(query)).toMatchObject({ status: 400, json: { Code: code } });
  });
});

describe("ENS", () => {
  const place = { service: "alicloud-ens" } as const;
  const call = (action: string, query: Query) => alicloud(emulator, "ens", action, query);

  beforeEach(() => {
    emulator.putImage({ ...place, imageId: TAGGED, name: "golden-2026" });
    emulator.putImage({ ...place, imageId: PLAIN, name: "silver" });
  });

  it.each<[string, Query, string[]]>([
    ["DescribeSelfImages", { ImageName: "old" }, [TAGGED]],
    ["DescribeSelfImages", { SnapshotId: "s-1" }, []],
    ["DescribeImages", { ImageName: "old" }, []],
    ["DescribeImages", { ImageName: "silver" }, [PLAIN]],
    ["DescribeImages", { SnapshotId: "s-1" }, []],
  ])("%s finds by %j", async (action, query, ids) => {
    expect(idsOf((await call(action, query)).json.Images.Image)).toEqual(ids);
  });

  it.each(["EnsRegionId", "Status"])("refuses the filter %s by its name", async (name) => {
    expect(await call("DescribeImages", { [name]: "x" })).toMatchObject({
      status: 400,
      json: { Code: `InvalidParameter.${name}`, Message: expect.stringContaining("emulator") },
    });
  });
});

describe("SWAS", () => {
  const place = { service: "alicloud-swas", region: "cn-hangzhou" } as const;
  const call = (query: Query) =>
    alicloud(emulator, "swas", "ListCustomImages", { RegionId: "cn-hangzhou", ...query });

  beforeEach(() => {
    emulator.putImage({ ...place, imageId: TAGGED, tags });
    emulator.putImage({ ...place, imageId: PLAIN });
  });

  it.each<[Query, string[]]>([
    [{ InstanceId: "ace0706b2ac4454d984295a94213" }, []],
    [{ SystemSnapshotId: "s-1" }, []],
    [{ DataSnapshotId: "s-1" }, []],
    [{ ResourceGroupId: "rg-1" }, []],
    [{ "Tag.1.Key": "env" }, [TAGGED]],
    [{ "Tag.1.Key": "env", "Tag.1.Value": "test" }, []],
    [{ ClientToken: "token-1" }, [TAGGED, PLAIN]],
  ])("finds by %j", async (query, ids) => {
    expect(idsOf((await call(query)).json.CustomImages)).toEqual(ids);
  });

  it("refuses a ClientToken that is too long, in a list as well", async () => {
    expect((await call({ ClientToken: "x".repeat(65) })).json.Code).toBe("InvalidParam.ClientToken");
  });
});

describe("Volcengine ECS", () => {
  const place = { service: "volcengine-ecs", region: "cn-beijing" } as const;
  const call = (query: Query) => volcengine(emulator, "DescribeImages", query);

  beforeEach(() => {
    emulator.putImage({ ...place, imageId: TAGGED, name: "golden", tags });
    emulator.putImage({ ...place, imageId: PLAIN, state: "creating" });
  });

  it.each<[Query, string[]]>([
    [{ ImageName: "golden" }, [TAGGED]],
    [{ ImageName: "gold" }, []],
    [{ ImageStatus: "creating" }, [PLAIN]],
    [{ OsType: "Linux" }, [TAGGED, PLAIN]],
    [{ OsType: "Windows" }, []],
    [{ Platform: "veLinux" }, [TAGGED, PLAIN]],
    [{ Platform: "CentOS" }, []],
    [{ ProjectName: "default" }, [TAGGED, PLAIN]],
    [{ ProjectName: "other" }, []],
    [{ IsSupportCloudInit: "true", IsLTS: "false" }, [TAGGED, PLAIN]],
    [{ IsSupportCloudInit: "false" }, []],
    [{ IsLTS: "true" }, []],
    [{ "TagFilters.1.Key": "env" }, [TAGGED]],
    [{ "TagFilters.1.Key": "env", "TagFilters.1.Values.1": "x", "TagFilters.1.Values.2": "prod" }, [TAGGED]],
    [{ "TagFilters.1.Key": "env", "TagFilters.2.Key": "absent" }, []],
  ])("finds by %j", async (query, ids) => {
    expect(idsOf((await call(query)).json.Result.Images)).toEqual(ids);
  });

  it.each<[Query, string]>([
    [{ InstanceTypeId: "ecs.g1.large" }, "InstanceTypeId"],
    [{ OsType: "BeOS" }, "OsType"],
    [{ IsLTS: "maybe" }, "IsLTS"],
    [{ "TagFilters.1.Values.1": "prod" }, "TagFilters.1"],
  ])("refuses %j by its name", async (query, name) => {
    expect((await call(query)).json.ResponseMetadata.Error).toEqual({
      Code: "InvalidArgument",
      Message: expect.stringContaining(name),
    });
  });
});

describe("Tencent Cloud CVM", () => {
  const place = { service: "tencentcloud-cvm", region: "ap-guangzhou" } as const;

  beforeEach(() => {
    emulator.putImage({ ...place, imageId: TAGGED, tags });
    emulator.putImage({ ...place, imageId: PLAIN });
  });

  it.each<[string, string[], string[]]>([
    ["platform", ["TencentOS"], [TAGGED, PLAIN]],
    ["platform", ["Tencent"], [TAGGED, PLAIN]],
    ["platform", ["CentOS"], []],
    ["tag-key", ["env", "absent"], [TAGGED]],
    ["tag-key", ["absent"], []],
    ["tag-value", ["prod"], [TAGGED]],
    ["tag-value", ["env"], []],
    ["tag:env", ["test", "prod"], [TAGGED]],
    ["tag:env", ["images"], []],
    ["tag:absent", [""], []],
  ])("finds by %s %j", async (Name, Values, ids) => {
    const { json } = await tencent(emulator, "DescribeImages", { Filters: [{ Name, Values }] });
    expect(idsOf(json.Response.ImageSet)).toEqual(ids);
  });
});
