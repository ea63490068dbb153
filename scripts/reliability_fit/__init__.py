"""Fitting and scoring the reliability of claims; scripts/fit_reliability is the program."""
