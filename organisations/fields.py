"""Keys and references inside an organisation's tables."""

from typing import Any

from django.db import models


class _WithinOrganisation:
    """Leaves the reference's constraint to the wall: it is a pair (organisation, id), which Django cannot write."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_constraint"] = False
        super().__init__(*args, **kwargs)


class OrganisationForeignKey(_WithinOrganisation, models.ForeignKey[Any, Any]):
    """A reference to a row of the same organisation; the database refuses one to another organisation's row."""


class OrganisationOneToOneField(_WithinOrganisation, models.OneToOneField[Any, Any]):
    """The same, where each row is referred to at most once."""
