import { findService } from "../../../src/backends/registry";
import { formatAccounts } from "../../../src/core/accounts";
import { granteeLabel, isAccount, kindOf, manages } from "../../../src/core/grantees";
import { serviceNames } from "../../../src/core/services";
import { fakeService } from "./fake-service";

it("a grantee that is no account has a kind and a name of its own", () => {
  expect([kindOf("own-ecs"), isAccount("own-ecs"), granteeLabel("own-ecs")]).toEqual([
    "own-ecs",
    false,
    "your own ECS (shareToEcs)",
  ]);
  expect([kindOf("10"), isAccount("10"), granteeLabel("10")]).toEqual(["account", true, "10"]);
  expect(kindOf("arn:aws:organizations::111122223333:organization/o-a1b2c3d4e5")).toBe("organization");
  expect(kindOf("arn:aws-cn:organizations::111122223333:ou/o-a1b2c3d4e5/ou-ab12-c3d4e5f6")).toBe(
    "organizational-unit",
  );
  expect(formatAccounts(["10", "own-ecs"])).toBe("10, your own ECS (shareToEcs)");
});

it.each(serviceNames)(
  "%s shares with accounts of the form in its facts, and never manages the public",
  (name) => {
    const facts = findService(name)?.facts ?? fakeService;
    expect(facts.service).toBe(name);
    expect(facts.grantees.find(({ kind }) => kind === "account")).toEqual({
      kind: "account",
      argument: "accounts",
      format: facts.account,
      managed: true,
    });
    expect(manages(facts, "public")).toBe(false);
    for (const { argument, managed } of facts.grantees) expect(argument !== undefined).toBe(managed);
  },
);
