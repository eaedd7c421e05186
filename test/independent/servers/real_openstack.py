"""A real Keystone and a real Glance from the package index, on this machine alone: SQLite, files, nothing else.

    python -m real_openstack keystone DIR
    python -m real_openstack glance DIR KEYSTONE_URL MEMBER_QUOTA

Each makes its database in DIR, serves at a free port until it is stopped, and prints "Running on URL" when it listens. Each
needs a process of its own, because both keep their configuration in one global.
"""

import os
import pathlib
import socketserver
import subprocess
import sys
from wsgiref import simple_server

PASSWORD = "independent-secret-0123456789"
REGION = "RegionOne"

KEYSTONE_CONF = """[DEFAULT]
use_stderr = false
log_file = {dir}/keystone.log
[database]
connection = sqlite:///{dir}/keystone.db
[fernet_tokens]
key_repository = {dir}/fernet
[fernet_receipts]
key_repository = {dir}/receipts
[credential]
key_repository = {dir}/credentials
[cache]
enabled = false
"""

GLANCE_CONF = """[DEFAULT]
use_stderr = false
log_file = {dir}/glance.log
image_member_quota = {quota}
[database]
connection = sqlite:///{dir}/glance.db
[glance_store]
stores = file
default_store = file
filesystem_store_datadir = {dir}/images
[keystone_authtoken]
www_authenticate_uri = {keystone}/v3
auth_url = {keystone}/v3
auth_type = password
username = admin
password = {password}
project_name = admin
user_domain_id = default
project_domain_id = default
interface = public
region_name = {region}
# Or a token that was revoked would be taken for minutes.
token_cache_time = -1
[paste_deploy]
flavor = keystone
config_file = {paste}
"""


def run(name, *arguments):
    """A command of the environment; by Python, since the paths in the commands may be those of another folder."""
    command = [sys.executable, str(pathlib.Path(sys.executable).parent / name), *arguments]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def keystone_app(directory, url):
    for part in ("fernet", "receipts", "credentials"):
        (directory / part).mkdir(parents=True)
    conf = directory / "keystone.conf"
    conf.write_text(KEYSTONE_CONF.format(dir=directory))
    manage = ("keystone-manage", "--config-file", str(conf))
    user = ("--keystone-user", str(os.getuid()), "--keystone-group", str(os.getgid()))
    run(*manage, "db_sync")
    run(*manage, "fernet_setup", *user)
    run(*manage, "credential_setup", *user)
    addresses = [f"--bootstrap-{side}-url={url}/v3" for side in ("admin", "internal", "public")]
    run(*manage, "bootstrap", "--bootstrap-password", PASSWORD, "--bootstrap-region-id", REGION, *addresses)
    os.environ["OS_KEYSTONE_CONFIG_DIR"] = str(directory)
    sys.argv = sys.argv[:1]
    from keystone.server.wsgi import initialize_public_application

    return initialize_public_application()


def glance_app(directory, keystone, quota):
    (directory / "images").mkdir(parents=True)
    paste = pathlib.Path(sys.prefix) / "etc/glance/glance-api-paste.ini"
    values = {"dir": directory, "keystone": keystone, "quota": quota, "password": PASSWORD, "region": REGION}
    conf = directory / "glance-api.conf"
    conf.write_text(GLANCE_CONF.format(**values, paste=paste))
    run("glance-manage", "--config-file", str(conf), "db_sync")
    os.environ["OS_GLANCE_CONFIG_DIR"] = str(directory)
    from glance.common import wsgi_app

    return wsgi_app.init_app()


class Server(socketserver.ThreadingMixIn, simple_server.WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class Handler(simple_server.WSGIRequestHandler):
    def log_message(self, *_arguments):
        pass


def main():
    command, name, *rest = sys.argv[1:]
    directory = pathlib.Path(name).resolve()
    with Server(("127.0.0.1", 0), Handler) as server:
        url = f"http://127.0.0.1:{server.server_port}"
        app = keystone_app(directory, url) if command == "keystone" else glance_app(directory, *rest)
        server.set_app(app)
        print(f"Running on {url}", flush=True)
        server.serve_forever()


if __name__ == "__main__":
    main()
