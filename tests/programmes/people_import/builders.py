"""Files as people have them, made in memory."""

import csv
import io
import zipfile

import openpyxl

from programmes.people_import import PERSON_FIELDS, Field, Kind, Unreadable, read_table

GRADES = ("Assistant", "Officer", "Senior officer", "Lead", "Principal", "Director", "Executive")
TRAITS = ("Parent or carer", "Changed careers", "Works part-time")
GRADE = Field(key="grade", label="Grade", kind=Kind.SCALE, choices=GRADES)
SKILLS = Field(key="skills", label="Skills", kind=Kind.SEVERAL_CHOICES, choices=TRAITS)
FIELDS = (*PERSON_FIELDS, GRADE, SKILLS)


def as_csv(rows, encoding="utf-8", **dialect):
    file = io.StringIO(newline="")
    csv.writer(file, **dialect).writerows(rows)
    return file.getvalue().encode(encoding)


def as_xlsx(*sheets):
    """A workbook; each sheet is a list of rows."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for rows in sheets:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def with_part(workbook, name, change):
    """The workbook with one part of the archive changed by a function from bytes to bytes."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook)) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.namelist():
            content = source.read(part)
            target.writestr(part, change(content) if part == name else content)
    return file.getvalue()


def outcome(data, **options):
    """The table that is read from the bytes, or the code of the reason why there is none."""
    try:
        return read_table(data, "list.csv", **options)
    except Unreadable as refusal:
        return refusal.code


def people(count):
    """A header and so many people."""
    header = ["First name", "Last name", "Email", "Grade"]
    return [header, *(["Ada", f"No {n}", f"ada{n}@riverside.example", GRADES[n % 7]] for n in range(count))]
