"""Portfolios: what people keep of their own development, and whom they let see which piece of it."""

from portfolios.models.pieces import DiaryEntry, Evidence, EvidenceFile, Kind, Profile, Purpose
from portfolios.models.shares import Share

__all__ = ["DiaryEntry", "Evidence", "EvidenceFile", "Kind", "Profile", "Purpose", "Share"]
