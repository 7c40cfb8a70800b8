"""Portfolios: what people keep of their own development, and whom they let see which piece of it."""

from portfolios.models.frameworks import Competency, Framework, Showing
from portfolios.models.pieces import DiaryEntry, Evidence, EvidenceFile, Kind, Profile, Purpose
from portfolios.models.shares import Share
from portfolios.models.showcases import Showcase, ShowcaseItem, ShowcaseLink

__all__ = [
    "Competency",
    "DiaryEntry",
    "Evidence",
    "EvidenceFile",
    "Framework",
    "Kind",
    "Profile",
    "Purpose",
    "Share",
    "Showcase",
    "ShowcaseItem",
    "ShowcaseLink",
    "Showing",
]
