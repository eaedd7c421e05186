import { setTimeout as delay } from "node:timers/promises";
import { type ErrorMeaning, isOwnAccount, meaningOf } from "../../src/core/service-facts";
import type { CloudName as AnyCloud, Fault } from "../../src/emulator";
import { startVendor } from "../integration/backends/support";
import { fragileAccountsOf, type Subject } from "../support/services";
import { CALL_OPTIONS, connect, entryOf, failureOf, KEY, setUp } from "./bench";
import { loginIdentity } from "./login-identity";

/** A login tells the account, at OpenStack: login-identity.ts. */
type CloudName = Exclude<AnyCloud, "openstack">;

/** Where each cloud is asked, in general and in a region that has hosts of its own. */
const hosts: Readonly<Record<CloudName, readonly (readonly [region: string | undefined, host: string])[]>> = {
  alicloud: [
    ["cn-hangzhou", "sts.aliyuncs.com"],
    [undefined, "sts.aliyuncs.com"],
  ],
  aws: [
    ["eu-central-1", "sts.eu-central-1.amazonaws.com"],
    ["us-gov-west-1", "sts.us-gov-west-1.amazonaws.com"],
    ["cn-north-1", "sts.cn-north-1.amazonaws.com.cn"],
    [undefined, "sts.us-east-1.amazonaws.com"],
  ],
  tencentcloud: [
    ["ap-guangzhou", "sts.tencentcloudapi.com"],
    ["ap-shanghai-fsi", "sts.ap-shanghai-fsi.tencentcloudapi.com"],
    [undefined, "sts.tencentcloudapi.com"],
  ],
  volcengine: [
    ["cn-beijing", "sts.volcengineapi.com"],
    ["ap-southeast-2", "sts.volcengineapi.com"],
    [undefined, "sts.volcengineapi.com"],
  ],
  outscale: [
    ["cloudgouv-eu-west-1", "api.cloudgouv-eu-west-1.outscale.com"],
    [undefined, "api.eu-west-2.outscale.com"],
  ],
  byteplus: [
    ["ap-southeast-1", "sts.ap-southeast-1.byteplusapi.com"],
    ["cn-beijing", "sts.ap-southeast-1.byteplusapi.com"],
    [undefined, "sts.ap-southeast-1.byteplusapi.com"],
  ],
};

const openApiAnswer = (id: string) => `{"ResponseMetadata":{"RequestId":"R-1"},"Result":{"AccountId":${id}}}`;

/** An answer of each cloud, around an account ID as it stands in JSON. */
const answers: Readonly<Record<CloudName, (accountId: string) => string>> = {
  alicloud: (id) => `{"RequestId":"R-1","AccountId":${id}}`,
  aws: (id) =>
    `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${id.replaceAll('"', "")}</Account>` +
    "</GetCallerIdentityResult></GetCallerIdentityResponse>",
  tencentcloud: (id) => `{"Response":{"RequestId":"R-1","AccountId":${id}}}`,
  volcengine: openApiAnswer,
  byteplus: openApiAnswer,
  outscale: (id) => `{"ResponseContext":{"RequestId":"R-1"},"Accounts":[{"AccountId":${id}}]}`,
};

const openApiRefusals: readonly (readonly [string, ErrorMeaning, number])[] = [
  ["AccessDenied", "auth", 403],
  ["UnknownCallerIdentity", "permanent", 401],
  ["InternalError", "ambiguous", 500],
  ["FlowLimitExceeded", "throttled", 429],
];

/** Refusals that a key without the permission, or without an identity, may meet. */
const refusals: Readonly<Record<CloudName, readonly (readonly [string, ErrorMeaning, number])[]>> = {
  alicloud: [
    ["NoPermission", "auth", 403],
    ["InternalError", "ambiguous", 500],
    ["Throttling.User", "throttled", 400],
  ],
  aws: [
    ["AccessDenied", "auth", 403],
    ["ExpiredToken", "auth", 403],
    ["InternalFailure", "ambiguous", 500],
    ["Throttling", "throttled", 400],
  ],
  tencentcloud: [
    ["UnauthorizedOperation", "auth", 200],
    ["AuthFailure.UnauthorizedOperation", "auth", 200],
    ["InternalError.SystemError", "ambiguous", 200],
    ["RequestLimitExceeded", "throttled", 200],
  ],
  volcengine: openApiRefusals,
  byteplus: openApiRefusals,
  outscale: [
    ["4", "auth", 401],
    ["2000", "ambiguous", 500],
    ["24", "throttled", 429],
  ],
};

