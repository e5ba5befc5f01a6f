"""Where the cost model and the user's own data are kept."""

from flexlib.store.model import OpenedModel, open_model, open_model_reporting

__all__ = ["OpenedModel", "open_model", "open_model_reporting"]
