import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EC2Client, type EC2ClientConfig } from "@aws-sdk/client-ec2";
import { S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";

const region = process.env.AWS_REGION ?? "us-east-1";

export const s3 = new S3Client({ region, forcePathStyle: true });

export const dynamo = new DynamoDBClient({
  region,
  maxAttempts: 5,
});

export const documents = DynamoDBDocumentClient.from(dynamo);

let ec2: EC2Client | undefined;

/** The EC2 client, made when it is first needed. */
export function getEc2(): EC2Client {
  const config: EC2ClientConfig = { region };
  ec2 ??= new EC2Client(config);
  return ec2;
}
