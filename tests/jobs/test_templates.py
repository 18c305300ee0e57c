"""Where template files are looked for, and where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_tools.errors import OutputError
from build_tools.jobs.templates import OUR_TEMPLATES, TemplateFolders, template_folders


def test_templates_stay_in_their_folders(tmp_path: Path) -> None:
    own, ours = tmp_path / "own", tmp_path / "ours"
    for folder in (own, ours):
        (folder / "book").mkdir(parents=True)
    (ours / "book/a.css").write_text("ours")
    (ours / "book/b.css").write_text("ours")
    (own / "book/a.css").write_text("own")
    (tmp_path / "secret").write_text("secret")
    (own / "book/link").symlink_to(tmp_path / "secret")
    templates = TemplateFolders((own, ours))
    assert (templates("book/a.css").read_text(), templates("book/b.css").read_text()) == ("own", "ours")
    for name in ("../secret", "book/../../secret", "/etc/passwd", "book\\a.css", "c:/x", "book/link", "book/none", ""):
        with pytest.raises(OutputError):
            templates(name)
    with pytest.raises(OutputError):
        templates.digest("book")  # it holds the link


def test_a_kit_without_templates_has_ours(tmp_path: Path) -> None:
    assert template_folders(tmp_path).folders == (OUR_TEMPLATES,)
    (tmp_path / "templates").mkdir()
    assert template_folders(tmp_path).folders == (tmp_path / "templates", OUR_TEMPLATES)
    assert template_folders(OUR_TEMPLATES.parent).folders == (OUR_TEMPLATES,)


def test_a_folder_of_templates_is_that_of_both(tmp_path: Path) -> None:
    for folder, names in (("own", ("a", "b")), ("ours", ("b", "c/d"))):
        for name in names:
            path = tmp_path / folder / "book" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(folder)
    templates = TemplateFolders((tmp_path / "own", tmp_path / "ours"))
    assert templates.names("book") == ("book/a", "book/b", "book/c/d") and templates.names("book/a") == ("book/a",)
    before = templates.digest("book")
    (tmp_path / "ours/book/b").write_text("hidden by the kit's own")
    assert templates.digest("book") == before
    (tmp_path / "ours/book/c/d").write_text("seen")
    assert templates.digest("book") != before
