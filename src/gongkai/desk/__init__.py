"""The staff desk: a claim checked against the reports, a report against itself and others."""
