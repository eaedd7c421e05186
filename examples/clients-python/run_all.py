"""Installs the pinned SDKs into an environment of its own, starts the emulator, runs every script here.

Usage: npm run build && python3 examples/clients-python/run_all.py
"""

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
EMULATOR = HERE.parent.parent / "dist" / "cli" / "emulator.js"
SCRIPTS = sorted(path.stem for path in HERE.glob("*.py") if path.stem not in ("run_all", "walk"))


def main() -> int:
    if not EMULATOR.exists():
        sys.exit("there is no emulator yet: npm run build")
    with tempfile.TemporaryDirectory() as folder:
        print("installing the SDKs …", flush=True)
        python = environment(Path(folder))
        command = ["node", str(EMULATOR), "--port", "0", "--quiet"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as emulator:
            try:
                # "Emulating the image sharing APIs on http://…"
                assert emulator.stdout is not None
                url = emulator.stdout.readline().split()[-1]
                failed = [script for script in SCRIPTS if not passes(python, script, url)]
            finally:
                emulator.terminate()
    print(f"failed: {', '.join(failed)}" if failed else f"all {len(SCRIPTS)} passed")
    return 1 if failed else 0


def environment(folder: Path) -> str:
    venv.create(folder, with_pip=True)
    python = str(folder / ("Scripts" if os.name == "nt" else "bin") / "python")
    requirements = str(HERE / "requirements.txt")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--requirement", requirements], check=True)
    return python


def passes(python: str, script: str, url: str) -> bool:
    """Past any proxy, and without leaving compiled files behind."""
    settings = {"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [python, str(HERE / f"{script}.py"), url]
    return subprocess.run(command, env={**os.environ, **settings}, timeout=120).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
