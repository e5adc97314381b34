"""Page, workbook and figures of studies of many runs."""
