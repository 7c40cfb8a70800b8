"""What comes to its end in these tests: a community, and a pair."""

from tests.cop.conftest import _once_circle as _once_circle
from tests.cop.conftest import circle as circle
from tests.partnerships.conftest import _once_pair as _once_pair
from tests.partnerships.conftest import pair as pair
