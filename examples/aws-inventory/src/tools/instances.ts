import {
  DescribeInstancesCommand,
  DescribeRegionsCommand,
  DescribeVolumesCommand,
  type Instance,
} from "@aws-sdk/client-ec2";
import type { McpServer } from "@modelcontextprotocol/sdk/server/mcp.js";
import type { CallToolResult } from "@modelcontextprotocol/sdk/types.js";
import { z } from "zod";
import { answer } from "../answer.js";
import { getEc2 } from "../clients.js";

const InstancesInput = z.object({
  state: z.enum(["pending", "running", "stopped", "terminated"]).optional(),
});

/** The tools about EC2. */
export class InstanceTools {
  register(server: McpServer): void {
    server.registerTool(
      "list_instances",
      { description: "List the EC2 instances.", inputSchema: InstancesInput.shape },
      (input) => this.listInstances(input),
    );
    server.registerTool("list_regions", { description: "List the regions in use." }, this.listRegions);
    server.registerTool(
      "list_volumes",
      {
        description: "List the EBS volumes.",
        inputSchema: { encrypted: z.boolean().optional() },
      },
      this.listVolumes.bind(this),
    );
  }

  private async listInstances({ state }: z.infer<typeof InstancesInput>): Promise<CallToolResult> {
    const Filters = state ? [{ Name: "instance-state-name", Values: [state] }] : undefined;
    const { Reservations = [] } = await getEc2().send(new DescribeInstancesCommand({ Filters }));
    const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
    return answer(instances.map(summary));
  }

  private async listRegions(): Promise<CallToolResult> {
    const { Regions = [] } = await getEc2().send(new DescribeRegionsCommand({}));
    return answer(Regions.map(({ RegionName }) => RegionName));
  }

  private async listVolumes({ encrypted }: { encrypted?: boolean }): Promise<CallToolResult> {
    const Filters = encrypted === undefined ? [] : [{ Name: "encrypted", Values: [`${encrypted}`] }];
    const { Volumes = [] } = await getEc2().send(new DescribeVolumesCommand({ Filters }));
    return answer(Volumes.map(({ VolumeId, Size }) => ({ id: VolumeId, gib: Size })));
  }
}

function summary({ InstanceId, InstanceType, State }: Instance) {
  return { id: InstanceId, type: InstanceType, state: State?.Name };
}
