/**
 * The one table of services for tests, the demonstration and the benchmark. Scripts import it as it stands, which is
 * why this folder is a module of its own and takes types alone from src/.
 */
import type { CloudName, ServiceName } from "../../../src/core/services.ts";
import { alicloud } from "./alicloud.ts";
import { alicloudEcs } from "./alicloud-ecs.ts";
import { alicloudEns } from "./alicloud-ens.ts";
import { alicloudSwas } from "./alicloud-swas.ts";
import { aws } from "./aws.ts";
import { awsEc2 } from "./aws-ec2.ts";
import { byteplus } from "./byteplus.ts";
import { byteplusEcs } from "./byteplus-ecs.ts";
import { openstack } from "./openstack.ts";
import { openstackGlance } from "./openstack-glance.ts";
import { outscale, outscaleCloud } from "./outscale.ts";
import type { CloudSubject, Key, Subject } from "./subject.ts";
import { tencentcloud } from "./tencentcloud.ts";
import { tencentcloudCvm } from "./tencentcloud-cvm.ts";
import { tencentcloudLighthouse } from "./tencentcloud-lighthouse.ts";
import { volcengine } from "./volcengine.ts";
import { volcengineEcs } from "./volcengine-ecs.ts";

export type { AnswerShape, CloudSubject, DocumentedRequest, Key, Subject } from "./subject.ts";
export { fewestReads } from "./subject.ts";

export const subjects: Readonly<Record<ServiceName, Subject>> = {
  "alicloud-ens": alicloudEns,
  "alicloud-ecs": alicloudEcs,
  "alicloud-swas": alicloudSwas,
  "aws-ec2": awsEc2,
  "tencentcloud-cvm": tencentcloudCvm,
  "tencentcloud-lighthouse": tencentcloudLighthouse,
  "volcengine-ecs": volcengineEcs,
  "byteplus-ecs": byteplusEcs,
  "openstack-glance": openstackGlance,
  outscale,
};

export const clouds: Readonly<Record<CloudName, CloudSubject>> = {
  alicloud,
  aws,
  byteplus,
  openstack,
  outscale: outscaleCloud,
  tencentcloud,
  volcengine,
};

export const everySubject: readonly Subject[] = Object.values(subjects);

/** Different images of a service for different numbers, in the place of the subject's own. */
export function imageOf({ target, imageId }: Subject, index: number): Subject["target"] {
  if (imageId !== undefined) return { ...target, imageId: imageId(index) };
  const prefix = target.imageId.slice(0, target.imageId.indexOf("-") + 1);
  return { ...target, imageId: prefix + String(index).padStart(8, "0") };
}

/** The accounts with the numbers from `from` to before `to`. */
export function accountsOf({ account }: CloudSubject, from: number, to: number): string[] {
  return Array.from({ length: to - from }, (_, index) => account(from + index));
}

/** Whether an action tells whose keys they are. */
export function isIdentityCall({ action }: { readonly action: string }): boolean {
  return Object.values(clouds).some((cloud) => identityAction(cloud) === action);
}

/** The action of a cloud that tells whose keys they are. */
export function identityAction({ identity }: Pick<CloudSubject, "identity">): string {
  return identity?.action ?? "GetCallerIdentity";
}

/** Accounts that lose digits where they become numbers on the way. */
export function fragileAccountsOf({ fragileAccounts }: CloudSubject): readonly string[] {
  return fragileAccounts ?? ["900719925474099312", "900719925474099313", "9007199254740993"];
}

/** The configuration of a stack that has this key in every cloud. */
export function sections(key: Key): Record<string, unknown> {
  return Object.fromEntries(
    Object.values(clouds).map(({ cloud, section }) => [`image-share:${cloud}`, section(key)]),
  );
}

/** The variables of a pipeline that has this key in every cloud. */
export function environment(key: Key): Record<string, string> {
  return Object.assign({}, ...Object.values(clouds).map((cloud) => cloud.environment(key)));
}

/** The vendor's actions for sharing: what is called to read, to write and to list. */
export function actionsOf({ requests, listing }: Subject): string[] {
  const { describe, condition, add, remove } = requests;
  return [...new Set([describe, add([]), remove([]), condition, listing].map(({ action }) => action))];
}

/** Limits of the emulator at which nothing waits: SWAS takes ten calls of an action in a minute. */
export function relaxedRateLimits(): Record<string, { calls: number; perMs: number }> {
  const names = everySubject.flatMap((subject) =>
    actionsOf(subject).map((action) => `${subject.target.service}/${action}`),
  );
  return Object.fromEntries(names.map((name) => [name, { calls: 1000, perMs: 1000 }]));
}
