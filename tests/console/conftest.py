"""What the tests of the console start from."""

from tests.console.fixtures import bare, bare_ctx, ctx, town, town_file

__all__ = ["bare", "bare_ctx", "ctx", "town", "town_file"]
