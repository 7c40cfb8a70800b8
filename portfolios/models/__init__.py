"""Portfolios: what people keep of their own development, and whom they let see which piece of it."""

from portfolios.models.assessments import (
    AssessedFile,
    AssessedPiece,
    Assessment,
    Declaration,
    Ending,
    Judgement,
)
from portfolios.models.confirmations import (
    Confirmation,
    ConfirmationRequest,
    RequestEnding,
    Revocation,
    Submission,
    SubmissionFile,
)
from portfolios.models.credentials import Credential, SigningKey
from portfolios.models.frameworks import Competency, Framework, Level, Showing
from portfolios.models.pieces import DiaryEntry, Evidence, EvidenceFile, Kind, Origin, Profile, Purpose
from portfolios.models.relations import Bearing
from portfolios.models.requirements import Criterion, Requirement
from portfolios.models.shares import Share
from portfolios.models.showcases import Showcase, ShowcaseItem, ShowcaseLink

__all__ = [
    "AssessedFile",
    "AssessedPiece",
    "Assessment",
    "Bearing",
    "Competency",
    "Confirmation",
    "ConfirmationRequest",
    "Credential",
    "Criterion",
    "Declaration",
    "DiaryEntry",
    "Ending",
    "Evidence",
    "EvidenceFile",
    "Framework",
    "Judgement",
    "Kind",
    "Level",
    "Origin",
    "Profile",
    "Purpose",
    "RequestEnding",
    "Requirement",
    "Revocation",
    "Share",
    "Showcase",
    "ShowcaseItem",
    "ShowcaseLink",
    "Showing",
    "SigningKey",
    "Submission",
    "SubmissionFile",
]
