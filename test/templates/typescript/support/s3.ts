import type { IncomingMessage, ServerResponse } from "node:http";

/** Enough of S3 for objects, listings in two pages, waiters and multipart uploads. */
export function answerS3(request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? "/", "http://localhost");
  const [, bucket = "", key] = url.pathname.split("/");
  response.setHeader("content-type", "application/xml");
  if (request.method === "GET" && url.searchParams.has("list-type")) {
    response.end(listing(bucket, url.searchParams.get("continuation-token")));
  } else if (request.method === "POST" && url.searchParams.has("uploads")) {
    response.end(
      `<InitiateMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${key}</Key><UploadId>u1</UploadId></InitiateMultipartUploadResult>`,
    );
  } else if (request.method === "POST") {
    response.end(
      `<CompleteMultipartUploadResult><Bucket>${bucket}</Bucket><Key>${key}</Key><ETag>"e"</ETag></CompleteMultipartUploadResult>`,
    );
  } else {
    response.setHeader("etag", '"e"');
    response.end(request.method === "GET" ? `object ${key}` : undefined);
  }
}

function listing(bucket: string, token: string | null): string {
  const next =
    token === null
      ? "<IsTruncated>true</IsTruncated><NextContinuationToken>2</NextContinuationToken>"
      : "<IsTruncated>false</IsTruncated>";
  return `<ListBucketResult><Name>${bucket}</Name>${next}<Contents><Key>k</Key></Contents></ListBucketResult>`;
}
