"""Rows to numbers, numbers to ink: reads a run directory and writes its report."""
