/** DescribeRegions, the same of CVM and of Lighthouse: without parameters, and without a region. */
import { z } from "zod";
import { defineAction } from "./parameters";

export const DescribeRegions = defineAction({
  effect: "read",
  parameters: z.strictObject({}),
  run: (_parameters, { regions }) => ({
    TotalCount: regions.length,
    RegionSet: regions.map((region) => ({ Region: region, RegionName: region, RegionState: "AVAILABLE" })),
  }),
});
