"""The tables that may be taken away: kind → function that reads it as somebody sees it (actions/exporting.py)."""

from reports.actions.exporting import Table
from reports.tables.bulk import bulk_table
from reports.tables.district import district_table
from reports.tables.requests import requests_table
from reports.tables.supervision import supervision_table
from reports.vocabulary import ExportKind

TABLES: dict[str, Table] = {
    ExportKind.REQUESTS: requests_table,
    ExportKind.DISTRICT: district_table,
    ExportKind.SUPERVISION: supervision_table,
    ExportKind.BULK: bulk_table,
}

__all__ = ["TABLES"]
