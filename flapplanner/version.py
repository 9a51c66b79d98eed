"""The version of the planner, as every plan states it."""

VERSION = "0.1.0"
