/** What programs import. Loads no vendor SDK: those belong to the provider process. */
export type { ImageShareArgs, ServiceName, TencentcloudCvmShareArgs } from "./resource/args";
export { ImageShare } from "./resource/image-share";
