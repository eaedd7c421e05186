/** The live run leaves the image as it was, whatever happens meanwhile, and says where it could not. */
import { Ground } from "../../../scripts/live/ground.ts";
import { reportText, summary } from "../../../scripts/live/report.ts";
import { subjects } from "../../support/services";
import { closeAll, setUp, verdicts } from "./bench";

const subject = subjects["tencentcloud-cvm"];
const { target } = subject;
const SHARE = "ModifyImageSharePermission";

beforeEach(() => {
  jest.spyOn(console, "log").mockReturnValue();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await closeAll();
});

it("goes on after a probe that throws, and puts the image back", async () => {
  const failing = async () => {
    throw new TypeError("a mistake in the probe");
  };
  const { emulator, run, before } = await setUp(subject, { backend: { imageCondition: failing } });
  const results = await run(["second-addition", "missing-image-look", "read-lag"]);
  expect(results.assumptions.map(({ id, verdict, message }) => ({ id, verdict, message }))).toEqual([
    { id: "second-addition", verdict: "holds", message: undefined },
    { id: "missing-image-look", verdict: "undecided", message: "a mistake in the probe" },
    { id: "read-lag", verdict: "holds", message: undefined },
  ]);
  expect(emulator.accounts(target)).toEqual(before);
});

it("takes access back from an account that no read shows yet", async () => {
  const { emulator, run, before } = await setUp(subject);
  emulator.configure({ readLagMs: 60_000 });
  emulator.injectFault({ kind: "reset", when: "after", action: SHARE });
  const results = await run(["second-addition"]);
  expect(verdicts(results, "second-addition")).toEqual(["undecided"]);
  expect(results.notRestored).toBeUndefined();
  expect(emulator.accounts(target)).toEqual(before);
});

it("gives access back to those who had it before and lost it during the run", async () => {
  const { emulator, run, before } = await setUp(subject);
  const [first = ""] = before;
  emulator.unshare(target, [first]);
  const results = await run(["second-addition"]);
  expect(results.notRestored).toBeUndefined();
  expect([...emulator.accounts(target)].sort()).toEqual([...before].sort());
});

it("leaves an account alone that others shared with during the run", async () => {
  const { emulator, run, before } = await setUp(subject);
  const stranger = subject.account(5000);
  emulator.share(target, [stranger]);
  await run(["second-addition"]);
  expect(emulator.accounts(target)).toEqual([...before, stranger]);
});

it("says which account still has access where nothing can be taken back", async () => {
  const { emulator, ground, run } = await setUp(subject);
  emulator.injectFault({ kind: "error", code: "SomethingElse", action: SHARE, skip: 2, times: "always" });
  const results = await run(["second-addition"]);
  const [account] = ground.plan.accounts;
  expect(results.notRestored).toContain(`${account} still has access`);
  expect(summary(results).at(-1)).toContain("NOT RESTORED");
});

it("refuses accounts that have access already, before any call that writes", async () => {
  const { emulator, ground, before } = await setUp(subject);
  const [first = ""] = before;
  emulator.clearCalls();
  const survey = Ground.survey({ ...ground.plan, accounts: [first] });
  await expect(survey).rejects.toThrow(`${first} has access to ${target.imageId} already`);
  expect(emulator.calls().map(({ action }) => action)).toEqual(["DescribeImageSharePermission"]);
});

it("writes a report without keys and without any ID of an account or an image", async () => {
  const { emulator, ground, run, before } = await setUp(subject);
  const [account] = ground.plan.accounts;
  emulator.injectFault({ kind: "error", code: "SomethingElse", message: `not ${account}`, action: SHARE });
  const results = await run();
  const text = reportText(ground, results, { version: "0.0.0", date: "2026-01-01", isAtEndpoint: true });
  const own = emulator.credentials.accounts.tencentcloud;
  const { accounts, strange = "" } = ground.plan;
  const secrets = [emulator.credentials.id, emulator.credentials.secret];
  for (const id of [...before, ...accounts, strange, own, target.imageId, ...secrets]) {
    expect(text).not.toContain(`${id}`);
  }
  expect(JSON.parse(text)).toMatchObject({
    service: "tencentcloud-cvm",
    lifeCycle: [{ isDone: false, message: expect.stringContaining("not <account 1>") }],
  });
});
