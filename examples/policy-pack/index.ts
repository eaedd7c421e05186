/**
 * Nobody outside a list gets access to an image: a share that names another account fails in the preview, whether it is
 * written in TypeScript (dynamic resource) or in another language (plugin), alone or in a set.
 *
 *   npm install
 *   pulumi preview --policy-pack policy-pack --policy-pack-config policy-pack/allowed.json
 *
 * with this folder as policy-pack. A policy sees what a program lists. What an `up` takes away, and who has access beside
 * the list, is in no argument: image-share:approved and exclusive are for that.
 */
import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { PolicyPack } from "@pulumi/policy";

/** An ImageShare of either host; a set consists of these. */
const shareType = /(^|[:/])image-share:(index:)?ImageShare$/;

function validate(args: ResourceValidationArgs, report: ReportViolation): void {
  if (!shareType.test(args.type)) return;
  const { accounts: allowed } = args.getConfig<{ accounts: string[] }>();
  const listed: string[] = args.props.accounts || [];
  const others = listed.filter((account) => !allowed.includes(account));
  if (others.length === 0) return;
  report(
    `${args.props.imageId} would be shared with ${others.join(", ")}, not on the list of allowed accounts`,
  );
}

new PolicyPack("image-share", {
  policies: [
    {
      name: "only-allowed-accounts",
      description: "Images are shared with accounts of a list, and with no others.",
      enforcementLevel: "mandatory",
      configSchema: {
        properties: { accounts: { type: "array", items: { type: "string" } } },
        required: ["accounts"],
      },
      validateResource: validate,
    },
  ],
});
