import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { here, templates } from "./support/paths.js";
import { pythonEnvironment } from "./support/python-environment.js";

/** What a program prints, with `bridge_loguru` imported and a log record written as a line of text. */
function output(program: string): { stdout: string; stderr: string } {
  const prelude = `
import io, logging, sys
from cred_extract_services.gateway import bridge_loguru
lines = io.StringIO()
handler = logging.StreamHandler(lines)
handler.setFormatter(logging.Formatter('%(levelname)s %(name)s %(funcName)s %(message)s'))
logging.getLogger().addHandler(handler)
`;
  const { stdout, stderr } = spawnSync(python, ["-c", prelude + program], {
    cwd: join(templates, "python"),
    encoding: "utf8",
  });
  return { stdout, stderr };
}

let python = "";
beforeAll(async () => {
  const bin = await pythonEnvironment(join(here, "../python/requirements.txt"));
  python = join(bin, "python");
});

describe("what is logged with loguru", () => {
  it("reaches logging as well, even when the server removes all sinks", () => {
    const { stdout, stderr } = output(`
from loguru import logger
bridge_loguru()
logger.remove()
def work():
    logger.warning('100% of {}', 'it')
    try:
        1 / 0
    except ZeroDivisionError:
        logger.exception('failed')
work()
print(lines.getvalue())
`);
    expect(stderr).toBe("");
    expect(stdout).toContain(
      "WARNING __main__ work 100% of it\nERROR __main__ work failed\nTraceback",
    );
    expect(stdout).toContain("ZeroDivisionError");
  });

  it("is not written to the console twice", () => {
    const { stderr } = output(`
from loguru import logger
logging.getLogger().addHandler(logging.StreamHandler())
bridge_loguru()
logger.info('once')
`);
    expect(stderr.match(/once/g)).toHaveLength(1);
  });

  it("goes round no circle where the server sends logging to loguru", () => {
    const { stdout, stderr } = output(`
from loguru import logger
class ToLoguru(logging.Handler):
    def emit(self, record):
        logger.log(record.levelname, record.getMessage())
logging.getLogger().addHandler(ToLoguru())
bridge_loguru()
logger.info('from loguru')
logging.getLogger().warning('from logging')
print(lines.getvalue())
`);
    expect(stdout.match(/from loguru/g)).toHaveLength(1);
    expect(stderr).not.toMatch(/Traceback|deadlock/);
  });
});
