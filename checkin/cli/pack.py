"""`checkin pack`: what works council and data protection officer need, as two files."""

from pathlib import Path

import click

from checkin import images
from checkin.cli import pack_document
from checkin.cli.instance import instance_option, opened
from checkin.cli.page_file import rendered


@click.command()
@instance_option
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    show_default="this folder",
    help="Folder to lay the two files into.",
)
def pack(instance: Path, out: Path) -> None:
    """Write the pack for works council and data protection officer, as HTML and PDF.

    Made from this instance as it is set up: what is stored and why, how long, who can see it, who
    works on it, which tests guard each promise, the limits, and what happens if the consent is
    judged invalid.
    """
    rt = opened(instance)
    document = pack_document.of(rt)
    out.mkdir(parents=True, exist_ok=True)
    page, paper = out / "checkin-pack.html", out / "checkin-pack.pdf"
    page.write_text(rendered("pack/pack.html", document), "utf-8")
    paper.write_bytes(images.document_pdf(document, now=rt.now()))
    click.echo(f"{page}\n{paper}")
