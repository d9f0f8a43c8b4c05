"""Counts that others publish as CSV, read with their own column names."""
