"""Programs of others in the package are what they say they are, and can be collected and served."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.template.loader import render_to_string

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "govportal_wagtail/investment/static"
VENDOR = STATIC / "govportal/vendor"
PACKAGES = sorted(path for path in VENDOR.iterdir() if path.is_dir())
ROW = re.compile(r"^\| `([^`]+)` \| `([0-9a-f]{64})` \|$", re.MULTILINE)


def named(package: Path) -> dict[str, str]:
    """Hashes in the README by file."""
    return dict(ROW.findall((package / "README.md").read_text(encoding="utf-8")))


def test_both_packages_are_there():
    assert [package.name for package in PACKAGES] == ["leaflet", "leaflet.markercluster"]


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_every_file_is_the_one_of_the_readme(package):
    files = {
        str(path.relative_to(package)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in package.rglob("*")
        if path.is_file() and path.name != "README.md"
    }
    assert files == named(package)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_version_source_and_licence_are_named(package):
    readme = (package / "README.md").read_text(encoding="utf-8")
    version = re.search(r"^- Version: (\d+\.\d+\.\d+)$", readme, re.MULTILINE)
    assert version
    assert f"{package.name}-{version[1]}.tgz" in readme
    licence = re.search(r"^- Licence: \S+, in `([^`]+)`$", readme, re.MULTILINE)
    assert licence
    text = (package / licence[1]).read_text(encoding="utf-8")
    # The BSD and the MIT licence have this in common.
    assert "THE SOFTWARE IS PROVIDED" in " ".join(text.split()) or "THIS SOFTWARE IS" in text


def test_scripts_and_style_sheets_name_no_file_that_is_missing():
    for script in VENDOR.rglob("*.js"):
        (source_map,) = re.findall(r"//# sourceMappingURL=(\S+)", script.read_text("utf-8"))
        assert json.loads((script.parent / source_map).read_text("utf-8"))["version"] == 3
    for sheet in VENDOR.rglob("*.css"):
        for target in re.findall(r"url\(([^)]+)\)", sheet.read_text("utf-8")):
            assert target.startswith("#") or (sheet.parent / target).is_file(), target


def test_nothing_is_fetched_from_elsewhere():
    ours = (STATIC / "govportal/investment").iterdir()
    sheets = [path for path in [*VENDOR.rglob("*.css"), *ours] if path.suffix in (".css", ".js")]
    assert len(sheets) >= 4
    for path in sheets:
        text = path.read_text("utf-8")
        assert not re.search(r"(url\(|@import|from|import\()\s*[\"']?(https?:)?//", text), path


@pytest.mark.parametrize(
    "storage",
    [
        "django.contrib.staticfiles.storage.ManifestStaticFilesStorage",
        "whitenoise.storage.CompressedManifestStaticFilesStorage",
    ],
)
def test_a_storage_with_a_manifest_collects_all(settings, tmp_path, storage):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": storage}}
    # The whole admin of Wagtail is not what is asked about, and takes long.
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATICFILES_DIRS = [STATIC]
    finders.get_finder.cache_clear()
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
        parts = [
            render_to_string(f"govportal/investment/parts/map_{name}.html")
            for name in ("head", "scripts")
        ]
    finally:
        finders.get_finder.cache_clear()
    addresses = re.findall(r"(?:href|src)=\"/static/([^\"]+)\"", "".join(parts))
    assert len(addresses) == 6
    for address in addresses:
        assert re.search(r"\.[0-9a-f]{12}\.(css|js)$", address)
        assert (tmp_path / address).is_file()
    (sheet,) = (tmp_path / "govportal/vendor/leaflet").glob("leaflet.*.css")
    assert re.search(r"images/layers\.[0-9a-f]{12}\.png", sheet.read_text("utf-8"))