/** Whose keys are these: one request to the cloud's token service, whatever the image service is. */
export function callerIdentity(subject: Subject): void {
  const { region } = subject.target;
  const { cloud } = subject;
  if (cloud === "openstack") {
    loginIdentity(subject);
    return;
  }
  const { service, action } = subject.identity ?? {
    service: `${cloud}-sts`,
    action: "GetCallerIdentity",
  };

  describe("callerAccount", () => {
    it("is one request without parameters to the cloud's token service", async () => {
      const { backend, emulator } = await setUp(subject);
      expect(await backend.callerAccount(region, CALL_OPTIONS)).toBe(emulator.credentials.accounts[cloud]);
      expect(emulator.calls()).toMatchObject([
        { service, action, parameters: {}, credentialId: KEY.id, outcome: { kind: "ok" } },
      ]);
    });

    it("names the account of temporary keys, with every digit", async () => {
      const account = fragileAccountsOf(subject)[1];
      const token = subject.hasTokens === false ? {} : { token: "temporary-token" };
      const temporary = { id: "temporary", secret: "temporary-secret", ...token };
      const credentials = [KEY, { ...temporary, accounts: { [cloud]: account } }];
      const { backend } = await setUp(subject, {}, { emulator: { credentials }, key: temporary });
      expect(await backend.callerAccount(region, CALL_OPTIONS)).toBe(account);
    });

    it.each(hosts[cloud])("for %s goes to %s, also by way of an endpoint", async (place, host) => {
      const vendor = await startVendor({ body: answers[cloud]('"100000000001"') });
      const backend = await connect(subject, vendor.url.href);
      expect(await backend.callerAccount(place, CALL_OPTIONS)).toBe("100000000001");
      expect(vendor.requests.map(({ headers }) => headers.host)).toEqual([host]);
    });

    it.each(refusals[cloud])("takes %s for %s", async (code, meaning, status) => {
      const { backend, emulator } = await setUp(subject);
      emulator.injectFault({ kind: "error", code, status, action });
      const failure = await failureOf(backend.callerAccount(region, CALL_OPTIONS));
      expect(failure).toMatchObject({ code, meaning, action });
      expect(failure.requestId).toBeTruthy();
      expect(emulator.calls()).toHaveLength(1);
    });

    it.each<[Fault["kind"], Fault, ErrorMeaning]>([
      ["html", { kind: "html", action }, "ambiguous"],
      ["reset", { kind: "reset", when: "after", action }, "ambiguous"],
      ["hang", { kind: "hang", when: "before", action }, "ambiguous"],
    ])("takes %s for what it is, in time", async (_kind, fault, meaning) => {
      const { backend, emulator } = await setUp(subject);
      emulator.injectFault(fault);
      const call = backend.callerAccount(region, { ...CALL_OPTIONS, timeoutMs: 150 });
      expect((await failureOf(call)).meaning).toBe(meaning);
    });

    it.each(['""', "null", "0", '"1,2"', "[]", "{}", "1.5", '"root"'])(
      "believes no account ID %s",
      async (id) => {
        const vendor = await startVendor({ body: answers[cloud](id) });
        const backend = await connect(subject, vendor.url.href);
        const failure = await failureOf(backend.callerAccount(region, CALL_OPTIONS));
        expect(failure).toMatchObject({ meaning: "ambiguous", action });
      },
    );

    it("is an account that the image cannot be shared with, by a code that means nothing else where there is one", async () => {
      const { backend, emulator } = await setUp(subject);
      const owner = emulator.credentials.accounts[cloud];
      const failure = await failureOf(
        backend.write(subject.target, { add: [owner], remove: [] }, CALL_OPTIONS),
      );
      expect(failure.meaning).toBe("account-refused");
      const { facts } = entryOf(subject);
      expect(isOwnAccount(facts, failure.code)).toBe(facts.ownAccountCodes !== undefined);
      for (const code of facts.ownAccountCodes ?? []) {
        expect([code, meaningOf(facts.errors, code)]).toEqual([code, "account-refused"]);
      }
    });

    it("passes the turnstile once, before it is sent", async () => {
      const { backend, emulator } = await setUp(subject);
      const admitted: [string, number][] = [];
      const acquire = async (name: string) => {
        await delay(10);
        admitted.push([name, emulator.calls().length]);
      };
      await backend.callerAccount(region, { ...CALL_OPTIONS, acquire });
      expect(admitted).toEqual([[action, 0]]);
    });
  });
}
