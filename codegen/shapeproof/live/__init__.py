"""What live clients are answered: botocore's events -> responses, held against their contracts or recorded."""

from __future__ import annotations

from shapeproof.live.answers import LiveResponse
from shapeproof.live.events import Subscription
from shapeproof.live.recorder import Recorder, record
from shapeproof.live.watching import watch

__all__ = ["LiveResponse", "Recorder", "Subscription", "record", "watch"]
