"""What every test can ask for."""

from tests.talk import talk

__all__ = ["talk"]
