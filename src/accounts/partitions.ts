/** AWS's partitions share nothing: neither credentials nor endpoints. */

const firstRegions = {
  aws: "us-east-1",
  "aws-cn": "cn-north-1",
  "aws-us-gov": "us-gov-west-1",
} as const;

type Partition = keyof typeof firstRegions;

/** The partitions in which accounts can be registered. */
export const partitions = Object.keys(firstRegions) as Partition[];

export function isPartition(name: string): name is Partition {
  return Object.hasOwn(firstRegions, name);
}

/** The partition of a role, by its ARN. */
export function partitionOfArn(arn: string): string {
  return arn.split(":")[1] ?? "aws";
}

export function partitionOfRegion(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** The region that is taken where none is said. */
export function firstRegionOf(partition: string): string {
  return isPartition(partition) ? firstRegions[partition] : firstRegions.aws;
}
