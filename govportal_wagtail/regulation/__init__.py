"""The province's regulation as versioned data, the working-day calendar and deadlines.

Knows no page, no agency and no person in office; later layers ask it for rules and dates.
"""
