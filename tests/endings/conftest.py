"""What comes to its end in these tests: the community of the tests of communities."""

from tests.cop.conftest import _once_circle as _once_circle
from tests.cop.conftest import circle as circle
