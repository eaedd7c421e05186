/** What a review makes of previews that the engine has printed: see test/acceptance/review.test.ts, which recorded them. */
import { recorded, type Scenario } from "./previews";
import { cli, useWorkspace } from "./support";

const workspace = useWorkspace();
const forgets = "nothing is revoked, and state forgets them";
const named = "100000000001 (acme)";
const left =
  "an earlier run replaced the resource, and its deletion is still to be done, unless --target leaves it out";

const reviews: Readonly<Record<Scenario, readonly string[]>> = {
  removed: [
    `${named} would lose access to 2 images`,
    "m-saacssasc1234 (cn-hangzhou): will lose access (the resource is deleted): your own ECS (shareToEcs)",
    `img-first000 (ap-guangzhou): will lose access (the resource is deleted): ${named}, 100000000002`,
    `img-fourth00 (ap-guangzhou): will lose access (the resource is deleted): ${named}`,
    "img-second00 (ap-guangzhou): will lose access (the resource is deleted): 100000000003",
    "img-fifth000 (ap-guangzhou): will lose access (the resource is deleted), and who it is is not known: accounts are secret",
    "img-fourth00 (ap-guangzhou): keeps access (protectedAccounts protects them): 100000000002",
    "img-second00 (ap-guangzhou): keeps access (another resource lists them): 100000000002",
    `img-sixth000 (ap-guangzhou): keeps access (deletedWith: ${forgets}): ${named}`,
    `img-third000 (ap-guangzhou): keeps access (retainOnDelete: ${forgets}): ${named}`,
    "Stop: 5 accounts would lose access to 4 images; not everything is known",
  ],
  replaced: [
    "100000000002 would lose access to 2 images",
    `img-first000 (ap-guangzhou): will lose access (another image takes its place, and is shared first): ${named}, 100000000002`,
    "img-second00 (ap-guangzhou): will lose access (the resource is deleted): 100000000002, 100000000003",
    "img-ninth000 (ap-guangzhou): what up will change is not known until the up: accounts has 1 value that is not known yet",
    `${named} would gain access to 2 images`,
    `img-eighth00 (ap-guangzhou): will gain access: ${named}`,
    `img-seventh0 (ap-guangzhou): will gain access: ${named}, 100000000002`,
    `img-sixth000 (ap-guangzhou): keeps access (deletedWith: ${forgets}): ${named}`,
    `img-third000 (ap-guangzhou): keeps access (retainOnDelete: ${forgets}): ${named}`,
    "Stop: 4 accounts would lose access to 2 images; not everything is known; 3 accounts would gain access to 2 images",
  ],
  "left-behind": [
    `img-first000 (ap-guangzhou): will lose access (${left}): ${named}, 100000000002`,
    "Stop: 2 accounts would lose access to 1 image",
  ],
  "same-image": [
    `${named} would lose access to 2 images`,
    `img-second00 (ap-guangzhou): will lose access (no longer listed): ${named}`,
    `img-seventh0 (ap-guangzhou): will lose access (another image takes its place, and is shared first): ${named}, 100000000002`,
    "img-second00 (ap-guangzhou): will gain access: 100000000004",
    `img-first000 (ap-guangzhou): has access already (listed, managed from now on): ${named}, 100000000002`,
    "img-second00 (ap-guangzhou): has access already (foreign, not managed by this share): 100000000002, 100000000003",
    "img-second00 (ap-guangzhou): 100000000004 and 100000000001 differ by one digit: check that one is not a misspelling of the other",
    "Stop: 3 accounts would lose access to 2 images; 1 account would gain access to 1 image",
  ],
  destroyed: [
    `${named} would lose access to 4 images`,
    "100000000002 would lose access to 3 images",
    "m-saacssasc1234 (cn-hangzhou): will lose access (the resource is deleted): your own ECS (shareToEcs)",
    `img-first000 (ap-guangzhou): will lose access (${left}): ${named}, 100000000002`,
    `img-fourth00 (ap-guangzhou): will lose access (the resource is deleted): ${named}`,
    `img-second00 (ap-guangzhou): will lose access (the resource is deleted): ${named}, 100000000002, 100000000003`,
    `img-seventh0 (ap-guangzhou): will lose access (the resource is deleted): ${named}, 100000000002`,
    "img-fifth000 (ap-guangzhou): will lose access (the resource is deleted), and who it is is not known: accounts are secret",
    "img-fourth00 (ap-guangzhou): keeps access (protectedAccounts protects them): 100000000002",
    `img-sixth000 (ap-guangzhou): keeps access (deletedWith: ${forgets}): ${named}`,
    `img-third000 (ap-guangzhou): keeps access (retainOnDelete: ${forgets}): ${named}`,
    "Stop: 9 accounts would lose access to 5 images; not everything is known",
  ],
};

it.each(Object.entries(reviews))(
  "%s: says who loses access, and who keeps it for which reason",
  async (scene, lines) => {
    const { preview, state } = recorded(scene as Scenario);
    const file = workspace.file(`${scene}.json`, preview);
    const { code, stdout, stderr } = await cli([
      "review",
      file,
      "--state",
      workspace.file("state.json", state),
    ]);
    expect(stdout.split("\n")).toEqual([...lines, ""]);
    expect(stderr).toBe("");
    expect(code).toBe(2);
  },
);
