"""Several tables as one migration operation, where a migration makes many at once."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class Tables(Operation):
    """Make the tables of several models, which may refer to one another in any order.

    With ``CreateModel`` one by one, Django draws up anew whatever is related to the one that comes. Every row of ours
    belongs to an organisation, so that is all the models there are, for each of them. Here each is drawn up once.

    Args:
        models: the models, each as ``CreateModel`` has it.
    """

    reversible = True

    def __init__(self, *models: CreateModel) -> None:
        self.models = models

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        drawn = state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)
        # Nothing changes of what is there, so it need not be drawn up anew; but in the copy of a state, where models go
        # on asking the original who refers to them.
        if drawn and all(model._meta.apps is drawn for model in drawn.get_models()):
            drawn.render_multiple([state.models[app_label, model.name_lower] for model in self.models])
            state.apps = drawn

    def describe(self) -> str:
        return f"Make the tables of {', '.join(model.name for model in self.models)}"

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)
