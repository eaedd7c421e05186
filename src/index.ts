/** What programs import. Loads no vendor SDK: those belong to the provider process. */
export type {
  AlicloudEcsShareArgs,
  AlicloudEnsShareArgs,
  AlicloudSwasShareArgs,
  ImageShareArgs,
  ServiceName,
  TencentcloudCvmShareArgs,
  VolcengineEcsShareArgs,
} from "./resource/args";
export { ImageShare } from "./resource/image-share";
