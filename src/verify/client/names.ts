/** What a text is likely to be, by its property's name and format. */

const formats: Readonly<Record<string, string>> = {
  uri: "https://example.com/",
  url: "https://example.com/",
  email: "someone@example.com",
  date: "2026-01-01",
  "date-time": "2026-01-01T00:00:00Z",
  uuid: "00000000-0000-4000-8000-000000000000",
};

/** The first that fits holds. */
const rules: readonly (readonly [name: RegExp, text: string])[] = [
  [/arn$/i, "arn:aws:iam::123456789012:role/example"],
  [/region/i, "us-east-1"],
  [/account/i, "123456789012"],
  [/(^|_)(start|from|since|begin)\w*(time|date)?$|starttime|startdate/i, "2026-01-01T00:00:00Z"],
  [/(^|_)(end|until|to)(_?(time|date))?$|endtime|enddate/i, "2026-01-02T00:00:00Z"],
  [/(time|timestamp)$/i, "2026-01-01T00:00:00Z"],
  [/date$/i, "2026-01-01"],
  [/ur[il]$/i, "https://example.com/"],
  [/(policy|document|json)$/i, "{}"],
  [/instance_?ids?$/i, "i-0123456789abcdef0"],
  [/vpc_?ids?$/i, "vpc-0123456789abcdef0"],
  [/subnet_?ids?$/i, "subnet-0123456789abcdef0"],
  // Many services ask for as many characters as a UUID has.
  [/(?:^|_)u?u?ids?$|[a-z](?:Id|ID|Uuid)s?$/, "00000000-0000-4000-8000-000000000000"],
  [/sql|(?:^|_)query$|query_?(?:text|string|statement)$/i, "SELECT 1"],
  [/cidr/i, "10.0.0.0/16"],
];

/** A text for a property. */
export function textNamed(name: string, format: unknown): string {
  const known = typeof format === "string" ? formats[format] : undefined;
  return known ?? rules.find(([expression]) => expression.test(name))?.[1] ?? "example";
}
