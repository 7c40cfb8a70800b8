"""Portfolios: what people keep of their own development, and whom they let see which piece of it."""

from portfolios.models.assessments import (
    AssessedEvidence,
    AssessedFile,
    Assessment,
    AssessmentClosure,
    AssessmentResult,
    Declaration,
)
from portfolios.models.confirmations import (
    Confirmation,
    ConfirmationRequest,
    RequestClosure,
    Revocation,
    Submission,
    SubmissionFile,
)
from portfolios.models.credentials import Credential, SigningKey
from portfolios.models.frameworks import Competency, EvidenceCompetency, Framework, Level
from portfolios.models.items import (
    DiaryEntry,
    Evidence,
    EvidenceFile,
    EvidenceKind,
    EvidenceOrigin,
    EvidencePurpose,
    Profile,
)
from portfolios.models.plan_links import EvidencePlanLink
from portfolios.models.requirements import Requirement, RequirementCriterion
from portfolios.models.shares import ItemShare
from portfolios.models.showcases import Showcase, ShowcaseItem, ShowcaseLink

__all__ = [
    "AssessedEvidence",
    "AssessedFile",
    "Assessment",
    "AssessmentClosure",
    "AssessmentResult",
    "Competency",
    "Confirmation",
    "ConfirmationRequest",
    "Credential",
    "Declaration",
    "DiaryEntry",
    "Evidence",
    "EvidenceCompetency",
    "EvidenceFile",
    "EvidenceKind",
    "EvidenceOrigin",
    "EvidencePlanLink",
    "EvidencePurpose",
    "Framework",
    "ItemShare",
    "Level",
    "Profile",
    "RequestClosure",
    "Requirement",
    "RequirementCriterion",
    "Revocation",
    "Showcase",
    "ShowcaseItem",
    "ShowcaseLink",
    "SigningKey",
    "Submission",
    "SubmissionFile",
]
