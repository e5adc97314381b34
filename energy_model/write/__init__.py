"""Findings → tables, figures, page and terminal, in Chinese or English; nothing is computed but units and rounding."""
