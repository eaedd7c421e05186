/** A region as ECS and Simple Application Server list it. */
export function describedRegion(product: string, region: string): Readonly<Record<string, string>> {
  return { RegionId: region, LocalName: region, RegionEndpoint: `${product}.${region}.aliyuncs.com` };
}
