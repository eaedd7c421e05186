"""AWS EC2 by the vendor's command line (awscli), signed with AWS Signature Version 4."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence

from walk import KEY_ID, URL, walk

REGION = "eu-central-1"


class Refused(Exception):
    """The command's message, which names the code in brackets."""


class Ec2:
    def __init__(self, secret: str) -> None:
        """No configuration file of the person who runs this takes part."""
        self._env = {
            **os.environ,
            "AWS_ACCESS_KEY_ID": KEY_ID,
            "AWS_SECRET_ACCESS_KEY": secret,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_MAX_ATTEMPTS": "1",
        }

    def share(self, image_id: str, accounts: Sequence[str]) -> None:
        self._modify(image_id, "Add", accounts)

    def unshare(self, image_id: str, accounts: Sequence[str]) -> None:
        self._modify(image_id, "Remove", accounts)

    def pages(self, image_id: str) -> Iterator[list[str]]:
        answer = json.loads(
            self._aws("describe-image-attribute", "--image-id", image_id, "--attribute", "launchPermission")
        )
        yield [permission["UserId"] for permission in answer["LaunchPermissions"]]

    def _modify(self, image_id: str, direction: str, accounts: Sequence[str]) -> None:
        permission = json.dumps({direction: [{"UserId": account} for account in accounts]})
        self._aws("modify-image-attribute", "--image-id", image_id, "--launch-permission", permission)

    def _aws(self, *arguments: str) -> str:
        command = [sys.executable, "-m", "awscli", "ec2", *arguments]
        where = ["--region", REGION, "--endpoint-url", URL, "--output", "json"]
        run = subprocess.run(command + where, env=self._env, capture_output=True, text=True)
        if run.returncode != 0:
            raise Refused(run.stderr.strip())
        return run.stdout


def code_of(error: Refused) -> str:
    """"An error occurred (AuthFailure) when calling the ModifyImageAttribute operation: …"."""
    found = re.search(r"\((\w[\w.]*)\) when calling", str(error))
    return found.group(1) if found else str(error)


IMAGE = {"service": "aws-ec2", "region": REGION, "imageId": "ami-0b070300000000002"}
walk(Ec2, IMAGE, 12345678901, Refused, code_of, "SignatureDoesNotMatch")
