import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** A stand-in for AWS: answers each operation with a fixed document, as the services would write it. */
export async function startAwsEndpoint(): Promise<{ url: string; stop: () => void }> {
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      const target = String(request.headers["x-amz-target"] ?? "").split(".")[1];
      const action = target ?? new URLSearchParams(body).get("Action") ?? s3Operation(request.url ?? "/");
      const document = documents[action];
      response.statusCode = document === undefined ? 404 : 200;
      response.setHeader("content-type", target ? "application/x-amz-json-1.0" : "text/xml");
      response.end(document);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, stop: () => server.close() };
}

function s3Operation(path: string): string {
  const { pathname, searchParams } = new URL(path, "http://s3");
  if (pathname === "/") return "ListBuckets";
  if (searchParams.has("location")) return "GetBucketLocation";
  return searchParams.has("list-type") ? "ListObjectsV2" : "GetObject";
}

const documents: Record<string, string> = {
  ListBuckets:
    "<ListAllMyBucketsResult><Buckets><Bucket><Name>logs</Name></Bucket><Bucket><Name>site</Name></Bucket></Buckets></ListAllMyBucketsResult>",
  GetBucketLocation: '<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/">eu-central-1</LocationConstraint>',
  ListObjectsV2:
    "<ListBucketResult><Contents><Key>a.txt</Key><Size>5</Size></Contents></ListBucketResult>",
  GetObject: "hello",
  ListTables: '{"TableNames":["orders"]}',
  DescribeTable: '{"Table":{"TableStatus":"ACTIVE","ItemCount":7}}',
  GetItem: '{"Item":{"id":{"S":"1"},"total":{"N":"12"}}}',
  DescribeInstances:
    "<DescribeInstancesResponse><reservationSet><item><instancesSet><item><instanceId>i-1</instanceId><instanceType>t3.micro</instanceType><instanceState><name>running</name></instanceState></item></instancesSet></item></reservationSet></DescribeInstancesResponse>",
  DescribeRegions:
    "<DescribeRegionsResponse><regionInfo><item><regionName>eu-central-1</regionName></item></regionInfo></DescribeRegionsResponse>",
  DescribeVolumes:
    "<DescribeVolumesResponse><volumeSet><item><volumeId>vol-1</volumeId><size>8</size></item></volumeSet></DescribeVolumesResponse>",
};
