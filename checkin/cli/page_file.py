"""Pages that are written to a file, from the same templates as those that a server sends."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from checkin.app import template_folder


def rendered(template: str, page: object) -> str:
    """The page that this template makes, for a reader of English who asks no server."""
    environment = Environment(
        loader=FileSystemLoader(template_folder()), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template(template).render({"page": page, "shell": {"lang": "en"}})
