"""What every test can ask for."""

from tests.databases import database_url, migrated_url
from tests.talk import talk

__all__ = ["database_url", "migrated_url", "talk"]
