/** Two hundred images in five services, most of them shared, as years of clicking leave them behind. */
import type { Emulator, Target } from "../../../src/emulator";

/** What somebody may have called an image. */
export const hostileName = "golden\n- service: x\u001b[2J\u2028*/ `$(reboot)` \u202e# 'quoted\"";

const services = [
  { service: "alicloud-ens", prefix: "m-ens", account: (n: number) => String(1234567890120000 + n) },
  {
    service: "alicloud-ecs",
    region: "cn-hangzhou",
    prefix: "m-ecs",
    account: (n: number) => `90071992547409${9000 + n}`,
  },
  {
    service: "alicloud-swas",
    region: "cn-hangzhou",
    prefix: "m-swas",
    account: (n: number) => String(1234567890120000 + n),
  },
  {
    service: "tencentcloud-cvm",
    region: "ap-guangzhou",
    prefix: "img-",
    account: (n: number) => String(100000000000 + n),
  },
  {
    service: "volcengine-ecs",
    region: "cn-beijing",
    prefix: "image-",
    account: (n: number) => String(2100050000 + n),
  },
] as const;

export const places: readonly string[] = services.flatMap((service) =>
  "region" in service ? [`${service.service}=${service.region}`] : [],
);

export const serviceNames = services.map(({ service }) => service);

/** @returns the images that are shared, by service */
export function seedEstate(emulator: Emulator, perService = 40): Target[] {
  return services.flatMap(({ service, prefix, account, ...place }) =>
    Array.from({ length: perService }, (_, index) => {
      const target: Target = { service, ...place, imageId: `${prefix}${String(index).padStart(8, "0")}` };
      // Every tenth is not shared; the others have one to seven accounts.
      const count = index % 10 === 0 ? 0 : 1 + (index % 7);
      const accounts = Array.from({ length: count }, (_, number) => account(index + number + 1));
      const shareToEcs = service === "alicloud-swas" && index % 4 === 0;
      emulator.putImage({
        ...target,
        name: index % 5 === 1 ? hostileName : `golden ${index}`,
        accounts,
        shareToEcs,
      });
      return count > 0 || shareToEcs ? [target] : [];
    }).flat(),
  );
}
