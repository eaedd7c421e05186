/** The public API for programs. Loads no vendor SDK, because only the provider process needs them. */
export type { CloudName, ServiceName } from "./core/services";
export type {
  AlicloudEcsShareArgs,
  AlicloudEnsShareArgs,
  AlicloudSwasShareArgs,
  AwsEc2ShareArgs,
  ByteplusEcsShareArgs,
  ImageShareArgs,
  OpenstackGlanceShareArgs,
  OutscaleShareArgs,
  TencentcloudCvmShareArgs,
  TencentcloudLighthouseShareArgs,
  VolcengineEcsShareArgs,
} from "./resource/args";
export {
  type GetImageShareArgs,
  type GetImageShareOutputArgs,
  type GetImageShareResult,
  getImageShare,
  getImageShareOutput,
} from "./resource/get-image-share";
export { ImageShare } from "./resource/image-share";
export {
  type AccountsOfSet,
  ImageShareSet,
  type ImageShareSetArgs,
  type SetImageArgs,
} from "./resource/image-share-set";
