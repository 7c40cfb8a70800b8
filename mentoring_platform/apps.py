from django.apps import AppConfig


class MentoringPlatformConfig(AppConfig):
    name = "mentoring_platform"
