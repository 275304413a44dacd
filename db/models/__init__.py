"""Every table an office keeps, one noun a file. A column's Chinese label is written here, once: `label(Application.name)`."""

from sqlalchemy.orm import configure_mappers

from db.models import freezing as _freezing  # noqa: F401  -- registers the triggers of a lock
from db.models import guards as _guards  # noqa: F401  -- registers the triggers
from db.models import guards_experts as _guards_experts  # noqa: F401  -- registers the triggers of 专家分工
from db.models import guards_interviews as _guards_interviews  # noqa: F401  -- registers the triggers of interviews
from db.models import guards_judging as _guards_judging  # noqa: F401  -- registers the triggers of the panel's laptop
from db.models import guards_scores as _guards_scores  # noqa: F401  -- likewise
from db.models import registering as _registering  # noqa: F401  -- registers the triggers of the register of certificates
from db.models.alumni import AlumniRecord, TrackingStop
from db.models.applications import Application
from db.models.certificates import (
    Certificate,
    CertificateCheck,
    CertificateCollection,
    CertificatePrint,
    NationalCertificate,
)
from db.models.decisions import Decision, Declination, Panel, TieRuling
from db.models.disclosures import Disclosure
from db.models.drafts import Draft
from db.models.draws import TieDraw
from db.models.entries import EntryMark, EntrySheet
from db.models.evaluations import AnnualMaterial, Assessment, ExpertScore, InitialEvaluation, MidtermEvaluation
from db.models.exams import ExamEvent, ExamSession
from db.models.experts import Expert, ExpertDraw, ExpertTask, Recusal
from db.models.gatherings import Attendance, Gathering
from db.models.interviews import ComponentScore, PanelDraw, PanelPlace, PanelRecusal, SpreadNote
from db.models.judging import PanelReturn, PanelTask, SeatJudge, SeatMark, SeatTask
from db.models.labels import label
from db.models.locks import SelectionLock
from db.models.matching import Meeting, MeetingGuest, MentorChange
from db.models.materials import Attachment, MaterialCheck
from db.models.mentors import Mentor, TeamMember
from db.models.office_book import ReminderDays, StageDays, UnitPerson
from db.models.organisations import School
from db.models.packages import DirectoryVersion, OfficeKey, Package, Voiding, Withheld
from db.models.plans import CoMentor, ReadingItem, TrainingPlan
from db.models.progress import StepResult
from db.models.publication import Objection, Publication
from db.models.scores import InterviewScore, TestScore
from db.models.seals import Amendment, Seal, SealedMark
from db.models.selection import DualPlace, Selection, ShortlistEntry
from db.models.summaries import SummaryItem
from db.models.supervision import DossierView, Supervision, SupervisionFinding
from db.models.teachers import SchoolTeacher
from db.models.training import Trainee, Visit
from db.models.trials import TrialPlan
from db.models.users import RecoverySheet, User

configure_mappers()  # where the models are imported, beside the screen, and not at the first query on it

__all__ = [
    "AlumniRecord",
    "Amendment",
    "AnnualMaterial",
    "Application",
    "Assessment",
    "Attachment",
    "Attendance",
    "Certificate",
    "CertificateCheck",
    "CertificateCollection",
    "CertificatePrint",
    "CoMentor",
    "ComponentScore",
    "Decision",
    "Declination",
    "DirectoryVersion",
    "Disclosure",
    "DossierView",
    "Draft",
    "DualPlace",
    "EntryMark",
    "EntrySheet",
    "ExamEvent",
    "ExamSession",
    "Expert",
    "ExpertDraw",
    "ExpertScore",
    "ExpertTask",
    "Gathering",
    "InitialEvaluation",
    "InterviewScore",
    "MaterialCheck",
    "Meeting",
    "MeetingGuest",
    "Mentor",
    "MentorChange",
    "MidtermEvaluation",
    "NationalCertificate",
    "Objection",
    "OfficeKey",
    "Package",
    "Panel",
    "PanelDraw",
    "PanelPlace",
    "PanelRecusal",
    "PanelReturn",
    "PanelTask",
    "Publication",
    "ReadingItem",
    "RecoverySheet",
    "Recusal",
    "ReminderDays",
    "School",
    "SchoolTeacher",
    "Seal",
    "SealedMark",
    "SeatJudge",
    "SeatMark",
    "SeatTask",
    "Selection",
    "SelectionLock",
    "ShortlistEntry",
    "SpreadNote",
    "StageDays",
    "StepResult",
    "SummaryItem",
    "Supervision",
    "SupervisionFinding",
    "TeamMember",
    "TestScore",
    "TieDraw",
    "TieRuling",
    "TrackingStop",
    "Trainee",
    "TrainingPlan",
    "TrialPlan",
    "UnitPerson",
    "User",
    "Visit",
    "Voiding",
    "Withheld",
    "label",
]
