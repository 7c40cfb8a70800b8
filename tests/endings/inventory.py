"""What hangs on a thing that can end, asked of the models themselves, so that nothing new is forgotten."""

from django.db.models import Model


def relations(model: type[Model]) -> set[str]:
    """Return every reference to a model from another table, as ``app.Model.field``."""
    return {
        f"{each.related_model._meta.app_label}.{each.related_model.__name__}.{each.field.name}"
        for each in model._meta.get_fields(include_hidden=True)
        if each.auto_created and not each.concrete and each.field.remote_field is not None
    }
