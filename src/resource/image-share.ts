import * as pulumi from "@pulumi/pulumi";
import { argumentNames, computedOutputs } from "../core/arguments";
import type { ServiceName } from "../core/services";
import type { ImageShareArgs } from "./args";
import { claimImage } from "./image-claims";
import { checkLookupState, refusedWhereManaged } from "./lookup";
import { checkPreconditions } from "./preconditions";
import { hintInputs } from "./program-hints";
import { shim } from "./shim";
import { withoutStackTraces } from "./stack-traces";

/**
 * The set of accounts that have access to one machine image.
 *
 * An account that is listed is owned: it is kept without a write if it has access already, and it loses access
 * when it is unlisted or the resource is deleted. `pulumi up` compares the list with what the cloud says now.
 *
 * @example
 * ```ts
 * new ImageShare("golden", {
 *   service: "tencentcloud-cvm",
 *   region: "ap-guangzhou",
 *   imageId: "img-6pb6lrmy",
 *   accounts: ["100000000001", "100000000002"],
 * });
 * ```
 */
export class ImageShare extends pulumi.dynamic.Resource {
  declare readonly service: pulumi.Output<ServiceName>;
  declare readonly region: pulumi.Output<string | undefined>;
  declare readonly imageId: pulumi.Output<string>;
  /**
   * Accounts that have access because this resource lists them; sorted, without duplicates. Undefined only where the
   * program leaves them out, for alicloud-swas and aws-ec2.
   */
  declare readonly accounts: pulumi.Output<string[]>;
  /** alicloud-swas: whether the image can be used in the owner's own ECS; undefined where that is not managed. */
  declare readonly shareToEcs: pulumi.Output<boolean | undefined>;
  /** aws-ec2: the same of organisations, and of organisational units; undefined where they are not managed. */
  declare readonly organizationArns: pulumi.Output<string[] | undefined>;
  declare readonly organizationalUnitArns: pulumi.Output<string[] | undefined>;
  /** aws-ec2: the same as `foreignAccounts`, of organisations and of organisational units; undefined without any. */
  declare readonly foreignOrganizationArns: pulumi.Output<string[] | undefined>;
  declare readonly foreignOrganizationalUnitArns: pulumi.Output<string[] | undefined>;
  /** Accounts that have access for other reasons; only with `exclusive: false` do they stay. */
  declare readonly foreignAccounts: pulumi.Output<string[]>;
  /** What the program listed last, where that is not who has access: after a failure or a refresh. */
  declare readonly listedAccounts: pulumi.Output<string[] | undefined>;
  /** aws-ec2: the same of organisations, and of organisational units. */
  declare readonly listedOrganizationArns: pulumi.Output<string[] | undefined>;
  declare readonly listedOrganizationalUnitArns: pulumi.Output<string[] | undefined>;
  /** alicloud-swas: the same of `shareToEcs`, also after it was left out of the program; undefined where it is as listed. */
  declare readonly listedShareToEcs: pulumi.Output<boolean | undefined>;
  /** aws-ec2: the snapshots behind the AMI, with `snapshots: true`. */
  declare readonly snapshots: pulumi.Output<boolean | undefined>;
  declare readonly snapshotIds: pulumi.Output<string[] | undefined>;
  /**
   * aws-ec2: who has access to the snapshots because this resource lists the account, as `<snapshot>/<account>`. After
   * `snapshots` was left out, who had it at the last read. And who has it for other reasons; undefined without any.
   */
  declare readonly snapshotAccounts: pulumi.Output<string[] | undefined>;
  declare readonly foreignSnapshotAccounts: pulumi.Output<string[] | undefined>;
  /** Accounts that could not be removed, because they do not exist according to the vendor; undefined without any. */
  declare readonly closedAccounts: pulumi.Output<string[] | undefined>;
  /**
   * The account that owns the image, and made the share; it has access without one. Undefined where the cloud did not
   * tell, in what `ImageShare.get` looks at, and until the first update after an upgrade from 0.1.
   */
  declare readonly owner: pulumi.Output<string | undefined>;
  /**
   * Where the share was made: the address that `image-share:endpoint` named, or `vendor` for the vendor's own hosts.
   * Undefined in what `ImageShare.get` looks at, and until the first update after an upgrade from 0.1.
   */
  declare readonly endpoint: pulumi.Output<string | undefined>;
  /** alicloud-ens: the vendor's site that the share was made at, `china` or `international`. */
  declare readonly site: pulumi.Output<string | undefined>;
  declare readonly exclusive: pulumi.Output<boolean>;
  declare readonly protectedAccounts: pulumi.Output<string[] | undefined>;
  declare readonly maxRemovals: pulumi.Output<number | undefined>;
  declare readonly allowEmpty: pulumi.Output<boolean | undefined>;
  declare readonly credentials: pulumi.Output<string | undefined>;
  declare readonly timeoutSeconds: pulumi.Output<number | undefined>;

  /**
   * Looks up a share without managing it: `accounts` are then all accounts that have access. The name
   * must not be that of a share in state: a lookup in its place would end it, and is refused.
   *
   * @param id `<service>/<region>/<imageId>`, or `alicloud-ens/<imageId>`
   * @param state `credentials`: name of a profile under `image-share:profiles`
   * @throws Error when `state` has anything else, such as options that belong in `opts`
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    state: { credentials?: pulumi.Input<string> } = {},
    opts?: pulumi.CustomResourceOptions,
  ): ImageShare {
    checkLookupState(name, state);
    // The provider reads the rest from the id, which the compiler cannot know.
    return new ImageShare(name, state as ImageShareArgs, { ...opts, id });
  }

  /**
   * @param name the resource's name; a rename without an alias moves nothing in the cloud
   * @throws Error when another resource of the program shares the same image, unless both say `exclusive: false`; and
   * where it cannot work: an option without effect, or a package that the provider would not find
   * @param args see {@link ImageShareArgs}
   */
  constructor(name: string, args: ImageShareArgs, opts?: pulumi.CustomResourceOptions) {
    checkPreconditions(name, opts);
    const id = opts?.id;
    const imageId = id === undefined ? claimImage(name, args) : args.imageId;
    const options = id === undefined ? opts : { ...opts, id: refusedWhereManaged(name, id, opts?.parent) };
    const hidden = id === undefined ? hintInputs(name, args, opts) : {};
    const restore = withoutStackTraces();
    try {
      super(shim, name, { ...outputs, ...args, imageId, ...hidden }, options, "image-share", "ImageShare");
    } catch (error) {
      restore();
      // The program's line, which the error was made without.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw error;
    } finally {
      restore();
    }
  }
}

/** The SDK creates an output for every property that it gets, so all are listed here. */
const outputs = Object.fromEntries([...argumentNames, ...computedOutputs].map((name) => [name, undefined]));
