"""培养过程: the year of every trainee — progress, activities and logs, plans and teachers, group activities, those of former years."""

from ui.pages.training.page import TrainingPage

__all__ = ["TrainingPage"]
