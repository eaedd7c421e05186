/**
 * Which resource of the program shares which image. Two that mean to be the only one would revoke each other's accounts
 * in every run. TypeScript programs find that out by themselves; the engine tells a plugin of all resources by name.
 */
import { isExclusive } from "../../core/arguments";
import { withTopic } from "../../core/error-topics";
import { targetOf } from "../../core/goal";
import { imageLabel, shareId } from "../../core/target";
import { isTargetUnknown, knownPart } from "../../core/unknown-values";
import { type Properties, unknownValue } from "../inputs";

interface Claim {
  readonly urn: string;
  readonly exclusive: boolean;
  /** What it says of the owner's own ECS. */
  readonly ownEcs: boolean | undefined;
}

export class ImageClaims {
  private readonly byImage = new Map<string, readonly Claim[]>();

  /**
   * Notes what a resource wants of its image, as far as that is known.
   *
   * @returns why it cannot be carried out beside another one; undefined where it can
   */
  claim(urn: string, checked: Properties): string | undefined {
    const { args, unknown } = knownPart(checked, unknownValue);
    if (isTargetUnknown(unknown) || unknown.exclusive) return undefined;
    const target = targetOf(args);
    const id = shareId(target);
    const others = (this.byImage.get(id) ?? []).filter((other) => other.urn !== urn);
    const ownEcs = unknown.shareToEcs ? undefined : args.shareToEcs;
    const claim: Claim = { urn, exclusive: isExclusive(args), ownEcs };
    this.byImage.set(id, [...others, claim]);
    const rival = others.find((other) => other.exclusive || claim.exclusive || contradicts(other, claim));
    if (rival === undefined) return undefined;
    const why =
      rival.exclusive || claim.exclusive
        ? "each would revoke the accounts of the other. Merge them into one, or set exclusive: false in both"
        : "one says shareToEcs: true, the other one false. Say the same in both, or leave it out of one";
    const names = `"${nameOf(rival)}" and "${nameOf(claim)}"`;
    const message = `${imageLabel(target)}: two resources, ${names}, share this image, and ${why}`;
    return withTopic(message, "two-resources");
  }
}

function contradicts({ ownEcs: one }: Claim, { ownEcs: other }: Claim): boolean {
  return one !== undefined && other !== undefined && one !== other;
}

function nameOf({ urn }: Claim): string {
  return urn.replace(/^.*::/, "");
}
