"""The application for a WSGI server. CHECKIN_INSTANCE names the folder of the instance.

`checkin run` serves it by granian; `gunicorn --threads 64 checkin.wsgi:app` works as well, with one
worker on SQLite.
"""

import os
from pathlib import Path

from checkin import jobs, runtime
from checkin.app import create_app
from checkin.services import upkeep
from checkin.settings import load

settings = load(Path(os.environ["CHECKIN_INSTANCE"]), os.environ)
upkeep.check_up_to_date(settings.database)
running = runtime.start(settings)
app = create_app(running)
jobs.start(running)
